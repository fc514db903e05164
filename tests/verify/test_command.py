"""`zlxm verify` as a clerk runs it: what is said, which papers are made, what is unpacked, and what never is."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.verify.hostile import cases
from tests.verify.packages import NAME, PAPERS, ROOT, Files, Made, Raw, changed, raws, with_entry, zip_of
from tests.verify.test_verify import of_others, of_regulation
from zlxm.output.layout import cells

GOOD = f"{NAME}.zip"


def zlxm(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    told = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", "NO_COLOR": "1", **environment}
    told.pop("ZLXM_AS_OF", None)
    command = [sys.executable, "-m", "zlxm", *arguments]
    done = subprocess.run(command, cwd=folder, env=told, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    return done


def there(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Return a folder with a good package, one that lacks a paper, one that was altered, and no zip at all."""
    made = Made()
    (tmp_path / GOOD).write_bytes(made.data())
    (tmp_path / "lacking.zip").write_bytes(Made(kinds=PAPERS[:2]).data())
    (tmp_path / "altered.zip").write_bytes(changed(made, spoil))
    (tmp_path / "none.zip").write_bytes(b"hello")
    return tmp_path


def spoil(files: Files) -> None:
    files["data/manifest.yaml"] += b"# \n"
    files["data/extra.pdf"] = b"x"
    del files["bag-info.txt"]


def words(path: Path) -> str:
    document = docx.Document(str(path))
    rows = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *rows])


def test_a_good_package(inbox: Path) -> None:
    before = there(inbox)
    done = zlxm(inbox, "verify", GOOD)
    assert (done.returncode, done.stderr) == (0, "")
    for said in ("钟楼区智慧养老服务平台建设项目", "报送事项：申报", "√ 项目建议书", "完好", "可受理", "SM3 5 个相符"):
        assert said in done.stdout
    assert max(map(cells, done.stdout.splitlines())) <= 80
    assert there(inbox) == before


def test_a_package_to_be_returned(inbox: Path) -> None:
    done = zlxm(inbox, "verify", "altered.zip")
    assert done.returncode == 1
    for said in (
        "PACKAGE-3",
        "PACKAGE-4",
        "PACKAGE-5",
        "bag-info.txt",
        "data/extra.pdf",
        "data/manifest.yaml",
        "须补正",
    ):
        assert said in done.stdout
    assert zlxm(inbox, "verify", "lacking.zip").stdout.count("× 项目建议书") == 1


def test_several_packages_end_in_a_table(inbox: Path) -> None:
    done = zlxm(inbox, "verify", GOOD, "lacking.zip", "altered.zip", "none.zip")
    assert done.returncode == 1
    table = done.stdout.splitlines()[-6:]
    assert [line.rpartition(" ")[2] for line in table] == [
        "结论",
        "可受理",
        "须补正",
        "须补正",
        "须补正",
        "共 4 个包：1 个可受理，3 个须补正，0 个没有结论".rpartition(" ")[2],
    ]
    assert max(map(cells, table)) <= 80


def test_quiet_names_only_what_is_wrong(inbox: Path) -> None:
    assert zlxm(inbox, "verify", "-q", GOOD).stdout == ""
    assert "须补正" in zlxm(inbox, "verify", "-q", "lacking.zip").stdout


def test_json_is_that_of_check_with_the_package(inbox: Path) -> None:
    done = zlxm(inbox, "verify", GOOD, "altered.zip", "--format", "json", "-o", "out.json")
    assert (done.returncode, done.stdout) == (1, "")
    result = json.loads((inbox / "out.json").read_text(encoding="utf-8"))
    good, altered = result["dossiers"]
    assert (good["path"], good["code"], good["regulation"]) == (GOOD, "ZL-2027-MZ-01", "zhonglou-2023")
    told = {key: good["package"][key] for key in ("intact", "complete", "verdict", "submission", "draft", "algorithms")}
    assert told == {
        "intact": True,
        "complete": True,
        "verdict": "accepted",
        "submission": "申报",
        "draft": False,
        "algorithms": {"sha256": 5, "sm3": 5},
    }
    assert good["outcomes"]["pass"]
    package: dict[str, Any] = altered["package"]
    assert (package["missing"], package["extra"], package["changed"]) == (
        ["bag-info.txt"],
        ["data/extra.pdf"],
        ["data/manifest.yaml"],
    )
    assert result["summary"]["errors"] == sum(
        each["severity"] == "error" for dossier in result["dossiers"] for each in dossier["findings"]
    )
    assert {"rule", "article", "severity", "state", "message", "hint", "path", "line"} <= altered["findings"][0].keys()


def test_a_receipt_when_it_passes_and_a_notice_when_not(inbox: Path) -> None:
    assert zlxm(inbox, "verify", GOOD, "--receipt", "a.docx").returncode == 0
    assert "☑受理" in words(inbox / "a.docx").replace(" ", "")
    done = zlxm(inbox, "verify", "altered.zip", "--receipt", "b.docx")
    assert done.returncode == 1
    said = words(inbox / "b.docx")
    assert "补正" in said
    for item in ("bag-info.txt", "data/extra.pdf", "data/manifest.yaml"):
        assert item in said
    zlxm(inbox, "verify", "lacking.zip", "--receipt", "c.docx")
    assert "缺少项目建议书" in words(inbox / "c.docx")
    assert "应报材料3份，缺少1份" in words(inbox / "c.docx")


def test_receipts_of_several_go_into_a_folder(inbox: Path) -> None:
    done = zlxm(inbox, "verify", GOOD, "lacking.zip", "none.zip", "--receipt", "回执")
    assert done.returncode == 1
    assert "none.zip 里的项目读不出来" in done.stderr
    assert set(os.listdir(inbox / "回执")) == {f"{NAME}-审查回执.docx", "lacking-补正告知书.docx"}


def test_a_receipt_never_takes_the_place_of_a_file(inbox: Path) -> None:
    (inbox / "a.docx").write_text("mine", encoding="utf-8")
    done = zlxm(inbox, "verify", GOOD, "--receipt", "a.docx")
    assert (done.returncode, (inbox / "a.docx").read_text(encoding="utf-8")) == (1, "mine")
    assert "已经存在" in done.stderr


def test_an_intact_package_is_unpacked_byte_for_byte(inbox: Path) -> None:
    done = zlxm(inbox, "verify", "lacking.zip", GOOD, "--extract", "in/here")
    assert done.returncode == 1  # both have the same folder, and one lacks a paper
    assert "已经存在" in done.stderr
    for name, data in Made(kinds=PAPERS[:2]).files().items():
        assert (inbox / "in" / "here" / NAME / name).read_bytes() == data
    assert set(os.listdir(inbox / "in" / "here")) == {NAME}


def test_nothing_that_is_there_is_touched(inbox: Path) -> None:
    (inbox / "in" / NAME).mkdir(parents=True)
    before = there(inbox)
    done = zlxm(inbox, "verify", GOOD, "--extract", "in")
    assert done.returncode == 1
    assert there(inbox) == before


def test_a_package_without_a_folder_gets_one(inbox: Path) -> None:
    (inbox / "loose.zip").write_bytes(zip_of(raws(of_others(), "")))
    assert zlxm(inbox, "verify", "loose.zip", "--extract", "in").returncode in (0, 1)
    assert (inbox / "in" / "loose" / "data" / "manifest.yaml").is_file()


def test_programs_are_not_made_executable(inbox: Path) -> None:
    files = of_others()
    entries = [Raw(each.name, each.data, attributes=0o104777 << 16) for each in raws(files, "bag")]
    (inbox / "bag.zip").write_bytes(zip_of(entries))
    zlxm(inbox, "verify", "bag.zip", "--extract", "in")
    modes = {stat.S_IMODE(path.stat().st_mode) & 0o7111 for path in (inbox / "in").rglob("*") if path.is_file()}
    assert modes == {0}


def test_a_disk_that_refuses_leaves_nothing(inbox: Path) -> None:
    (inbox / "file").write_text("x", encoding="utf-8")
    before = there(inbox)
    done = zlxm(inbox, "verify", GOOD, "--extract", "file/in")
    assert done.returncode == 3
    assert "写不了" in done.stderr
    assert there(inbox) == before


def test_hostile_packages_write_nowhere(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "data").mkdir()
    names = []
    for number, (_, data, _, _) in enumerate(cases()):
        names.append(f"{number}.zip")
        (inner / names[-1]).write_bytes(data)
    before = there(tmp_path)
    done = zlxm(inner, "verify", *names, "--extract", "in", TMPDIR=str(tmp_path / "data"))
    assert done.returncode == 1
    made = there(tmp_path) - before
    # with the names of this table's packages only the harmless and the incomplete are intact: one folder of one name
    assert {each for each in made if each.count("/") < 3} <= {"a/b/in"}
    assert {each.split("/")[3] for each in made if each.count("/") == 3} <= {NAME, "别的名字"}
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("verify",), 2, ""),
        (("verify", "nowhere.zip"), 3, "读不了"),
        (("verify", "."), 3, "读不了"),
        (("verify", GOOD, "--format", "xml"), 2, "没有格式"),
        (("verify", GOOD, "--receipt", "a.pdf"), 2, ".docx"),
        (("verify", GOOD, "lacking.zip", "--receipt", "a.docx"), 2, "目录"),
        (("verify", GOOD, "--as-of", "明天"), 2, "不是日期"),
        (("verify", GOOD, "nowhere.zip"), 3, "没有结论"),
        (("verify", "none.zip", "--receipt", "a.docx"), 1, "出不了"),
        (("verify", "none.zip", "--extract", "in"), 1, "没有解开"),
    ],
)
def test_mistakes_are_answered(inbox: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    before = there(inbox)
    done = zlxm(inbox, *arguments)
    assert done.returncode == code, done.stderr
    assert said in done.stdout + done.stderr
    assert there(inbox) == before


def test_a_regulation_that_is_not_here_gives_no_verdict_but_is_checked(inbox: Path) -> None:
    (inbox / "other.zip").write_bytes(of_regulation("beijing-2031"))
    done = zlxm(inbox, "verify", "other.zip")
    assert done.returncode == 3
    assert "beijing-2031" in done.stdout
    assert "完好" in done.stdout


def test_a_secret_project_gets_no_paper_and_is_not_unpacked(inbox: Path) -> None:
    def classify(files: Files) -> None:
        text = files["data/manifest.yaml"].decode()
        files["data/manifest.yaml"] = text.replace("  nature:", "  classified: true\n  nature:", 1).encode()

    (inbox / "secret.zip").write_bytes(changed(Made(), classify, listed_again=True))
    before = there(inbox)
    done = zlxm(inbox, "verify", "secret.zip", "--receipt", "a.docx", "--extract", "in")
    assert done.returncode == 1
    assert "涉密" in done.stderr
    assert there(inbox) == before


def test_what_is_in_names_stays_harmless_on_a_terminal(inbox: Path) -> None:
    (inbox / "evil.zip").write_bytes(with_entry(Raw(f"{NAME}/data/\x1b[2J\u202egnp.exe".encode())))
    done = zlxm(inbox, "verify", "evil.zip")
    assert done.returncode == 1
    assert not set(done.stdout) & {"\x1b", "\u202e"}


@pytest.mark.parametrize("number", range(1, 9))
def test_every_code_is_explained(number: int, tmp_path: Path) -> None:
    done = zlxm(tmp_path, "explain", f"PACKAGE-{number}")
    assert done.returncode == 0
    assert f"PACKAGE-{number}" in done.stdout
