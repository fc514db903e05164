"""File names made comparable: width, numbers, dates, versions and what scanners and chats add are taken out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date

from zlxm.model.recognition import NameTable

MOST = 120
"""Characters of a name that are looked at; longer ones say the rest in their first part."""

_EXTENSION = re.compile(r"(?:\.[A-Za-z][A-Za-z0-9]{0,4}){1,2}\Z")
_BLANKS = re.compile(r"\s+")
_NUMBERS = re.compile(r"(?:(?<=\s)|\A)[\d.]+|[\d.]+(?=\s|\Z)")
_YEAR, _MONTH, _DAY = r"(20\d{2})", r"(1[0-2]|0?[1-9])", r"([12]\d|3[01]|0?[1-9])"
_DATES = re.compile(
    rf"(?<!\d){_YEAR}\s?\u5e74\s?{_MONTH}\s?\u6708\s?{_DAY}\s?\u65e5"
    rf"|(?<![\d.]){_YEAR}([-._/]){_MONTH}\5{_DAY}(?!\d|\.\d)"
    r"|(?<!\d)(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)",
    re.ASCII,
)


def squeezed(title: str) -> str:
    """Return a title without what writers vary: width, case, brackets, blanks."""
    kept = (each for each in unicodedata.normalize("NFKC", title).lower() if each.isalnum())
    return "".join(kept)


def cleaned(name: str, table: NameTable, known: Iterable[str] = ()) -> str:
    """Return a file name as titles parted by single blanks. `known`: names of the project and of the unit, which say
    nothing of a single file."""
    text = unicodedata.normalize("NFKC", name)
    text = _EXTENSION.sub("", text)[:MOST]
    for each in sorted(map(_plain, known), key=len, reverse=True):
        text = text.replace(each, " ") if each and each != text else text
    text = table.litter.sub(" ", text)
    text = table.between.sub(" ", text)
    text = table.litter.sub(" ", text)
    return _BLANKS.sub(" ", _NUMBERS.sub(" ", f" {text} ")).strip()


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def date_in(name: str) -> date | None:
    """Return the date that a file name gives, None without one or with several."""
    found = set(_dates(unicodedata.normalize("NFKC", name)))
    return found.pop() if len(found) == 1 else None


def _dates(text: str) -> Iterator[date]:
    for found in _DATES.finditer(text):
        parts = [each for each in found.groups() if each and each.isdecimal()]
        year, month, day = (int(each) for each in parts)
        try:
            yield date(year, month, day)
        except ValueError:
            continue
