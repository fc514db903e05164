"""Manifests as people lay them out, at random: the same numbers give the same text. Every remark in them is numbered
and known to belong to something, so that an edit can be asked whether it left the remark where it belongs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from zlxm.model.entry import Entry, Raw

KEYS = ("events", "documents", "waivers", "事项")
_WORDS = ("终验", "合同 签订", "a.b", "钟数函〔2026〕9号", "x#y", "甲: 乙", "- 横", "", "12:30", "yes", "'", '"', "01")
_NOTES = (
    "一行。",
    "两行，\n第二行。",
    "有 # 号",
    "尾部空格 ",
    "甲\n\n乙",
    "{花括号}",
    "制\t表",
    "反\\斜杠",
    "，。",
    "\U0001f600",
)
_MARK = re.compile(r"# (?:- \{)?注(\d+)注")


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark: `kind` is "same" (of what stands on its line), "next" (heads what follows), "prev" (deeper than the
    entry above it, and that one's) or "example". `at`: the list and index of the entry it is about, if it is one."""

    number: int
    kind: str
    at: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """A text, its remarks, and how many entries each list has; `styles` says how each list is written."""

    text: str
    remarks: tuple[Remark, ...]
    counts: dict[str, int]
    styles: dict[str, str]


class _Author:
    """Writes one manifest, line by line."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.lines: list[str] = []
        self.remarks: list[Remark] = []
        self.counts: dict[str, int] = {}
        self.styles: dict[str, str] = {}
        self.root = 0

    def maybe(self, percent: int) -> bool:
        return self.chance.randrange(100) < percent

    def mark(self, kind: str, at: tuple[str, int] | None = None) -> str:
        self.remarks.append(Remark(len(self.remarks), kind, at))
        dash = "- {" if kind == "example" else ""
        return f"# {dash}注{len(self.remarks) - 1}注" + self.chance.choice(
            ("", "", "", "", "\t了", " - x", " {[", ": y", "'")
        )

    def same(self, at: tuple[str, int] | None = None, percent: int = 25) -> str:
        return self.chance.choice((" ", "  ", " " * 9, "\t")) + self.mark("same", at) if self.maybe(percent) else ""

    def heads(self, column: int, at: tuple[str, int] | None = None) -> None:
        """Write what may stand before a thing: blank lines and remarks that head it."""
        for _ in range(self.chance.choice((0, 0, 0, 1, 2))):
            if self.maybe(40):
                self.lines.append(" " * column if self.maybe(10) else "")
            else:
                self.lines.append(" " * column + self.mark("next", at))

    # ------------------------------------------------------------------------------------------------------- the parts

    def settings(self) -> None:
        pad = " " * self.root
        choice = self.chance.randrange(5)
        if choice == 0:
            self.lines.append(f"{pad}project: {{name: 平台, 'code': \"Z-1\"}}{self.same()}")
        elif choice == 1:
            self.lines += [f"{pad}project:{self.same()}", f"{pad}   name: 平台", f"{pad}   tags: [a, b]"]
        elif choice == 2:
            self.lines += [
                f"{pad}summary: |{self.chance.choice(('', '-', '+'))}",
                f"{pad}  # 不是说明",
                f"{pad}  - 不是列表",
            ]
        elif choice == 3:
            self.lines += [f"{pad}facts:", f"{pad}  milestones:", f"{pad}  - {{name: 采购}}", f"{pad}  - 乙"]
        else:
            self.lines += [f'{pad}"zlxm" : 1{self.same()}', f"{pad}note: 一段很长的话", f"{pad}  接着第二行"]

    def listing(self, key: str) -> None:
        style = self.chance.choice(
            ("block",) * 7 + ("flow", "flow", "lines", "lines", "empty", "open", "tilde", "bare", "bare", "examples")
        )
        self.styles[key] = style
        count = self.chance.choice((1, 2, 2, 3)) if style in ("block", "flow", "lines") else 0
        self.counts[key] = count
        name = " " * self.root + (key if self.maybe(85) else self.chance.choice((f'"{key}"', f"'{key}'", f"{key} ")))
        match style:
            case "block":
                self._block(key, name, count)
            case "flow":
                self._flow(name, count)
            case "lines":
                self._lines(key, name, count)
            case _:
                self._nothing(style, name)

    def _block(self, key: str, name: str, count: int) -> None:
        self.lines.append(f"{name}:{self.same()}")
        column = self.root + self.chance.choice((0, 0, 2, 2, 2, 2, 1, 3, 4))
        inner = column + 1 + self.chance.choice((1, 1, 1, 1, 3))
        for index in range(count):
            self.heads(column, (key, index))
            self._block_entry((key, index), column, inner)

    def _block_entry(self, at: tuple[str, int], column: int, inner: int) -> None:
        style = self.chance.choice(
            ("flow", "flow", "flow", "wrapped", "keys", "keys", "keys", "alone", "nested", "word")
        )
        dash = " " * column + "-" + " " * (inner - column - 1)
        pad = " " * inner
        if style == "flow":
            self.lines.append(f"{dash}{self.table()}{self.same(at)}")
        elif style == "word":
            word = self.chance.choice(("词", "'两 词'", "~", "2026-01-01"))
            self.lines.append(f"{dash}{word}{self.same(at)}")
        elif style == "wrapped":
            self.lines += [f"{dash}{{event: 甲,{self.same(at)}", f"{pad}  date: 2026-01-01{self.same(at)}"]
            self.lines.append(
                f"{pad}}}{self.same(at)}" if self.maybe(50) else f"{pad}  , note: [a, b]}}{self.same(at)}"
            )
        elif style == "nested":
            self.lines += [
                f"{dash}event: 丙",
                f"{pad}members:{self.same(at)}",
                f"{pad}  - 一",
                f"{pad}  - {{name: 二}}{self.same(at)}",
            ]
        else:
            head = f"{dash}event: 乙{self.same(at)}"
            self.lines += (
                [dash.rstrip() + self.same(at).replace("\t#", " #"), f"{pad}event: 乙"] if style == "alone" else [head]
            )
            for number in range(self.chance.randrange(3)):
                self._pair(f"k{number}", inner, at)
        if self.maybe(12):
            self.lines.append(" " * (column + 1 + self.chance.randrange(2)) + self.mark("prev", at))

    def _pair(self, key: str, column: int, at: tuple[str, int]) -> None:
        pad = " " * column
        if self.maybe(10):
            self.lines.append(pad + self.mark("inside", at))
        choice = self.chance.randrange(8)
        if choice == 0:
            self.lines.append(f"{pad}{key}:{self.same(at)}")
        elif choice == 1:
            self.lines += [
                f"{pad}{key}: {self.chance.choice(('|', '|-', '|+', '>', '>-', '|2'))}{self.same(at)}",
                f"{pad}  第一行",
            ]
            self.lines += [f"{pad}  # 第二行", ""][: self.chance.randrange(3)]
        elif choice == 2:
            self.lines += [f'{pad}{key}: "一行', "", f'{pad}  # 又一行"{self.same(at)}']
        elif choice == 3:
            self.lines += [f"{pad}{key}: 没有引号", f"{pad}  的两行{self.same(at)}"]
        elif choice == 4:
            self.lines.append(f"{pad}{key}: '单''引'{self.same(at)}")
        elif choice == 5:
            self.lines += [f"{pad}{key}:", f"{pad}- {{a: 1}}{self.same(at)}"]
        else:
            value = self.chance.choice(("值", "74.80", "2026-01-01", "[a, b]", "{a: 1}", "[]"))
            self.lines.append(f"{pad}{key}: {value}{self.same(at)}")

    def table(self) -> str:
        return self.chance.choice((
            "{event: 甲, date: 2026-01-01}", '{ event: "甲", date: 2026-01-01 }', "{event: 甲, members: [a, b], n: }",
            "{event: 甲, note: '一 # 二'}", "{event: 甲, note: ~,}", "{event: 甲}", "{}",
        ))  # fmt: skip

    def _flow(self, name: str, count: int) -> None:
        space = self.chance.choice(("", " "))
        tail = self.chance.choice(("", "", ",", " ,"))
        entries = (", " if self.maybe(80) else ",").join(self.table() for _ in range(count))
        self.lines.append(f"{name}: [{space}{entries}{tail}{space}]{self.same()}")

    def _lines(self, key: str, name: str, count: int) -> None:
        pad = " " * (self.root + self.chance.choice((1, 2, 4)))
        self.lines.append(f"{name}: [{self.same()}")
        trailing, inline_close = self.maybe(50), self.maybe(30)
        for index in range(count):
            if self.maybe(20):
                self.lines.append(pad + self.mark("next", (key, index)))
            is_last = index == count - 1
            comma = "," if not is_last or trailing else ""
            close = "]" if is_last and inline_close else ""
            self.lines.append(f"{pad}{self.table()}{comma}{close}{self.same((key, index))}")
        if not inline_close:
            self.lines.append(" " * (self.root + self.chance.choice((1, 2))) + "]" + self.same(percent=10))

    def _nothing(self, style: str, name: str) -> None:
        if style == "empty":
            self.lines.append(f"{name}: {self.chance.choice(('[]', '[ ]'))}{self.same()}")
        elif style == "open":
            self.lines += [f"{name}: [{self.same(percent=70)}", " " * (self.root + 1) + "]" + self.same(percent=10)]
        elif style == "tilde":
            self.lines.append(f"{name}: {self.chance.choice(('~', 'null', ' ~ '))}{self.same()}")
        else:
            self.lines.append(f"{name}:{self.chance.choice(('', '', '  '))}{self.same()}")
        if style == "examples":
            self._examples()

    def _examples(self) -> None:
        column = self.root + self.chance.choice((0, 2))
        for _ in range(self.chance.choice((1, 2))):
            self.lines.append(" " * column + self.mark("example") + "}")


def any_manifest(chance: Random) -> Manifest:
    """Return a manifest that PyYAML and ruamel.yaml read."""
    author = _Author(chance)
    if author.maybe(4):
        return _flow_root(author)
    author.root = 2 if author.maybe(4) else 0
    if author.maybe(15):
        author.lines.append(chance.choice(("---", "# yaml-language-server: $schema=x", "")))
    keys = chance.sample(KEYS, chance.choice((1, 2, 2, 3)))
    parts = [*keys, *[""] * chance.choice((0, 1))]
    chance.shuffle(parts)
    for part in parts:
        author.heads(author.root)
        author.listing(part) if part else author.settings()
    if author.maybe(25):
        author.lines += chance.choice(
            (["", ""], [" " * author.root + author.mark("end")], ["..."], ["...", author.mark("end")], ["  "])
        )
    return _finished(author)


def _flow_root(author: _Author) -> Manifest:
    pairs = []
    for key in author.chance.sample(KEYS, author.chance.choice((1, 2))):
        count = author.chance.choice((0, 0, 1, 2))
        author.counts[key], author.styles[key] = count, "flow"
        value = (
            author.chance.choice(("[]", "~", ""))
            if not count
            else f"[{', '.join(author.table() for _ in range(count))}]"
        )
        pairs.append(f"{key}: {value}")
    comma = author.chance.choice((", ", ",\n  "))
    author.lines += f"{{{comma.join(pairs)}{author.chance.choice(('', ',', ' '))}}}{author.same()}".split("\n")
    return _finished(author)


def _finished(author: _Author) -> Manifest:
    breaks = author.chance.choice((("\n",),) * 6 + (("\r\n",), ("\r\n",), ("\r",), ("\n", "\r\n")))
    text = "".join(line + author.chance.choice(breaks) for line in author.lines)
    if author.maybe(15):
        text = text.removesuffix("\n").removesuffix("\r")
    if author.maybe(8):
        text = "\ufeff" + text
    written = {int(number) for number in _MARK.findall(text)}
    return Manifest(
        text, tuple(each for each in author.remarks if each.number in written), author.counts, author.styles
    )


def any_entry(chance: Random) -> Entry:
    """Return an entry with values of every kind."""
    entry: dict[str, Raw] = {"event": chance.choice(("终验", "合同签订", "a b"))}
    values: tuple[Raw, ...] = (
        chance.choice(_WORDS), chance.choice(_NOTES), True, 36, Decimal("74.80"), date(2026, 1, 20),
        [chance.choice(_WORDS), "乙"], [{"path": chance.choice(_WORDS), "n": 1}, {"path": "x"}], [],
        {"name": chance.choice(_NOTES)},
    )  # fmt: skip
    for number, value in enumerate(chance.sample(values, chance.randrange(4))):
        entry[("date", "备注", "k#")[number]] = value
    return entry
