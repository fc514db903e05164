from __future__ import annotations

import pytest

from tests.builders import nodes, root
from zlxm.model.node import Listing, Scalar, Table
from zlxm.store.yaml_text import MOST_BYTES, MOST_CHARACTERS, MOST_DEPTH, MOST_NODES, read_yaml

BOMB = "a0: &a0 x\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))
MERGE_BOMB = "a0: &a0 {k: v}\n" + "".join(
    f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
)

FAULTS: list[tuple[str, str | bytes, list[tuple[str, int, int]]]] = [
    ("anchor", "a: &x 1\n", [("anchor", 1, 4)]),
    ("alias", "a: *x\n", [("anchor", 1, 4)]),
    ("merge key", "a: 1\n<<: {b: 2}\n", [("anchor", 2, 1)]),
    ("anchor on a list", "甲乙:\n  - &x {a: 1}\n", [("anchor", 2, 5)]),
    ("tag that would run code", "a: !!python/object/apply:os.system [ls]\n", [("tag", 1, 4)]),
    ("local tag", "a: !foo x\n", [("tag", 1, 4)]),
    ("verbatim tag", "a: !<tag:example.org,2000:x> y\n", [("tag", 1, 4)]),
    ("tags that do no harm", "a: !!str 1\nb: !!set {x}\n", [("tag", 1, 4), ("tag", 2, 4)]),
    ("bare tag", "a: ! x\n", [("tag", 1, 4)]),
    ("directive", "%YAML 1.1\n---\na: 1\n", [("directive", 1, 1)]),
    ("directive of an unknown version", "# 注\r\n\r\n%YAML 9.9\r\n---\r\na: 1\r\n", [("directive", 3, 1)]),
    ("unknown directive", "%FOO bar\n---\na: 1\n", [("directive", 1, 1)]),
    ("second document", "a: 1\n---\nb: 2\n", [("second_document", 2, 1)]),
    ("second document, first empty value", "a:\n...\n---\nb: 2\n", [("second_document", 3, 1)]),
    ("duplicate key", "a: 1\nb: 2\na: 3\n", [("duplicate_key", 3, 1)]),
    ("duplicate keys in braces", "x: {甲: 1, 甲: 2, 甲: 3}\n", [("duplicate_key", 1, 11), ("duplicate_key", 1, 17)]),
    ("duplicate in another Unicode form", "\u00e9: 1\ne\u0301: 2\n", [("duplicate_key", 2, 1)]),
    ("duplicate in quotes", "a: 1\n'a': 2\n\"a\": 3\n", [("duplicate_key", 2, 1), ("duplicate_key", 3, 1)]),
    ("list as a key", "? [a, b]\n: c\n", [("key_not_text", 1, 3)]),
    ("braces as a key", "{a: 1}: b\n", [("key_not_text", 1, 1)]),
    ("tab as indentation", "a:\n\tb: c\n", [("tab", 2, 1)]),
    ("tab as indentation of a list", "a:\n  - b: 1\n\t  c: 2\n", [("tab", 3, 1)]),
    ("full-width colon alone", "a: 1\n名称：值\nb: 2\n", [("full_width_colon", 2, 3)]),
    ("full-width colon in a list", "events:\n  - event：申报\n    date: 2024-01-01\n", [("full_width_colon", 2, 10)]),
    ("colon without space", "a: 1\n名称:值\nb: 2\n", [("colon_without_space", 2, 3)]),
    ("colon and ideographic space", "a: 1\n名称:　值\nb: 2\n", [("colon_without_space", 2, 3)]),
    ("conflict", "a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> x\n", [("conflict_marker", 2, 1)]),
    ("conflict, rest only", "a: 1\r\n=======\r\nb: 3\r\n", [("conflict_marker", 2, 1)]),
    ("Git LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", [("lfs_pointer", 1, 1)]),
    ("GBK", "a: 1\nname: 钟楼区\n".encode("gbk"), [("gbk", 2, 1)]),
    ("neither UTF-8 nor GBK", b"a: 1\nb: \xff\n", [("not_utf8", 2, 1)]),
    ("UTF-16 LE", "name: 值\n".encode("utf-16"), [("utf16", 1, 1)]),
    ("UTF-16 BE", b"\xfe\xff" + "name: 值\n".encode("utf-16-be"), [("utf16", 1, 1)]),
    ("UTF-16 without a mark", "name: 值\n".encode("utf-16-le"), [("utf16", 1, 1)]),
    ("NUL", b"a: 1\nname: x\x00y\n", [("unfit_character", 2, 8)]),
    ("ESC", "名称: \x1b[31m红\n", [("unfit_character", 1, 5)]),
    ("DEL and C1", "a: \x7f\n", [("unfit_character", 1, 4)]),
    (
        "escape of a control character",
        'a: "x\\0"\nb: "\\e[31m"\n',
        [("unfit_character", 1, 4), ("unfit_character", 2, 4)],
    ),
    ("escape of half a character", 'a: "\\ud800"\n', [("bad_yaml", 1, 4)]),
    ("escape of no character", 'a: "\\U00110000"\n', [("bad_yaml", 1, 4)]),
    ("direction mark", "a: x\u202ey\n", [("unfit_character", 1, 5)]),
    ("zero width space", "a: 1\na\u200b: 2\n", [("unfit_character", 2, 2)]),
    ("line separators", "a: x\u2028y\n", [("unfit_character", 1, 5)]),
    ("next line", "a: x\u0085y\n", [("unfit_character", 1, 5)]),
    ("BOM in the middle", "a: x\ufeff\n", [("unfit_character", 1, 5)]),
    ("deep brackets", "a: " + "[" * 10_000, [("too_deep", 1, 104)]),
    ("deep braces", "{" * 10_000, [("too_deep", 1, 101)]),
    ("deep dashes", "- " * 5_000 + "x", [("too_deep", 1, MOST_DEPTH * 2 + 1)]),
    ("too many nodes", "[" + "x," * MOST_NODES + "]", [("too_many_nodes", 1, MOST_NODES * 2)]),
    ("too large", b"#" * (MOST_BYTES + 1), [("too_large", 1, 1)]),
    ("long text", "a: 1\nb: " + "长" * (MOST_CHARACTERS + 1), [("long_text", 2, 4)]),
    ("open bracket", "a: [x, y\n", [("bad_yaml", 1, 9)]),
    ("open quote", "a: 'x\n", [("bad_yaml", 1, 6)]),
    ("two colons", "a: b: c\n", [("bad_yaml", 1, 5)]),
    ("reserved character", "甲: @x\n", [("bad_yaml", 1, 4)]),
    ("wrong indentation", "a:\n   b: 1\n  c: 2\n", [("bad_yaml", 3, 3)]),
]


@pytest.mark.parametrize(("data", "expected"), [each[1:] for each in FAULTS], ids=[each[0] for each in FAULTS])
def test_every_fault_has_a_code_and_a_place(data: str | bytes, expected: list[tuple[str, int, int]]) -> None:
    assert nodes(data)[1] == expected


def test_deep_keys_are_refused() -> None:
    assert nodes("? " * 5_000)[1][-1] == ("too_deep", 1, MOST_DEPTH * 2 + 1)


@pytest.mark.parametrize("bomb", [BOMB, MERGE_BOMB], ids=["lists", "merge keys"])
def test_an_alias_bomb_is_refused_without_being_followed(bomb: str) -> None:
    node, found = nodes(bomb)
    assert isinstance(node, Table)
    assert {code for code, _, _ in found} == {"anchor"}


def test_all_faults_of_a_file_are_told_at_once() -> None:
    text = "a: &x 1\na: 2\nb: {c: !t 3, c: *x}\n<<: {d: 1}\n"
    assert nodes(text)[1] == [
        ("anchor", 1, 4),
        ("duplicate_key", 2, 1),
        ("tag", 3, 8),
        ("anchor", 3, 17),
        ("duplicate_key", 3, 14),
        ("anchor", 4, 1),
    ]


@pytest.mark.parametrize("text", ["", "# 只有注释\n", "---\n", "\ufeff", "\n\n"])
def test_an_empty_text_holds_nothing(text: str) -> None:
    node, found = nodes(text)
    assert node is None or (isinstance(node, Scalar) and not node.text)
    assert found == []


WORDS = [
    "no",
    "yes",
    "on",
    "off",
    "017",
    "0008",
    "0o10",
    "0x1F",
    "1_000",
    "1e3",
    "1e400",
    ".nan",
    "12:30",
    "2023-02-30",
]


@pytest.mark.parametrize("word", [*WORDS, "~", "null", "+.inf", "9" * 5000, "0x" + "f" * 4300])
def test_scalars_keep_their_text(word: str) -> None:
    value = root(f"a: {word}\n").get("a")
    assert isinstance(value, Scalar)
    assert (value.text, value.is_plain) == (word, True)


def test_quotes_are_remembered() -> None:
    value = root("a: '~'\nb: \"x\"\nc: |\n  y\n")
    plain = [getattr(value.get(key), "is_plain", None) for key in "abc"]
    assert plain == [False, False, False]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_places_are_right_whatever_the_line_ends(newline: str, mark: str) -> None:
    text = mark + "名称: 值\n# 注\n列表: [甲, {乙: 丙, 丁: '戊'}]\n长文: |\n  一\n  二\n末: 尾\n".replace("\n", newline)
    table = root(text)
    listed = table.get("列表")
    assert isinstance(listed, Listing)
    inner = listed.items[1]
    assert isinstance(inner, Table)
    assert (listed.line, listed.column) == (3, 5)
    assert (inner.line, inner.column, inner.is_flow) == (3, 9, True)
    key, value = inner.entries["丁"].key, inner.entries["丁"].value
    assert (key.column, value.line, value.column) == (16, 3, 19)
    last = table.entries["末"]
    assert (last.key.line, last.key.column, last.value.column) == (7, 1, 4)


def test_columns_count_characters_not_bytes_or_cells() -> None:
    entry = root("𠮷𠮷: 😀\n").entries["𠮷𠮷"]
    assert entry.value.column == 5


def test_key_order_is_kept() -> None:
    assert list(root("丙: 1\n甲: 2\n乙: 3\n").entries) == ["丙", "甲", "乙"]


def test_a_file_of_exactly_the_limit_is_read() -> None:
    data = b"a: 1\n#" + b"x" * (MOST_BYTES - 6)
    assert read_yaml(data)[1] == ()
