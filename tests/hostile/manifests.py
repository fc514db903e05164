"""Manifests that mean harm or were written in a hurry: (row, title, bytes, code that must be told, or none)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.hostile.inputs import HEAD

Case = tuple[str, str, bytes, str]
LISTS = "a0: &a0 x\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))
MERGES = "a0: &a0 {k: v}\n" + "".join(f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))
CONFLICT = "<<<<<<< HEAD\nplan: {year: 2025}\n=======\nplan: {year: 2026}\n>>>>>>> branch\n"


def cases() -> Iterator[Case]:
    """Yield every manifest."""
    added = ((row, title, HEAD + more, code) for row, title, more, code in _added())
    for row, title, text, code in (*_structures(), *_texts(), *added):
        yield row, title, text.encode("utf-8", "surrogatepass"), code
    for title, data, code in _bytes():
        yield "Y9", title, data, code
    for total in ("12345678901234567.12", "1e3", "1e400", ".inf", "-.nan", "1_000", "0x1F", "1,000", "30万", "１２"):
        yield "Y8", f"amount {total}", _with_total(total).encode(), "bad_money"
    yield "Y8", "amount of octal look", _with_total("020").encode(), ""
    for word in ("no", "yes", "on", "1:30", "010"):
        yield "Y8", f"name {word}", HEAD.replace("示例平台建设项目", word).encode(), ""


def _with_total(total: str) -> str:
    return HEAD.replace("total: 20", f"total: '{total}'" if "," in total else f"total: {total}")


def _structures() -> Iterator[tuple[str, str, str, str]]:
    yield "Y1", "aliases in lists", LISTS, "anchor"
    yield "Y1", "aliases in merge keys", MERGES, "anchor"
    yield "Y1", "an alias to itself", HEAD + "facts: &x {a: *x}\n", "anchor"
    yield "Y2", "brackets", "a: " + "[" * 100_000, "too_deep"
    yield "Y2", "braces", "{a: " * 50_000, "too_deep"
    yield "Y2", "question marks", "? " * 5_000, "too_deep"
    yield "Y2", "dashes", "- " * 20_000 + "x", "too_deep"
    yield "Y2", "indentation", "".join(f"{' ' * level}a:\n" for level in range(1000)), "too_deep"
    yield "Y2", "brackets beneath braces that close", "{}" * 1000 + "[" * 100_000, "too_deep"
    yield "Y4", "tag on the root", "!!omap\n" + HEAD, "tag"
    yield "Y5", "version 1.1", "%YAML 1.1\n---\n" + HEAD, "directive"
    yield "Y5", "version 1.0", "%YAML 1.0\n---\n" + HEAD, "directive"
    yield "Y5", "tag directive", "%TAG ! tag:example.org,2000:\n---\n" + HEAD, "directive"


def _texts() -> Iterator[tuple[str, str, str, str]]:
    yield "Y10", "full-width colons", "名称：值\n", "full_width_colon"
    yield "Y10", "no blank behind any colon", "# 注\nzlxm:1\n名称:值\n", "colon_without_space"
    yield "Y10", "no blank behind a colon", HEAD + "facts:\n  a: 1\nname:值\n", "colon_without_space"
    yield "Y10", "ideographic blank", HEAD + "facts:\n  a: 1\n名称:\u3000值\n", "colon_without_space"
    yield "Y10", "tab", HEAD + "facts:\n\ta: 1\n", "tab"
    yield "Y10", "conflict", HEAD + CONFLICT, "conflict_marker"
    yield "Y10", "pointer of LFS", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "lfs_pointer"
    yield "Y11", "two documents", HEAD + "---\n" + HEAD, "second_document"
    yield "Y11", "a text", "只有一句话\n", "no_manifest"
    yield "Y11", "a list", "- zlxm: 1\n", "no_manifest"
    yield "Y11", "nothing", "", "no_manifest"
    yield "Y11", "comments only", "# 待写\n", "no_manifest"
    yield "Y11", "null", "null\n", "no_manifest"
    yield "Y12", "comments", "# x\n" * 400_000, "too_large"
    yield "Y12", "keys", "{" + ", ".join(f"k{n}: 1" for n in range(40_000)) + "}", "too_many_nodes"
    yield "Y12", "quotes", "a: " + '"' * 500_000, "bad_yaml"
    yield "Y12", "blanks", HEAD + " " * 1_000_000, ""
    yield "Y12", "one line", "a: " + "长" * 300_000, "long_text"


def _added() -> Iterator[tuple[str, str, str, str]]:
    yield "Y3", "twice", "plan: {year: 2026}\n", "duplicate_key"
    yield "Y3", "another Unicode form", "facts: {\u00e9: 1, e\u0301: 2}\n", "duplicate_key"
    yield "Y3", "invisible", "facts: {a: 1, 'a\u200b': 2}\n", "unfit_character"
    yield "Y3", "invisible, escaped", 'facts: {a: 1, "a\\u200b": 2}\n', "duplicate_key"
    yield "Y3", "beside a merge key", "facts: {<<: {a: 1}, a: 1, a: 2}\n", "duplicate_key"
    yield "Y4", "Python", "facts: !!python/object/apply:os.system [id]\n", "tag"
    yield "Y4", "local", "facts: !foo {a: 1}\n", "tag"
    yield "Y4", "verbatim", "facts: !<tag:yaml.org,2002:str> x\n", "tag"
    yield "Y4", "binary", "facts: {a: !!binary AAAA}\n", "tag"
    for title, text, code in (
        ("no such day", "2023-02-30", "no_such_day"),
        ("no such month", "9999-99-99", "no_such_day"),
        ("no such hour", "2023-07-17T25:00:00", "bad_day"),
        ("no such zone", "2023-07-17T00:00:00+99:00", "bad_day"),
        ("one digit", "2023-7-17", "bad_day"),
    ):
        yield "Y6", title, f"events:\n  - {{event: 申报, date: {text}}}\n", code
    yield "Y6", "integer by tag", "facts: {a: !!int x}\n", "tag"
    yield "Y6", "flag by tag", "facts: {a: !!bool maybe}\n", "tag"
    yield "Y6", "list as a key", "facts: {? [a, b] : c}\n", "key_not_text"
    yield "Y6", "merged with itself", "facts: &a\n  <<: *a\n", "anchor"
    yield "Y6", "a comment in between", "facts: {a: [1, # 注\n 2], # 注\n b: 1}\n", "unknown_key"
    yield "Y7", "hexadecimal", f"attrs: {{a: 0x{'f' * 4300}}}\n", "unknown_key"
    yield "Y7", "decimal year", f"accepted: {{year: {'9' * 5000}}}\n", "unknown_key"
    yield "Y9", "escape in quotes", 'facts: {a: "\\e[31m \\0"}\n', "unfit_character"
    yield "Y9", "half a character", 'facts: {a: "\\ud800"}\n', "bad_yaml"
    yield "Y9", "half a character as bytes", "facts: {a: '\ud800'}\n", "not_utf8"
    for character in "\x07\x1b\x7f\x9b\x85\u2028\u202e\u200b\ufeff\ufffe\uffff":
        yield "Y9", f"U+{ord(character):04X}", f"facts: {{a: 'x{character}y'}}\n", "unfit_character"


def _bytes() -> Iterator[tuple[str, bytes, str]]:
    yield "byte order mark", b"\xef\xbb\xbf" + HEAD.encode(), ""
    yield "GBK", HEAD.encode("gb18030"), "gbk"
    yield "UTF-16", HEAD.encode("utf-16"), "utf16"
    yield "UTF-16 without a mark", HEAD.encode("utf-16-be"), "utf16"
    yield "UTF-32", HEAD.encode("utf-32"), "utf16"
    yield "NUL", HEAD.encode() + b"facts: {a: '\x00'}\n", "unfit_character"
    yield "neither", HEAD.encode() + b"\xff\xff\n", "not_utf8"
