from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.builders import places
from zlxm.model.errors import ZlxmError
from zlxm.store.portfolio import find_dossiers, read_manifest_nodes, read_manifest_text
from zlxm.store.yaml_text import MOST_BYTES

posix_only = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="links and pipes need POSIX")


def put(folder: Path, name: str = "manifest.yaml", text: str = "zlxm: 1\n") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def found(root: Path) -> list[str]:
    return [os.path.relpath(each, root).replace(os.sep, "/") for each in find_dossiers(str(root))]


def test_dossiers_are_found_in_order_and_nested_ones_too(tmp_path: Path) -> None:
    for name in ("乙", "甲/二", "甲/一", "甲/一/附", "b", "B", "a-b", "a/c"):
        put(tmp_path / name)
    assert found(tmp_path) == ["B", "a/c", "a-b", "b", "乙", "甲/一", "甲/一/附", "甲/二"]
    put(tmp_path)
    assert found(tmp_path)[0] == "."


def test_hidden_folders_and_environments_are_passed_over(tmp_path: Path) -> None:
    for name in (".git/x", ".zlxm", "node_modules/x", "site-packages", "__pycache__", "环境/lib"):
        put(tmp_path / name)
    put(tmp_path / "环境", "pyvenv.cfg", "")
    assert found(tmp_path) == []


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    put(tmp_path, "manifest.yml")
    put(tmp_path, "Manifest.yaml.bak")
    assert found(tmp_path) == []


@posix_only
def test_links_are_not_followed(tmp_path: Path) -> None:
    put(tmp_path / "真")
    (tmp_path / "链").symlink_to("真")
    (tmp_path / "真" / "环").symlink_to("..")
    assert found(tmp_path) == ["真"]


@posix_only
def test_folders_may_lie_deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(1200):
        Path("d").mkdir()
        os.chdir("d")
    put(Path())
    os.chdir(tmp_path)
    dossiers = list(find_dossiers("."))
    os.chdir("d/" * 1200)
    Path("manifest.yaml").unlink()
    for _ in range(1200):  # too deep for the tools that clean up after tests
        os.chdir("..")
        Path("d").rmdir()
    assert len(dossiers) == 1


def test_a_manifest_is_not_read_beyond_the_limit(tmp_path: Path) -> None:
    with (tmp_path / "manifest.yaml").open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    data, problems = read_manifest_text(str(tmp_path))
    assert (len(data), problems) == (MOST_BYTES + 1, ())
    assert places(read_manifest_nodes(str(tmp_path))[2]) == [("too_large", 1, 1)]


def test_a_manifest_that_cannot_be_opened_is_a_problem(tmp_path: Path) -> None:
    assert places(read_manifest_nodes(str(tmp_path))[2]) == [("unreadable", 1, 1)]
    (tmp_path / "manifest.yaml").mkdir()
    assert places(read_manifest_nodes(str(tmp_path))[2]) == [("unreadable", 1, 1)]


@posix_only
@pytest.mark.parametrize("target", ["密钥", "/dev/zero", "没有", "manifest.yaml"])
def test_a_manifest_that_is_a_link_is_not_followed(tmp_path: Path, target: str) -> None:
    (tmp_path / "密钥").write_text("token: secret\n", encoding="utf-8")
    (tmp_path / "manifest.yaml").symlink_to(target)
    data, root, problems = read_manifest_nodes(str(tmp_path))
    assert (data, root) == (b"", None)
    assert [dict(each.facts) for each in problems] == [{"detail": "link"}]


@posix_only
def test_a_manifest_that_is_a_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "manifest.yaml")
    assert places(read_manifest_nodes(str(tmp_path))[2]) == [("unreadable", 1, 1)]


def test_a_folder_that_cannot_be_listed_is_said(tmp_path: Path) -> None:
    with pytest.raises(ZlxmError) as raised:
        list(find_dossiers(str(tmp_path / "gone")))
    assert raised.value.code == "unreadable_folder"
