"""The budgets and borders of the program; a breach is named with its file and line."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sysconfig
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "zlxm"
FILES = sorted(PACKAGE.rglob("*.py"))

MEDIAN_LINES = 8
MOST_LINES = 40
MOST_NESTING = 3
MOST_LINES_A_FILE = 300
MOST_CATCH_ALLS = 2
VAGUE_NAMES = {"base", "common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}
CATCH_ALL_NAMES = {"BaseException", "Exception"}
# ideographs of every plane, kana, and the full-width and CJK punctuation
CJK = re.compile(
    "[\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)

Function = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
BLOCKS = (ast.For, ast.AsyncFor, ast.If, ast.Match, ast.Try, ast.TryStar, ast.While, ast.With, ast.AsyncWith)


def place(path: Path, line: int) -> str:
    """Return a place as an editor understands it."""
    return f"{path.relative_to(ROOT).as_posix()}:{line}"


def functions() -> Iterator[tuple[Path, Function]]:
    """Yield every function of the program, methods and inner ones too."""
    for path in FILES:
        yield from ((path, each) for each in ast.walk(ast.parse(path.read_bytes())) if isinstance(each, FUNCTIONS))


def length(function: Function) -> int:
    """Return the lines of a body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def nesting(node: ast.AST) -> int:
    """Return how deep blocks lie within a node; `elif` is not deeper, an inner function is counted on its own."""
    return max((depth(node, child) for child in ast.iter_child_nodes(node)), default=0)


def depth(parent: ast.AST, child: ast.AST) -> int:
    if isinstance(child, (*FUNCTIONS, ast.ClassDef, ast.Lambda)):
        return 0
    is_elif = isinstance(child, ast.If) and isinstance(parent, ast.If) and parent.orelse == [child]
    return nesting(child) + (isinstance(child, BLOCKS) and not is_elif)


def is_catch_all(handler: ast.ExceptHandler) -> bool:
    """Return whether a handler catches bugs together with what was expected."""
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(each is None or getattr(each, "id", None) in CATCH_ALL_NAMES for each in caught)


def catch_alls() -> Iterator[tuple[Path, int]]:
    for path in FILES:
        tree = ast.parse(path.read_bytes())
        handlers = (each for each in ast.walk(tree) if isinstance(each, ast.ExceptHandler))
        yield from ((path, each.lineno) for each in handlers if is_catch_all(each))


def commented_lines(path: Path) -> set[int]:
    """Return the lines that hold a comment saying something besides which linter to silence."""
    with path.open("rb") as file:
        comments = [each for each in tokenize.tokenize(file.readline) if each.type == tokenize.COMMENT]
    return {each.start[0] for each in comments if re.sub(r"#|noqa(: *[A-Z0-9, ]+\b)?", "", each.string).strip()}


def test_functions_are_short() -> None:
    lengths = [(length(function), place(path, function.lineno), function.name) for path, function in functions()]
    assert [each for each in lengths if each[0] > MOST_LINES] == []
    assert statistics.median([each[0] for each in lengths] or [0]) <= MEDIAN_LINES


def test_functions_are_flat() -> None:
    depths = [(nesting(function), place(path, function.lineno), function.name) for path, function in functions()]
    assert [each for each in depths if each[0] > MOST_NESTING] == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("pass", 0),
        ("if a: pass\nelif b: pass\nelif c: pass\nelse: pass", 1),
        ("if a: pass\nelse:\n  for x in y: pass", 2),
        ("for x in y:\n  with x:\n    try: pass\n    except E:\n      while b: pass", 4),
        ("match a:\n  case 1:\n    if b: pass", 2),
        ("def inner():\n  if a:\n    if b: pass", 0),
    ],
)
def test_nesting_is_measured_right(source: str, expected: int) -> None:
    assert nesting(ast.parse(source)) == expected


def test_files_are_short() -> None:
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert [place(path, count) for path, count in lines.items() if count > MOST_LINES_A_FILE] == []


def test_chinese_is_data() -> None:
    found = [
        place(path, number)
        for path in FILES
        if PACKAGE / "cli" not in path.parents
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if CJK.search(line)
    ]
    assert found == [], "Chinese belongs into a data file (packs, wording/*.yaml, templates) or into cli/"


def test_bugs_are_caught_in_two_commented_places() -> None:
    found = list(catch_alls())
    assert len(found) <= MOST_CATCH_ALLS, [place(*each) for each in found]
    bare = [place(path, line) for path, line in found if not {line - 1, line} & commented_lines(path)]
    assert bare == [], "say why everything is caught here"


def test_modules_are_named_for_what_they_hold() -> None:
    assert [place(path, 1) for path in FILES if VAGUE_NAMES & set(path.relative_to(ROOT).with_suffix("").parts)] == []


def test_import_contracts_hold() -> None:
    program = Path(sysconfig.get_path("scripts")) / "lint-imports"
    run = subprocess.run(
        [program, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
