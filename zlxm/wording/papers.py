"""Slot values → the words of a paper: amounts, dates, ticks, blanks to write on, and what still has to be filled in."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any, Self

from zlxm.model.errors import ZlxmError
from zlxm.model.finding import Finding
from zlxm.model.paper import Column, Raw, Slot
from zlxm.store.packs import read_data
from zlxm.wording import review
from zlxm.wording.sentences import as_plain, fill

_FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "papers.yaml")
_CENT = Decimal("0.01")
_TENTH = Decimal("0.1")
_YUAN = Decimal(10_000)


class Piece(str):
    """A worded value. `raw` is what it was, for typed cells; `state`: `value`, `line` (nothing to say: a line to write
    on), `blank` (as line, in a form of its own, such as a date's) or `missing` (it must still be filled in)."""

    __slots__ = ("raw", "state")
    raw: Raw
    state: str

    def __new__(cls, text: str, raw: Raw = None, state: str = "value") -> Self:
        """Return the text with what it stands for."""
        made = super().__new__(cls, text)
        made.raw = raw
        made.state = state
        return made

    def __bool__(self) -> bool:
        """Whether there is a value: `{% if slot %}` in a template."""
        return self.state == "value"


Worded = Piece | tuple[Mapping[str, Piece], ...]


@cache
def words() -> Mapping[str, Any]:
    """Return the table of paper words."""
    root, _ = read_data(_FILE)
    plain = as_plain(root) if root else {}
    return plain if isinstance(plain, dict) else {}


def worded(slot: Slot, raw: Raw) -> Worded:
    """Return the slot's value in words; rows as mappings column → piece."""
    if slot.columns:
        return tuple(
            {name: _piece(row[name], column, name) for name, column in slot.columns.items()} for row in raw or ()
        )
    return _piece(raw, slot, slot.name)


def _piece(raw: Raw, form: Slot | Column, name: str) -> Piece:
    wording = form.wording or _default_wording(raw)
    if _is_absent(raw):
        return _absent(wording, form, name)
    try:
        return Piece(_WORDINGS[wording](raw, form), raw)
    except (AttributeError, TypeError, ValueError, ArithmeticError) as error:  # a slot worded as what it is not
        raise ZlxmError("bad_slot", {"name": name, "wording": wording, "value": str(raw)[:40]}) from error


def _is_absent(raw: Raw) -> bool:
    return raw is None or raw in ("", ())


def _absent(wording: str, form: Slot | Column, name: str) -> Piece:
    if getattr(form, "is_required", False):
        return Piece(fill(words()["missing"], {"name": name}), None, "missing")
    if wording == "ticks":
        return Piece(_ticks((), form), None)
    blanks = words()["blanks"]
    own = blanks.get(wording)
    return Piece(own, None, "blank") if own else Piece(blanks["line"], None, "line")


def _default_wording(raw: Raw) -> str:
    kinds = ((bool, "flag"), (Decimal, "money"), (date, "day"), (tuple, "list"), (Finding, "finding"), (int, "number"))
    return next((wording for kind, wording in kinds if isinstance(raw, kind)), "text")


def _two_places(amount: Decimal) -> str:
    return f"{amount.quantize(_CENT, ROUND_HALF_UP):f}"


def _capital(amount: Decimal, _form: object) -> str:
    from cn2an import an2cn  # noqa: PLC0415 few papers need it

    yuan = (amount * _YUAN).quantize(_CENT, ROUND_HALF_UP)
    return fill(words()["capital"], {"text": an2cn(f"{yuan:f}", "rmb")})


def _yuan(amount: Decimal, _form: object) -> str:
    return fill(words()["yuan"], {"number": _plain_number(amount * _YUAN)})


def _plain_number(number: Decimal | int) -> str:
    text = f"{Decimal(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _day(day: date, _form: object) -> str:
    return _dated("day", day)


def _month(day: date, _form: object) -> str:
    return _dated("month", day)


def _dated(form: str, day: date) -> str:
    return fill(words()[form], {part: str(getattr(day, part)) for part in ("year", "month", "day")})


def _ticks(raw: Raw, form: Slot | Column) -> str:
    chosen = tuple(review.label(each) for each in (raw if isinstance(raw, tuple) else (raw,)))
    table = words()
    known = (*form.words, *(word for word in chosen if word not in form.words))
    signs = {True: table["ticked"], False: table["unticked"]}
    return str(table["tick_separator"].join(f"{signs[word in chosen]}{word}" for word in known))


def _flag(raw: bool, _form: object) -> str:  # noqa: FBT001 the value itself
    return str(words()["yes"] if raw else words()["no"])


def _joined(raw: Raw, separator: str) -> str:
    return separator.join(str(each) for each in (raw if isinstance(raw, tuple) else (raw,)))


_WORDINGS: Mapping[str, Callable[[Any, Any], str]] = {
    "text": lambda raw, _form: str(raw).strip(),
    "list": lambda raw, _form: _joined(raw, str(words()["list_separator"])),
    "lines": lambda raw, _form: _joined(raw, "\n"),
    "flag": _flag,
    "money": lambda raw, _form: _two_places(raw),
    "yuan": _yuan,
    "capital": _capital,
    "number": lambda raw, _form: _plain_number(raw),
    "percent": lambda raw, _form: fill(words()["percent"], {"number": f"{raw.quantize(_TENTH, ROUND_HALF_UP):f}"}),
    "day": _day,
    "month": _month,
    "ticks": _ticks,
    "finding": lambda raw, _form: review.remark(raw),
    "articles": lambda raw, _form: review.articles(raw),
    "label": lambda raw, _form: review.label(raw),
    "proof": lambda raw, _form: review.proof(raw),
    "remark": lambda raw, _form: review.remark(raw),
    "remedy": lambda raw, _form: review.remedy(raw),
}
