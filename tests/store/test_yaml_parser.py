from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from zlxm.model.node import Node
from zlxm.model.problem import Problem
from zlxm.store.yaml_parser import PureParser
from zlxm.store.yaml_text import read_yaml

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "sample-dossiers").glob("*/manifest.yaml"))
PIECES = [
    *(
        "a",
        "b: ",
        "甲",
        "甲: ",
        "乙：",
        ": ",
        ":",
        "- ",
        "-",
        ", ",
        "[",
        "]",
        "{",
        "}",
        "'",
        '"',
        "\n",
        "\n  ",
        "\n    ",
    ),
    *(" ", "\r\n", "# 注", "|\n", ">-\n", "&x ", "*x", "!t ", "%", "@", "`", "\\", "\\x41", "\\ud800", "~"),
    *("no", "017", "12:30", "1e3", "2023-02-30", "---\n", "...\n", "\\U00110000", "𠮷", "\u3000"),
]


def both(data: bytes) -> list[tuple[Node | None, tuple[Problem, ...]]]:
    """Return what is read with the machine's parser and with the one in Python."""
    answers = [read_yaml(data)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml, "__with_libyaml__", False)
        answers.append(read_yaml(data))
    return answers


needs_libyaml = pytest.mark.skipif(not yaml.__with_libyaml__, reason="only one parser here")


@needs_libyaml
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name)
def test_both_parsers_read_manifests_alike(path: Path) -> None:
    fast, slow = both(path.read_bytes())
    assert fast == slow
    assert fast[1] == ()


TABS = [
    "a:\tb",
    "a: b\t# c",
    "a: b\tc\t\nd: e",
    "- \tx",
    "[a,\tb]",
    "{a: b,\tc: d\t}",
    "'a\tb': \"c\td\"",
    "a: |\n  x\ty",
    "a:\n\tb: c",
]


@needs_libyaml
@pytest.mark.parametrize("text", TABS)
def test_both_parsers_read_tabs_alike(text: str) -> None:
    fast, slow = both(text.encode())
    assert fast == slow


def is_broken(answer: tuple[Node | None, tuple[Problem, ...]]) -> bool:
    return answer[0] is None and bool(answer[1])


@needs_libyaml
@example(pieces=["a: ", "{", "b: ", "}"])
@example(pieces=["%FOO x\n---\n", "a: 1"])
@example(pieces=["%YAML 1.3\n---\n", "a: 1"])
@example(pieces=['a: "', "\\ud800", '"'])
@example(pieces=['a: "', "\\UFFFFFFFF", '"'])
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=14))
def test_both_parsers_accept_the_same(pieces: list[str]) -> None:
    fast, slow = both(("k: v\n" + "".join(pieces)).encode())
    assert is_broken(fast) == is_broken(slow)
    assert is_broken(fast) or fast == slow


@given(st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    for node, problems in both(data):
        assert node is None or problems is not None


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    assert len(both(text.encode("utf-8", "surrogatepass"))) == 2


def test_the_parser_in_python_is_used_where_libyaml_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[str] = []

    class Noting(PureParser):
        def __init__(self, text: str) -> None:
            used.append(text)
            super().__init__(text)

    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    monkeypatch.setattr("zlxm.store.yaml_parser.PureParser", Noting)
    assert read_yaml(b"a: 1\n")[1] == ()
    assert used == ["a: 1\n"]
