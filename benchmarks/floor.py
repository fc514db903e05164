"""The least that any check must do: find the manifests below the paths, read and parse them, look at every attachment.

libyaml goes over each manifest without making an object of anything; each attachment costs one `stat`. With --contents
first, attachments are opened too: head and tail of each, and the text part of every docx is unpacked, but not searched.
"""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Callable, Iterator

import yaml

MANIFEST = "manifest.yaml"


def walk(folder: str) -> Iterator[str]:
    """Return the files below the folder."""
    with os.scandir(folder) as found:
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                yield from walk(entry.path)
            else:
                yield entry.path


def parse(path: str) -> None:
    """Parse a manifest."""
    with open(path, "rb") as file:
        yaml.cyaml.CParser(file.read()).raw_parse()  # type: ignore[attr-defined] # not in __all__


def open_up(path: str) -> None:
    """Read of an attachment what tells whether it is whole, and of a docx the text."""
    with open(path, "rb", buffering=0) as file:
        file.read(1024)
        if path.endswith(("docx", "xlsx")):
            with zipfile.ZipFile(file) as archive:
                archive.read(archive.namelist()[2])
            return
        file.seek(-min(4096, os.fstat(file.fileno()).st_size), os.SEEK_END)
        file.read(4096)


def main(paths: list[str], look: Callable[[str], object]) -> None:
    """Go over everything once."""
    for start in paths:
        for path in walk(start):
            if path.endswith(MANIFEST):
                parse(path)
            else:
                look(path)


if sys.argv[1] == "--contents":
    main(sys.argv[2:], open_up)
else:
    main(sys.argv[1:], os.stat)
