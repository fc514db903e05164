"""`zlxm generate` and `zlxm template` as a user runs them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import pytest

ROOT = Path(__file__).parent.parent.parent
SAMPLE = "minzheng-yanglao"


@pytest.fixture
def portfolio(tmp_path: Path) -> Path:
    """Return a portfolio of two sample dossiers."""
    for name in (".zlxm", SAMPLE, "jiaoyu-xiaoyuan"):
        shutil.copytree(ROOT / "sample-dossiers" / name, tmp_path / name)
    return tmp_path


def zlxm(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    told = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", "ZLXM_AS_OF": "2026-11-23", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "zlxm", *arguments]
    done = subprocess.run(command, cwd=folder, env=told, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    return done


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_one_paper_of_one_dossier(portfolio: Path) -> None:
    done = zlxm(portfolio, "generate", "论证函", SAMPLE)
    assert (done.returncode, done.stdout) == (0, f"{SAMPLE}/02-论证/论证函.docx\n")
    assert (portfolio / SAMPLE / "02-论证" / "论证函.docx").is_file()


def test_a_portfolio_gives_one_file_a_dossier(portfolio: Path) -> None:
    done = zlxm(portfolio, "generate", "论证函", ".", "-o", "出")
    assert done.returncode == 0, done.stderr
    assert {name for name in files(portfolio) if name.startswith("出/")} == {
        "出/minzheng-yanglao/论证函.docx",
        "出/jiaoyu-xiaoyuan/论证函.docx",
    }


def test_a_file_of_ones_own_choice(portfolio: Path) -> None:
    assert zlxm(portfolio, "generate", "论证函", SAMPLE, "-o", "给区政府办.docx").returncode == 0
    assert (portfolio / "给区政府办.docx").is_file()


def test_all_papers_of_a_submission(portfolio: Path) -> None:
    done = zlxm(portfolio / "jiaoyu-xiaoyuan", "generate", "--all", "--for", "论证", "-o", "出")
    assert done.returncode == 0, done.stderr
    assert "出/论证函.docx" in files(portfolio / "jiaoyu-xiaoyuan")
    assert not any("停用" in name for name in files(portfolio / "jiaoyu-xiaoyuan") if name.startswith("出/"))


def test_the_list_says_how_every_paper_stands_and_writes_nothing(portfolio: Path) -> None:
    before = files(portfolio)
    done = zlxm(portfolio / SAMPLE, "generate", "--list")
    assert done.returncode == 0
    assert "论证函" in done.stdout
    assert "未生成" in done.stdout
    assert files(portfolio) == before
    assert max(map(len, done.stdout.splitlines())) < 80


def test_an_edited_paper_is_kept_and_the_way_out_is_told(portfolio: Path) -> None:
    zlxm(portfolio, "generate", "论证函", SAMPLE)
    path = portfolio / SAMPLE / "02-论证" / "论证函.docx"
    document = docx.Document(str(path))
    document.add_paragraph("经办人补充的一句话。")
    document.save(str(path))
    edited = path.read_bytes()
    done = zlxm(portfolio, "generate", "论证函", SAMPLE)
    assert done.returncode == 1
    assert "--beside" in done.stderr
    assert "--overwrite" in done.stderr
    assert path.read_bytes() == edited
    assert zlxm(portfolio, "generate", "论证函", SAMPLE, "--beside").stdout.endswith("论证函-2026-11-23.docx\n")
    assert zlxm(portfolio, "generate", "论证函", SAMPLE, "--overwrite").returncode == 0
    assert path.read_bytes() != edited


def test_check_tells_a_paper_that_is_out_of_date_and_which_value_changed(portfolio: Path) -> None:
    zlxm(portfolio, "generate", "论证函", SAMPLE)
    manifest = portfolio / SAMPLE / "manifest.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("86.50", "96.50"), encoding="utf-8")
    done = zlxm(portfolio, "check", SAMPLE, "--select", "FILE-17", "--format", "concise")
    assert "申报金额 86.5 → 96.5" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("generate",), 2, "--list"),
        (("generate", "申报", SAMPLE), 2, "申报表"),
        (("generate", "--all", "--for", "开会", SAMPLE), 2, "没有报送"),
        (("generate", "论证函", "nowhere"), 3, "没有这个目录"),
        (("generate", "论证函", SAMPLE, "--template", "无.docx"), 3, "读不了"),
        (("generate", "--all", SAMPLE, "--template", "x.docx"), 2, "--template"),
        (("generate", "论证函", SAMPLE, "--as-of", "明天"), 2, "不是日期"),
        (("template", "slots", "没有的"), 2, "没有叫"),
        (("template", "check", "没有的"), 2, "没有叫"),
    ],
)
def test_mistakes_are_answered_in_a_line(portfolio: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    before = files(portfolio)
    done = zlxm(portfolio, *arguments)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert files(portfolio) == before


def test_templates_can_be_listed_checked_and_explained(portfolio: Path) -> None:
    assert "论证函" in zlxm(portfolio, "template", "list").stdout
    checked = zlxm(portfolio, "template", "check", "论证函")
    assert (checked.returncode, checked.stdout) == (0, "")
    slots = zlxm(portfolio / SAMPLE, "template", "slots", "论证函").stdout
    assert "项目名称" in slots
    assert "钟楼区智慧养老服务平台建设项目" in slots


def test_a_bad_template_fails_its_check_with_file_and_place(portfolio: Path) -> None:
    own = portfolio / "templates" / "论证函"
    shutil.copytree(ROOT / "templates" / "zhonglou-2023" / "论证函", own)
    (own / "template.docx").write_bytes(b"PK broken")
    done = zlxm(portfolio, "template", "check", "论证函")
    assert done.returncode == 1
    assert "templates/论证函/template.docx" in done.stdout
    assert "损坏的压缩包" in done.stdout


def test_a_regulations_faulty_slots_are_told_with_file_and_line(portfolio: Path) -> None:
    pack = portfolio / "child-2024"
    shutil.copytree(ROOT / "tests" / "packs" / "child-2024", pack)
    (pack / "slots").mkdir()
    (pack / "slots" / "own.yaml").write_text("slots:\n  某项: project.nam\n", encoding="utf-8")
    done = zlxm(portfolio, "regulation", "test", "./child-2024")
    assert done.returncode == 3
    assert "child-2024/slots/own.yaml:2:" in done.stderr


def test_a_template_is_copied_to_the_portfolio_and_wins_from_then_on(portfolio: Path) -> None:
    done = zlxm(portfolio / SAMPLE, "template", "copy", "论证函")
    assert done.returncode == 0, done.stderr
    own = portfolio / "templates" / "论证函"
    assert sorted(os.listdir(own)) == ["template.docx", "template.yaml"]
    document = docx.Document(str(own / "template.docx"))
    document.add_paragraph("本局专用：{{ 项目名称 }}")
    document.save(str(own / "template.docx"))
    assert zlxm(portfolio, "generate", "论证函", SAMPLE).returncode == 0
    made = docx.Document(str(portfolio / SAMPLE / "02-论证" / "论证函.docx"))
    assert made.paragraphs[-1].text == "本局专用：钟楼区智慧养老服务平台建设项目"
    assert zlxm(portfolio / SAMPLE, "template", "copy", "论证函").returncode == 1
