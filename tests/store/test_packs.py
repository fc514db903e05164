from __future__ import annotations

from pathlib import Path

import pytest

from zlxm.model.node import Scalar, Table
from zlxm.store.packs import example_files, folder_of, read_data, read_pack, shipped_packs

PARENT = "pack: {id: parent}\nrules:\n  A1-1: {title: 一}\n  A1-2: {title: 二}\nguide: {project: 旧}\n"
CHILD = "extends: parent\ndisable: [A1-2]\nrules:\n  A1-1: {title: 改}\n  A1-3: {title: 三}\n"


def write(folder: Path, **files: str) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return str(folder)


def test_the_built_in_packs_are_found() -> None:
    assert "zhonglou-2023" in shipped_packs()
    assert all(folder_of(name) for name in shipped_packs())


@pytest.mark.parametrize("name", ["", "nowhere", "../regulations", "zhonglou-2023/examples"])
def test_other_names_are_no_packs(name: str) -> None:
    assert folder_of(name) is None


def test_a_users_folder_goes_before_the_built_in_one(tmp_path: Path) -> None:
    own = write(tmp_path / "own", regulation=PARENT)
    assert folder_of("zhonglou-2023", own) == own


def test_a_users_folder_that_is_no_pack_is_not_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "beside", regulation=PARENT)
    assert folder_of("beside", str(tmp_path / "empty")) is None
    assert folder_of("zhonglou-2023", str(tmp_path / "empty")) is None


def test_a_child_lays_its_entries_over_its_parents(tmp_path: Path) -> None:
    write(tmp_path / "parent", regulation=PARENT)
    source = read_pack(write(tmp_path / "child", regulation=CHILD))
    assert source.problems == ()
    titles = {}
    for code, part in source.block("rules").items():
        assert isinstance(part.node, Table)
        title = part.node.get("title")
        titles[code] = title.text if isinstance(title, Scalar) else ""
    assert titles == {"A1-1": "改", "A1-2": "二", "A1-3": "三"}
    assert list(source.block("disable")) == ["A1-2"]  # what is disabled is for binding to take out
    assert Path(source.block("rules")["A1-1"].file).parent.name == "child"
    assert Path(source.block("guide")["project"].file).parent.name == "parent"
    assert source.block("nothing") == {}


@pytest.mark.parametrize("parent", ["nowhere", "child", "../child"])
def test_a_parent_that_is_not_there_is_a_problem_with_a_place(tmp_path: Path, parent: str) -> None:
    source = read_pack(write(tmp_path / "child", regulation=f"pack: {{id: child}}\nextends: {parent}\n"))
    assert [(each.problem.code, each.problem.line, each.problem.column) for each in source.problems] == [
        ("unknown_parent", 2, 10)
    ]


def test_parents_in_a_circle_end(tmp_path: Path) -> None:
    first = write(tmp_path / "first", regulation="extends: second\nrules: {}\n")
    write(tmp_path / "second", regulation="extends: first\nrules: {}\n")
    assert {each.problem.code for each in read_pack(first).problems} == {"unknown_parent"}


def test_problems_name_their_file(tmp_path: Path) -> None:
    source = read_pack(write(tmp_path / "own", regulation="pack: {id: x, id: y}\n", rules="rules: [\n"))
    assert [(Path(each.file).name, each.problem.code) for each in source.problems] == [
        ("regulation.yaml", "duplicate_key"),
        ("rules.yaml", "bad_yaml"),
    ]


def test_a_block_may_be_spread_over_files(tmp_path: Path) -> None:
    folder = write(tmp_path / "own", regulation="rules: {A1-1: {}}\n", rules="rules: {A1-2: {}}\n")
    assert list(read_pack(folder).block("rules")) == ["A1-1", "A1-2"]


def test_a_missing_data_file_is_the_callers_business(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_data(str(tmp_path / "none.yaml"))


def test_examples_come_sorted(tmp_path: Path) -> None:
    assert example_files(str(tmp_path)) == ()
    write(tmp_path / "examples", b="examples: []", a="examples: []")
    (tmp_path / "examples" / "readme.txt").touch()
    assert [Path(each).name for each in example_files(str(tmp_path))] == ["a.yaml", "b.yaml"]
