"""Judges a path as text: may it be opened at all, and will another computer hold the same name.

Nothing here touches a disk. A path is what a manifest says: relative to the dossier, `/` between its parts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

NAME_LIMIT: Final = 80
"""Most characters in one part: 85 Chinese characters fill the 255 bytes a Linux name may have."""

PATH_LIMIT: Final = 180
"""Most UTF-16 units in a whole path: Windows stops at 260 and the user's own folder needs the rest."""

_SEPARATOR: Final = r"[/\\]"
_INVISIBLE: Final = (
    r"\x00-\x1f\x7f-\x9f"  # C0, DEL, C1
    r"\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"  # zero width, line separators, direction marks
)

# A Windows part of dots and blanks only is trimmed when opened, so `.. ` may climb as `..` does.
_UNSAFE: Final[dict[str, str]] = {
    "absolute": r"^/",
    "drive": r"(?s:^.:)",  # Windows takes any one character before a colon for a drive
    "backslash": r"\\",
    "parent": rf"(?:^|{_SEPARATOR})\.\.[. ]*(?:{_SEPARATOR}|\Z)",
    "empty_part": r"^\Z|/(?:/|\Z)",
    "dot_part": rf"(?:^|{_SEPARATOR})\. *(?:{_SEPARATOR}|\Z)",
    "control_character": f"[{_INVISIBLE}]",
    "undecodable": r"[\ud800-\udfff]",
}
_UNSAFE_PATTERNS: Final = {code: re.compile(pattern) for code, pattern in _UNSAFE.items()}
_ANY_UNSAFE: Final = re.compile("|".join(_UNSAFE.values()))

_RESERVED_NAME: Final = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[1-9\u00b9\u00b2\u00b3]) *(?:\.|\Z)", re.IGNORECASE
)
_WINDOWS_CHARACTER: Final = re.compile(r'[<>:"|?*]')
_LITTER_NAMES: Final = frozenset({"thumbs.db", "ehthumbs.db", ".ds_store", "desktop.ini"})


def path_faults(path: str) -> tuple[str, ...]:
    """Codes of everything that makes `path` unsafe to open, in a fixed order; empty when it is safe.

    Codes: `absolute drive backslash parent empty_part dot_part control_character undecodable`. The last means that
    the name on disk was not UTF-8 and reached us as surrogates.
    """
    if not _ANY_UNSAFE.search(path):
        return ()
    return tuple(code for code, pattern in _UNSAFE_PATTERNS.items() if pattern.search(path))


def unsafe_path(path: str) -> str | None:
    """The first code of `path_faults`, or None when `path` stays inside the folder it is joined to."""
    return next(iter(path_faults(path)), None)


def windows_faults(path: str) -> tuple[str, ...]:
    """Codes of what Windows would refuse or alter in `path`, in a fixed order; empty when it can hold the name.

    Codes: `reserved_name trailing_dot_or_space windows_character long_name long_path`.
    """
    parts = path.split("/")
    found = {
        "reserved_name": any(_RESERVED_NAME.match(part) for part in parts),
        "trailing_dot_or_space": any(part.endswith((".", " ")) for part in parts),
        "windows_character": _WINDOWS_CHARACTER.search(path) is not None,
        "long_name": any(len(part) > NAME_LIMIT for part in parts),
        "long_path": _utf16_units(path) > PATH_LIMIT,
    }
    return tuple(code for code, is_found in found.items() if is_found)


def clash_key(path: str) -> str:
    """`path` as a file system blind to case and Unicode form sees it: equal keys cannot lie side by side everywhere.

    For comparing only, never for renaming: NFC turns some compatibility ideographs into others.
    """
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def is_office_litter(name: str) -> bool:
    """Whether `name`, the last part of a path, is what an office program or a desktop leaves behind by itself."""
    if name.startswith(("~$", ".~lock.", "._")):
        return True
    return name.lower() in _LITTER_NAMES


def _utf16_units(path: str) -> int:
    return len(path.encode("utf-16-le", "surrogatepass")) // 2


def names_on_disk(listed: Iterable[str], there: Iterable[str]) -> dict[str, str | None]:
    """Return each listed name → the name to open it by, so that all systems find the same files.

    A Mac may hold a name decomposed (NFD): it is found in either form. Windows and Macs find a name in other letter
    case, Linux does not: None, nowhere.
    """
    exact = frozenset(there)
    found: dict[str, str | None] = {name: name for name in listed}
    lacking = found.keys() - exact
    if lacking:
        composed = {_composed(name): name for name in exact}
        in_any_case = {clash_key(name) for name in exact}
        for name in lacking:
            found[name] = composed.get(_composed(name)) or (None if clash_key(name) in in_any_case else name)
    return found


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)
