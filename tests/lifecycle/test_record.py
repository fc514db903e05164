"""`zlxm record` as a user runs it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.lifecycle.terminal import zlxm

SAMPLES = Path(__file__).parent.parent.parent / "sample-dossiers"
AS_OF = "2026-11-23"


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """Return a copy of a dossier that is under construction."""
    return Path(shutil.copytree(SAMPLES / "shenpi-biangeng", tmp_path / "shenpi"))


def text(dossier: Path) -> str:
    return (dossier / "manifest.yaml").read_text(encoding="utf-8")


def test_one_line_is_added_and_nothing_else_changes(dossier: Path) -> None:
    before = text(dossier).splitlines()
    done = zlxm(dossier, "record", "试运行开始", "--date", "2026-11-20", as_of=AS_OF)
    assert (done.code, done.err) == (0, "")
    assert "+  - {event: 试运行开始, date: 2026-11-20}" in done.out
    after = text(dossier).splitlines()
    after.remove("  - {event: 试运行开始, date: 2026-11-20}")
    assert after == before
    assert sorted(path.name for path in dossier.iterdir() if path.name.startswith(".")) == []


def test_an_older_event_goes_where_its_day_belongs(dossier: Path) -> None:
    assert zlxm(dossier, "record", "资产登记", "--date", "2026-07-20", as_of=AS_OF).code == 0
    lines = text(dossier).splitlines()
    at = lines.index("  - {event: 资产登记, date: 2026-07-20}")
    assert "2026-07-15" in lines[at - 1]
    assert "2026-07-22" in lines[at + 1]
    assert "先后颠倒" not in zlxm(dossier, "check", ".", as_of=AS_OF).out


def test_dry_run_shows_the_lines_and_writes_nothing(dossier: Path) -> None:
    before = text(dossier)
    done = zlxm(dossier, "record", "试运行开始", "--dry-run", as_of=AS_OF)
    assert (done.code, text(dossier)) == (0, before)
    assert "+  - {event: 试运行开始, date: 2026-11-23}" in done.out
    assert "没有写入" in done.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["试运行"], 2, "没有“试运行”这个事项"),
        (["变更申请"], 2, "缺少 id=编号"),
        (["合同签订", "contract=买卖", "amount=1万"], 2, "有 2 处不对"),
        (["资产登记", "价格=3"], 2, "没有“价格”这个字段"),
        (["资产登记", "随便"], 2, "不是 字段=值 的样子"),
        (["变更申请", "id=C9", "reason=业务发展", "items=服务器+3"], 2, "写不成一行明细"),
        (["资产登记", "--date", "2026-12-01"], 1, "还没发生"),
        (["资产登记", "--date", "明天"], 2, "不是日期"),
        (["变更实施", "ref=C1", "--date", "2026-10-19"], 1, "已经记录过"),
        (["终验", "result=通过"], 1, "会新增 2 处不合规定"),
    ],
)
def test_what_cannot_be_recorded_is_refused_and_nothing_written(
    dossier: Path, arguments: list[str], code: int, said: str
) -> None:
    before = text(dossier)
    done = zlxm(dossier, "record", *arguments, as_of=AS_OF)
    assert done.code == code
    assert said in done.err
    assert text(dossier) == before


def test_fields_may_be_called_by_their_titles(dossier: Path) -> None:
    done = zlxm(dossier, "record", "中标", "标段号=9", "金额=3.50", "对方单位=某公司", "--dry-run", as_of=AS_OF)
    assert "+  - {event: 中标, date: 2026-11-23, amount: 3.50, lot: 9, party: 某公司}" in done.out


def test_what_an_input_method_makes_of_it(dossier: Path) -> None:
    done = zlxm(dossier, "record", "资产登记\u3000备注＝已贴标签", "--dry-run", as_of=AS_OF)
    assert "+  - {event: 资产登记, date: 2026-11-23, note: 已贴标签}" in done.out


def test_yuan_in_place_of_ten_thousand_yuan_is_doubted(dossier: Path) -> None:
    done = zlxm(dossier, "record", "预算调整", "ref=C1", "--date", "2026-10-16", as_of=AS_OF)
    assert "是不是按元写的" not in done.out
    done = zlxm(dossier, "record", "采购启动", "lot=9", "amount=30000", "--dry-run", as_of=AS_OF)
    assert done.code == 0
    done = zlxm(dossier, "record", "采购启动", "lot=9", "amount=30000", as_of=AS_OF)
    assert "是不是按元写的" in done.out


def test_a_folder_without_a_dossier(tmp_path: Path) -> None:
    done = zlxm(tmp_path, "record", "资产登记", as_of=AS_OF)
    assert (done.code, "没有 manifest.yaml" in done.err) == (3, True)


def test_force_writes_the_reason_as_a_waiver_in_the_same_write(dossier: Path) -> None:
    asked = ["change", "--item", "服务器=+20", "--item", "软件=-20", "--reason", "业务发展"]
    assert zlxm(dossier, *asked, as_of=AS_OF).code == 1
    assert zlxm(dossier, *asked, "--force", as_of=AS_OF).code == 2
    done = zlxm(dossier, *asked, "--force", "--force-reason", "区政府办已同意", as_of=AS_OF)
    assert done.code == 0
    assert "{rule: ZL26-2, reason: 区政府办已同意, by: 钟楼区行政审批局, date: 2026-11-23}" in text(dossier)
    assert "ZL26-8" not in text(dossier).split("waivers:")[1]  # it fails only because ZL26-2 does
    assert zlxm(dossier, "check", ".", as_of=AS_OF).code == 0


def test_nobody_may_decide_on_a_prohibition(dossier: Path) -> None:
    before = text(dossier)
    asked = ["record", "正式投用", "system=钟楼区综合窗口受理系统", "--force", "--force-reason", "急用"]
    done = zlxm(dossier, *asked, as_of=AS_OF)
    assert (done.code, text(dossier)) == (1, before)
    assert "ZL31-1" in done.err


def test_a_list_of_events_without_an_event(dossier: Path) -> None:
    done = zlxm(dossier, "record", as_of=AS_OF)
    assert done.code == 0
    assert "合同签订  contract* amount* lot party" in done.out


def test_commit_holds_the_manifest_alone(dossier: Path) -> None:
    def git(*arguments: str) -> str:
        command = ["git", "-c", "user.name=经办", "-c", "user.email=a@example.com", *arguments]
        return subprocess.run(command, cwd=dossier, check=True, capture_output=True, text=True).stdout

    git("init", "-q")
    for name, setting in (("user.name", "经办"), ("user.email", "a@example.com"), ("core.quotePath", "false")):
        git("config", name, setting)
    git("add", "manifest.yaml")
    git("commit", "-qm", "建档")
    (dossier / "别的.txt").write_text("别的", encoding="utf-8")
    done = zlxm(dossier, "record", "资产登记", "--commit", as_of=AS_OF)
    assert done.code == 0, done.err
    assert git("show", "--name-only", "--format=%s", "HEAD").split("\n\n") == [
        "钟楼区“一件事一次办”综合窗口系统升级改造项目：资产登记 2026-11-23",
        "manifest.yaml\n",
    ]
    git("add", "别的.txt")
    before = text(dossier)
    done = zlxm(dossier, "record", "资产清查", "--commit", as_of=AS_OF)
    assert (done.code, text(dossier)) == (1, before)
    assert "暂存区" in done.err


def test_a_broken_manifest_is_not_written_to(dossier: Path) -> None:
    manifest = dossier / "manifest.yaml"
    manifest.write_text(text(dossier) + "unit: 再来一次\n", encoding="utf-8")
    done = zlxm(dossier, "record", "资产登记", as_of=AS_OF)
    assert (done.code, "写法问题" in done.err) == (3, True)


def test_a_secret_project_is_left_alone(dossier: Path) -> None:
    manifest = dossier / "manifest.yaml"
    manifest.write_text(text(dossier).replace("  nature:", "  classified: true\n  nature:"), encoding="utf-8")
    done = zlxm(dossier, "record", "资产登记", as_of=AS_OF)
    assert (done.code, "涉密" in done.err) == (1, True)
