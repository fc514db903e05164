"""The table of file names of a regulation, read only by the commands that recognise files."""

from __future__ import annotations

import os
from functools import cache

from zlxm.model.node import Table
from zlxm.model.recognition import NameTable
from zlxm.model.source import Collected, PackProblem, PackSource, blocks_of, inherit
from zlxm.rules.recognition_binding import bind_recognition
from zlxm.services.regulations import InvalidPack, load_pack, pack_folder
from zlxm.store.packs import PROGRAM, read_data, read_pack

GENERAL_FILE = os.path.join(PROGRAM, "wording", "file_names.yaml")
RECOGNITION_FILES = ("regulation.yaml", "recognition.yaml")


@cache
def load_names(name: str, extra: str | None = None) -> NameTable:
    """Return how file names are read under a regulation; its own `file_names` take the place of the general ones.
    Raises InvalidPack when a pattern or a kind is wrong."""
    root, faults = read_data(GENERAL_FILE)
    general = blocks_of(root, GENERAL_FILE) if isinstance(root, Table) else {}
    source = read_pack(pack_folder(name, extra), RECOGNITION_FILES)
    collected = Collected()
    table = bind_recognition(PackSource(inherit(general, source.blocks)), load_pack(name, extra).vocabulary, collected)
    problems = (*(PackProblem(GENERAL_FILE, each) for each in faults), *source.problems, *collected.problems)
    if problems:
        raise InvalidPack(problems)
    return table
