from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from zlxm.cli.app import app
from zlxm.model.errors import Refused, UsageError, ZlxmError
from zlxm.model.manifest import read_manifest
from zlxm.model.path_names import path_faults, windows_faults
from zlxm.services.init import Answers, SharedTexts, make_dossiers, plan_dossiers
from zlxm.services.plan_import import portable_name
from zlxm.services.regulations import load_pack
from zlxm.store.portfolio import portfolio_root
from zlxm.store.yaml_text import read_yaml

ROOT = Path(__file__).parents[2]
PACK = load_pack("zhonglou-2023")
FLAGS = ("--name", "甲平台", "--unit", "民政局", "--year", "2027", "--nature", "新建", "--category", "软件应用")


LEAST = """zlxm: 1
regulation: zhonglou-2023
project: {name: 丙, nature: 新建, categories: 软件应用}
unit: {name: 乙}
plan: {year: 2027}
"""


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["init", *words])


def everything(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_flags_alone_make_a_whole_dossier(tmp_path: Path) -> None:
    done = run(str(tmp_path / "甲"), *FLAGS, "--amount", "86.50", "--no-input")
    assert (done.exit_code, done.stdout) == (0, f"{tmp_path / '甲'}\n")
    assert everything(tmp_path) == {
        ".gitattributes",
        ".gitignore",
        ".zlxm",
        ".zlxm/manifest.schema.json",
        "甲",
        "甲/manifest.yaml",
        *(f"甲/{name}" for name in ("01-申报", "02-论证", "03-采购", "04-建设", "05-验收", "06-运行", "07-停用")),
    }


def findings(folder: Path, as_of: str) -> set[str]:
    done = CliRunner().invoke(app, ["check", str(folder), "--as-of", as_of, "--format", "concise"])
    return {line.split()[1] for line in done.stdout.splitlines() if ": " in line and line.split()[1][:2].isupper()}


def test_a_fresh_dossier_lacks_only_what_is_honestly_missing(tmp_path: Path) -> None:
    run(str(tmp_path / "甲"), *FLAGS, "--amount", "86.50", "--no-input")
    run(str(tmp_path / "乙"), *FLAGS, "--no-input")
    assert findings(tmp_path / "甲", "2026-03-01") == set()
    assert findings(tmp_path / "甲", "2026-10-20") == {"ZL06-1"}
    assert "MANIFEST" not in findings(tmp_path / "乙", "2026-03-01")


def test_every_flag_reaches_the_manifest(tmp_path: Path) -> None:
    more = ("--unit-kind", "部门", "--code", "ZL-1", "--joint", "丙", "--joint", "丁", "--category", "网络安全")
    done = run(str(tmp_path / "甲"), *FLAGS, *more, "--temporary", "--ground", "紧急情况", "--no-input")
    text = (tmp_path / "甲/manifest.yaml").read_text("utf-8")
    assert done.exit_code == 0
    for line in ("kind: 部门", "code: ZL-1", "joint: [丙, 丁]", "categories: [软件应用, 网络安全]", "ground: 紧急情况"):
        assert f"  {line}" in text


def test_without_forms_a_manifest_only_says_where_they_are_shown(tmp_path: Path) -> None:
    run(str(tmp_path / "甲"), *FLAGS, "--no-input")
    text = (tmp_path / "甲/manifest.yaml").read_text("utf-8")
    assert next(line for line in text.splitlines() if "--forms" in line).startswith("# ")
    assert not any(f"# {name}:" in text for name in PACK.vocabulary.blocks)


def uncommented(text: str) -> str:
    """What a user gets who takes the remark signs off every block."""
    start = text.index("# filing:")
    end = text.index("\n\n", text.index("# retirement:"))
    return text[:start] + "\n".join(line.removeprefix("# ") for line in text[start:end].split("\n")) + text[end:]


def test_forms_are_written_as_remarks_that_read_well_once_uncommented(tmp_path: Path) -> None:
    for words in ((), ("--forms",)):
        run(str(tmp_path / "".join(words or ("甲",))), *FLAGS, *words, "--no-input")
    text = (tmp_path / "--forms/manifest.yaml").read_text("utf-8")
    plain, commented = (read(text) for text in ((tmp_path / "甲/manifest.yaml").read_text("utf-8"), text))
    assert plain == commented
    whole = read(uncommented(text))
    blocks = PACK.vocabulary.blocks
    assert set(whole.forms) == set(blocks)
    bare = {(name, route) for name in blocks for route in blocks[name].titles if not _written(whole.forms[name], route)}
    assert bare == set()


def _written(value: Any, route: tuple[str, ...]) -> bool:
    for step in route:
        value = (value[0] if isinstance(value, tuple) else value)[step]
    return value not in (None, ())


def read(text: str) -> Any:
    root, problems = read_yaml(text.encode())
    dossier, faults = read_manifest(root, PACK.vocabulary)
    assert (*problems, *faults) == ()
    return dossier


MISSING = {
    "nothing given": ((), "--name --unit --year --nature --category"),
    "one missing": (FLAGS[:-2], "--category"),
    "blank is missing": ((*FLAGS[:-1], " "), "--category"),
    "ground of a temporary one": ((*FLAGS, "--temporary"), "--ground"),
}


@pytest.mark.parametrize(("flags", "named"), MISSING.values(), ids=MISSING)
@pytest.mark.parametrize("quiet", [("--no-input",), ()])
def test_a_missing_flag_is_named(tmp_path: Path, flags: tuple[str, ...], named: str, quiet: tuple[str, ...]) -> None:
    done = run(str(tmp_path / "甲"), *flags, *quiet)
    assert isinstance(done.exception, UsageError)
    assert (done.exception.code, done.exception.facts) == ("missing_answer", {"flag": named})
    assert done.exception.exit_code == 2
    assert everything(tmp_path) == set()


BAD = {
    "year": ("--year", "27"),
    "nature": ("--nature", "翻建"),
    "category": ("--category", "软件"),
    "amount": ("--amount", "86万"),
    "ground": ("--ground", "领导要求"),
    "control character": ("--name", "甲\x00乙"),
    "direction mark": ("--unit", "甲\u202e乙"),
    "too long": ("--name", "长" * 10_001),
    "not UTF-8": ("--name", "甲\udcff"),
}


@pytest.mark.parametrize(("flag", "value"), BAD.values(), ids=BAD)
def test_a_bad_flag_is_named(tmp_path: Path, flag: str, value: str) -> None:
    done = run(str(tmp_path / "甲"), *FLAGS, flag, value, "--no-input")
    assert isinstance(done.exception, UsageError)
    assert (done.exception.code, done.exception.facts["flag"]) == ("bad_answer", flag)
    assert done.exception.facts["message"]
    assert everything(tmp_path) == set()


def test_an_existing_dossier_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    (tmp_path / "manifest.yaml").write_text("old")
    done = run(str(tmp_path), "--no-input")
    assert isinstance(done.exception, Refused)
    assert (done.exception.code, done.exception.exit_code) == ("dossier_exists", 1)
    assert (tmp_path / "manifest.yaml").read_text() == "old"
    assert everything(tmp_path) == {"manifest.yaml"}


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "甲").write_text("old")
    assert isinstance(run(str(tmp_path / "甲"), *FLAGS).exception, Refused)


def test_papers_that_are_there_already_stay(tmp_path: Path) -> None:
    (tmp_path / "甲/01-申报").mkdir(parents=True)
    (tmp_path / "甲/01-申报/建议书.docx").write_bytes(b"x")
    assert run(str(tmp_path / "甲"), *FLAGS).exit_code == 0
    assert (tmp_path / "甲/01-申报/建议书.docx").read_bytes() == b"x"


def test_the_shared_files_are_written_once(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine")
    run(str(tmp_path / "甲"), *FLAGS)
    schema = tmp_path / ".zlxm/manifest.schema.json"
    schema.write_text(schema.read_text("utf-8") + "\n", "utf-8")
    kept = schema.read_bytes()
    run(str(tmp_path / "库/乙"), *FLAGS)
    assert (tmp_path / ".gitignore").read_text() == "mine"
    assert schema.read_bytes() == kept
    first = (tmp_path / "库/乙/manifest.yaml").read_text("utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../../.zlxm/manifest.schema.json"


def test_another_regulation_has_its_own_schema_beside(tmp_path: Path) -> None:
    (tmp_path / ".zlxm").mkdir()
    (tmp_path / ".zlxm/manifest.schema.json").write_text('{"$id": "urn:zlxm:manifest:1:other"}')
    run(str(tmp_path / "甲"), *FLAGS)
    assert (tmp_path / ".zlxm/manifest.zhonglou-2023.schema.json").is_file()
    assert "$schema=../.zlxm/manifest.zhonglou-2023.schema.json\n" in (tmp_path / "甲/manifest.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("marks", "directory", "root"),
    [
        ((), "a/b", "a"),
        (("a/.zlxm",), "a/b", "a"),
        ((".git",), "a/b/c", "."),
        ((".git", "a/.zlxm"), "a/b/c", "a"),
        (("a/b/.git",), "a/b", "a/b"),
    ],
)
def test_the_root_is_the_nearest_folder_with_a_mark(
    tmp_path: Path, marks: tuple[str, ...], directory: str, root: str
) -> None:
    for mark in marks:
        (tmp_path / mark).mkdir(parents=True)
    assert Path(portfolio_root(str(tmp_path / directory))) == tmp_path / root


@pytest.mark.parametrize(
    ("text", "detail"),
    [("", "no_manifest, 1"), ("a: b\n", "unknown_key, 1"), ("a: [", "bad_yaml, 1"), ("a: &x 1\n", "anchor, 1")],
)
def test_a_wrong_template_writes_nothing(tmp_path: Path, text: str, detail: str) -> None:
    answers = Answers("甲", "乙", "2027", "新建", ("软件应用",))
    with pytest.raises(ZlxmError) as told:
        plan_dossiers([(str(tmp_path / "甲"), answers)], PACK, lambda *_: text, SharedTexts("", {}))
    assert (told.value.code, told.value.facts["detail"]) == ("bad_template", detail)
    assert everything(tmp_path) == set()


def test_a_manifest_with_other_answers_is_refused(tmp_path: Path) -> None:
    text = LEAST
    answers = Answers("丙", "乙", "2027", "新建", ("软件应用",))
    shared = SharedTexts("", {})
    assert plan_dossiers([(str(tmp_path / "甲"), answers)], PACK, lambda *_: text, shared).files
    with pytest.raises(ZlxmError):
        plan_dossiers([(str(tmp_path / "甲"), answers)], PACK, lambda *_: text.replace("丙", "丁"), shared)


def test_a_dossier_that_appears_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    text = LEAST
    answers = Answers("丙", "乙", "2027", "新建", ("软件应用",))
    tree = plan_dossiers([(str(tmp_path / "甲"), answers)], PACK, lambda *_: text, SharedTexts("{}", {}))
    (tmp_path / "甲").mkdir()
    (tmp_path / "甲/manifest.yaml").write_text("theirs")
    with pytest.raises(Refused) as refused:
        make_dossiers(tree)
    assert refused.value.code == "dossier_exists"
    assert everything(tmp_path) == {"甲", "甲/manifest.yaml"}


# ---------------------------------------------------------------------------------------------------------- --from


def workbook(folder: Path, *rows: tuple[Any, ...]) -> str:
    book = openpyxl.Workbook()
    assert book.active
    book.active.title = "Sheet1"
    for row in rows:
        book.active.append(row)
    book.save(folder / "计划.xlsx")
    return str(folder / "计划.xlsx")


HEADINGS = ("项目名称", "建设单位", "年度", "申报金额（万元）", "建设性质", "项目类别", "项目编号")


def test_a_workbook_makes_a_dossier_of_every_row(tmp_path: Path) -> None:
    source = workbook(
        tmp_path,
        HEADINGS,
        ("甲平台", "民政局", 2027, 86.5, "新建", "软件应用", "ZL-1"),
        (),
        ("乙/平台: 一期", "教育局", "2027年", "30万元", "扩建", "软件应用、网络安全", None),
        ("乙/平台: 一期", "教育局", "2027年", None, "扩建", "网络安全", None),
        ("合计", None, None, 116.5),
    )
    done = run(str(tmp_path / "库"), "--from", source)
    assert done.exit_code == 0
    names = ["ZL-1", "乙-平台-一期", "乙-平台-一期-2"]
    assert done.stdout.splitlines() == [os.path.join(tmp_path, "库", name) for name in names]
    second = (tmp_path / "库/乙-平台-一期/manifest.yaml").read_text("utf-8")
    for line in (
        'name: "乙/平台: 一期"',
        "year: 2027",
        "total: 30 ",
        "nature: 扩建",
        "categories: [软件应用, 网络安全]",
    ):
        assert f"  {line}" in second


def test_flags_answer_for_columns_that_are_not_there(tmp_path: Path) -> None:
    source = workbook(tmp_path, ("项目名称", "申报单位", "年份"), ("甲", "民政局", None), ("乙", "教育局", 2028))
    done = run(str(tmp_path / "库"), "--from", source, "--year", "2027", "--nature", "新建", "--category", "软件应用")
    assert done.exit_code == 0
    assert "  year: 2027" in (tmp_path / "库/甲/manifest.yaml").read_text("utf-8")
    assert "  year: 2028" in (tmp_path / "库/乙/manifest.yaml").read_text("utf-8")


def test_all_wrong_cells_are_told_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "库/有").mkdir(parents=True)
    (tmp_path / "库/有/manifest.yaml").write_text("old")
    source = workbook(
        tmp_path,
        HEADINGS,
        ("甲", "民政局", 2027, 86.5, "新建", "软件应用", "ZL-1"),
        ("乙", None, 27, "八万", "翻建", "软件应用、软件", "ZL-1"),
        (None, "教育局", 2027, 1, "新建", "软件应用", "ZL-3"),
        ("有", "教育局", 2027, 1, "新建", "软件应用", None),
    )
    before = everything(tmp_path)
    done = run(str(tmp_path / "库"), "--from", source)
    assert isinstance(done.exception, Refused)
    assert (done.exception.code, done.exception.facts, done.exception.exit_code) == ("bad_rows", {"count": 8}, 1)
    places = [line.split(": ")[0] for line in done.stderr.splitlines()]
    cells = {"B3", "C3", "D3", "E3", "F3", "G3", "A4", "A5"}
    assert set(places) == {f"Sheet1!{cell}" for cell in cells}
    assert "“建设性质”" in done.stderr or "“翻建”" in done.stderr
    assert everything(tmp_path) == before


def test_a_missing_column_is_told_once(tmp_path: Path) -> None:
    done = run(str(tmp_path), "--from", workbook(tmp_path, HEADINGS[:4], ("甲", "乙", 2027, 1), ("丙", "丁", 2027, 1)))
    assert [line.split("。")[0] for line in done.stderr.splitlines()] == [
        "Sheet1!1: 没有“建设性质”这一列",
        "Sheet1!1: 没有“项目类别”这一列",
    ]
    assert everything(tmp_path) == {"计划.xlsx"}


def test_a_table_without_rows_is_told(tmp_path: Path) -> None:
    assert isinstance(run(str(tmp_path), "--from", workbook(tmp_path, HEADINGS)).exception, Refused)


@given(st.text(max_size=90))
def test_a_folder_name_is_portable(text: str) -> None:
    name = portable_name(text)
    assert path_faults(name) == ()
    assert windows_faults(name) == ()
    assert "/" not in name
    assert not name.startswith((".", "-", "~"))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("甲/乙", "甲-乙"),
        ("..", "dossier"),
        ("con", "_con"),
        ("甲：乙", "甲：乙"),
        (" 甲 乙. ", "甲-乙"),
        ("", "dossier"),
    ],
)
def test_folder_names_stay_near_the_text(text: str, name: str) -> None:
    assert portable_name(text) == unicodedata.normalize("NFC", name)


# ------------------------------------------------------------------------------------------------------- questions


def on_a_terminal(words: list[str], keys: str) -> tuple[int, str]:
    """Run the program on a terminal of its own with these keys typed; return exit code and screen."""
    import pty  # noqa: PLC0415 not on Windows

    process, terminal = pty.fork()
    if process == 0:
        os.chdir(ROOT)
        os.execv(sys.executable, [sys.executable, "-m", "zlxm", *words])  # noqa: S606 our own program
    os.write(terminal, keys.encode())
    seen = b""
    try:
        while part := os.read(terminal, 4096):
            seen += part
    except OSError:  # Linux says so when the other side is gone
        pass
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), seen.decode(errors="replace")


needs_terminal = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")


@needs_terminal
def test_on_a_terminal_everything_missing_is_asked_and_looked_at_at_once(tmp_path: Path) -> None:
    typed = ["", "养老平台", "民政局", "部门", "27", "2027", "八万", "86.5", "翻建", "2", "软件，网络安全", "1、4"]
    code, screen = on_a_terminal(["init", str(tmp_path / "甲")], "\n".join(typed) + "\n")
    assert code == 0, screen
    text = (tmp_path / "甲/manifest.yaml").read_text("utf-8")
    for line in (
        "name: 养老平台",
        "name: 民政局",
        "year: 2027",
        "total: 86.5 ",
        "nature: 扩建",
        "categories: [软件应用, 网络安全]",
    ):
        assert f"  {line}" in text
    assert "“八万”不是金额" in screen


@needs_terminal
def test_defaults_are_taken_by_enter(tmp_path: Path) -> None:
    words = ["init", str(tmp_path / "甲"), "--name", "甲", "--unit", "乙", "--year", "2027"]
    code, screen = on_a_terminal(words, "\n" * 8)
    assert code == 0, screen
    text = (tmp_path / "甲/manifest.yaml").read_text("utf-8")
    assert "  nature: 新建" in text
    assert "  categories: [软件应用]" in text


@needs_terminal
def test_no_input_asks_nothing_even_on_a_terminal(tmp_path: Path) -> None:
    code, screen = on_a_terminal(["init", str(tmp_path / "甲"), "--no-input"], "")
    assert code == 2
    assert "--name" in screen
