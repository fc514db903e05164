"""`zlxm change`, `accept` and `retire` as a user runs them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.lifecycle.terminal import zlxm

SAMPLES = Path(__file__).parent.parent.parent / "sample-dossiers"
AS_OF = "2026-11-23"


@pytest.fixture
def portfolio(tmp_path: Path) -> Path:
    for name in ("shenpi-biangeng", "weijian-shiyunxing", "renshe-chuyan", "nandajie-tingyong", "sifa-touyong"):
        shutil.copytree(SAMPLES / name, tmp_path / name)
    return tmp_path


def manifest(folder: Path, name: str) -> str:
    return (folder / name / "manifest.yaml").read_text(encoding="utf-8")


def test_the_arithmetic_of_a_change(portfolio: Path) -> None:
    before = manifest(portfolio, "shenpi-biangeng")
    asked = ["--item", "登录=+11.5", "--item", "排队=-4", "--reason", "技术方案优化", "--what-if"]
    done = zlxm(portfolio, "change", "shenpi-biangeng", *asked, as_of=AS_OF)
    assert done.code == 0
    assert done.out.splitlines() == [
        "变更 C2（技术方案优化）",
        "  基数        115.00 万元，最近一次批复的总投资",
        "  调增调减    调增 11.50，调减 4.00，净额 7.50 万元",
        "  调整额      11.50 万元，占 10%",
        "  累计        21.10 万元，占 18.347826…%",
        "  调整后      122.50 万元，高于批复的 115.00 万元",
        "  建设目标    不变",
        "  结论        须重新申报",
        "              × 变更 C2 后总投资 122.50，高于批复 115.00（超 7.50）  ZL25-1 第25",
        "                条",
        "              ○ 连同以前批准的变更，累计调整 21.10，占批复总投资 115.00 的",
        "                18.347826%，超过 10%  ZL26-3 第26条",
    ]
    assert manifest(portfolio, "shenpi-biangeng") == before


def test_a_change_of_unknown_size_gets_no_verdict(portfolio: Path) -> None:
    done = zlxm(portfolio, "change", "shenpi-biangeng", "--reason", "业务发展", "--what-if", as_of=AS_OF)
    assert "  结论        还说不准" in done.out.splitlines()


def test_exactly_a_tenth_is_an_adjustment(portfolio: Path) -> None:
    asked = ["--item", "登录=+11.5", "--item", "排队=-11.5", "--reason", "技术方案优化"]
    done = zlxm(portfolio, "change", "shenpi-biangeng", *asked, as_of=AS_OF)
    assert done.code == 0
    assert "结论        可按调整办理" in done.out
    assert "id: C2, reason: 技术方案优化" in manifest(portfolio, "shenpi-biangeng")


def test_a_change_goes_its_way_by_its_id(portfolio: Path) -> None:
    asked = ["--schedule-only", "--reason", "业务发展", "--id", "进度1"]
    assert zlxm(portfolio, "change", "shenpi-biangeng", *asked, as_of=AS_OF).code == 0
    assert zlxm(portfolio, "change", "shenpi-biangeng", "--applied", "进度1", as_of=AS_OF).code == 1  # not approved
    approved = zlxm(portfolio, "change", "shenpi-biangeng", "--approve", "进度1", "--number", "钟数变4号", as_of=AS_OF)
    assert approved.code == 0
    assert zlxm(portfolio, "change", "shenpi-biangeng", "--applied", "进度1", as_of=AS_OF).code == 0
    listed = zlxm(portfolio, "change", "shenpi-biangeng", as_of=AS_OF)
    assert listed.out.splitlines() == [
        "C1   2026-09-08  已实施  技术方案优化  9.60 万元，占 8.347826…%",
        "进度1 2026-11-23  已实施  业务发展  0.00 万元，占 0%",
    ]
    unknown = zlxm(portfolio, "change", "shenpi-biangeng", "--reject", "C9", as_of=AS_OF)
    assert (unknown.code, "没有编号为“C9”的变更申请" in unknown.err) == (1, True)


def test_acceptance_shows_its_gates_and_names_the_next_option(portfolio: Path) -> None:
    done = zlxm(portfolio, "accept", "初验", "weijian-shiyunxing", as_of=AS_OF)
    assert done.code == 2
    assert "--apply" in done.err
    assert "  √ 初验前完成等保测评  ZL27-3" in done.out
    assert "  × 初验报告 " in done.out
    assert "2026-12-14 （还有 21 天）  ZL28-1" in done.out


def test_too_early_an_acceptance_is_refused(portfolio: Path) -> None:
    before = manifest(portfolio, "weijian-shiyunxing")
    asked = ["accept", "initial", "weijian-shiyunxing", "--result", "通过", "--date", "2026-11-10"]
    done = zlxm(portfolio, *asked, as_of=AS_OF)
    assert (done.code, manifest(portfolio, "weijian-shiyunxing")) == (1, before)
    assert done.out.count("错误 ZL27-1") == 1
    assert "错误 ZL27-2" in done.out


def test_a_failed_acceptance_is_rectified_and_held_again(portfolio: Path) -> None:
    def accept(*asked: str) -> str:
        done = zlxm(portfolio, "accept", "initial", "weijian-shiyunxing", *asked, as_of=AS_OF)
        assert done.code in (0, 1), done.err
        return done.out + done.err

    assert "按验收意见整改" in accept("--result", "不通过", "--date", "2026-11-20")
    assert "ZL31-2" in accept("--result", "通过", "--date", "2026-11-21")  # nothing has been rectified
    report = portfolio / "weijian-shiyunxing" / "05-验收" / "整改报告.pdf"
    shutil.copy(portfolio / "weijian-shiyunxing" / "05-验收" / "试运行报告.pdf", report)
    text = manifest(portfolio, "weijian-shiyunxing")
    added = "documents:\n  - {kind: 整改报告, path: 05-验收/整改报告.pdf, date: 2026-11-21}"
    (report.parent.parent / "manifest.yaml").write_text(text.replace("documents:", added), encoding="utf-8")
    assert "已记录：整改完成" in accept("--rectified", "--date", "2026-11-22")
    assert "已记录：初验" in accept("--result", "通过", "--date", "2026-11-23")


def test_early_final_application_is_refused_with_the_first_day(portfolio: Path) -> None:
    done = zlxm(portfolio, "accept", "final", "renshe-chuyan", "--apply", as_of=AS_OF)
    assert done.code == 1
    assert "ZL28-4" in done.out


def test_one_step_at_a_time(portfolio: Path) -> None:
    done = zlxm(portfolio, "accept", "initial", "renshe-chuyan", "--uploaded", "--apply", as_of=AS_OF)
    assert (done.code, "--apply --uploaded" in done.err) == (2, True)


def test_retirement_step_by_step(portfolio: Path) -> None:
    whole = zlxm(portfolio, "retire", "nandajie-tingyong", as_of=AS_OF)
    assert whole.code == 0
    assert whole.out.splitlines()[0] == "√ 集体决策  2026-08-25"
    window = zlxm(portfolio, "retire", "sifa-touyong", "--stop-on", "2026-12-31", as_of=AS_OF)
    assert window.out == "2026-12-31 停用的，在 2026-12-01 至 2026-12-30 之间上报（第三十八条）\n"
    past = zlxm(portfolio, "retire", "sifa-touyong", "--stop-on", "2026-11-24", as_of="2026-11-24")
    assert "已经过了" in past.out
    stop = zlxm(portfolio, "retire", "sifa-touyong", "--stop", as_of=AS_OF)
    assert (stop.code, "ZL38-2" in stop.out) == (1, True)


def test_a_regulation_without_the_procedure_says_so(portfolio: Path) -> None:
    folder = portfolio / "国家"
    folder.mkdir()
    text = "zlxm: 1\nregulation: guojia-2019\nproject: {name: 某项目, nature: 新建, categories: [软件]}\n"
    (folder / "manifest.yaml").write_text(f"{text}unit: {{name: 某部}}\nplan: {{year: 2026}}\n", encoding="utf-8")
    done = zlxm(portfolio, "retire", "国家", as_of=AS_OF)
    assert "没有规定" in done.err or "写法问题" in done.err
