"""Loading a regulation: read its files, bind it, or say with file and line why it cannot be used."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from functools import cache

from zlxm.model.calendar import Calendar
from zlxm.model.errors import UsageError, ZlxmError
from zlxm.model.node import Node, Scalar, Table
from zlxm.model.pack import HousePatterns, Pack
from zlxm.model.source import PackProblem, PackSource, blocks_of
from zlxm.rules.binding import bind
from zlxm.rules.calendars import bind_calendar
from zlxm.store.packs import (
    ALL_FILES,
    JUDGED_BY,
    JUDGED_WITHOUT_FORMS,
    PROGRAM,
    folder_of,
    read_data,
    read_pack,
    shipped_packs,
)

DEFAULT = "zhonglou-2023"
HOUSE = os.path.join(PROGRAM, "wording", "house.yaml")
CALENDAR = os.path.join(PROGRAM, "calendars", "cn.yaml")


class InvalidPack(ZlxmError):
    """The pack's data is wrong; `problems` lists every fault."""

    def __init__(self, problems: tuple[PackProblem, ...]) -> None:
        super().__init__("invalid_pack", {"count": len(problems)})
        self.problems = problems


@cache
def house_source() -> tuple[PackSource, HousePatterns]:
    """Return the rules outside any regulation, and what they look for."""
    root, problems = read_data(HOUSE)
    if not isinstance(root, Table):
        raise InvalidPack(tuple(PackProblem(HOUSE, each) for each in problems))
    blocks = blocks_of(root, HOUSE)
    patterns = HousePatterns(*(_pattern(root, name) for name in ("secrecy", "placeholder", "leftover", "noise")))
    return PackSource({"rules": blocks["rules"]}), patterns


def _pattern(root: Table, name: str) -> re.Pattern[str]:
    node = root.get(name)
    return re.compile(node.text if isinstance(node, Scalar) else "(?!)")


def load_pack(name: str, extra: str | None = None, *, with_forms: bool = True) -> Pack:
    """Return what of a pack is needed to judge; `extra` is a user's own folder. Raises UsageError when there is none
    and InvalidPack when its data is wrong.

    Reading the blocks of forms takes half as long again as all the rest. A manifest that has none of them can do
    without (`with_forms=False`), unless a rule of the pack names a block: then all of it is read after all.
    """
    folder = pack_folder(name, extra)
    if not with_forms:
        with suppress(InvalidPack):
            return _load(folder, JUDGED_WITHOUT_FORMS)
    return _load(folder, JUDGED_BY)


def load_whole_pack(name: str, extra: str | None = None) -> Pack:
    """Return the pack with its articles, readings and checklist; raises as `load_pack`."""
    return _load(pack_folder(name, extra), ALL_FILES)


def split_name(name: str) -> tuple[str, str | None]:
    """Return pack id and user folder for what a person gave: an id, a folder, or nothing."""
    if name and (os.sep in name or "/" in name or os.path.isdir(name)):
        return os.path.basename(os.path.abspath(name)), name
    return name or DEFAULT, None


def pack_folder(name: str, extra: str | None = None) -> str:
    """Return where a pack lies; raises UsageError when it is nowhere."""
    folder = folder_of(name, extra)
    if folder is None:
        raise UsageError("unknown_pack", {"name": extra or name, "known": ", ".join(shipped_packs())})
    return folder


@cache
def _load(folder: str, files: tuple[str, ...]) -> Pack:
    pack, problems = bind(read_pack(folder, files), *house_source())
    if pack is None:
        raise InvalidPack(problems)
    return pack


@cache
def load_calendar(folder: str = "") -> Calendar:
    """Return the shipped holidays, extended by the files of `folder` (a portfolio's `calendars/`)."""
    calendar = _calendar(CALENDAR)
    if folder and os.path.isdir(folder):
        for name in sorted(os.listdir(folder)):
            if name.endswith((".yaml", ".yml")):
                calendar = calendar.merge(_calendar(os.path.join(folder, name)))
    return calendar


def _calendar(path: str) -> Calendar:
    root: Node | None
    root, problems = read_data(path)
    calendar, faults = bind_calendar(root)
    faults = (*problems, *faults)
    if calendar is None or faults:
        facts = {"place": f"{path}:{faults[0].line}" if faults else path, "message": faults[0].code if faults else ""}
        raise ZlxmError("invalid_calendar", facts)
    return calendar
