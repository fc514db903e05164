"""The least that any check must do: find the manifests below the paths, read and parse them, look at every attachment.

libyaml goes over each manifest without making an object of anything; each attachment costs one `stat`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

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


def touch(path: str) -> None:
    """Parse a manifest, look at anything else."""
    if not path.endswith(MANIFEST):
        os.stat(path)
        return
    with open(path, "rb") as file:
        yaml.cyaml.CParser(file.read()).raw_parse()  # type: ignore[attr-defined] # not in __all__


for start in sys.argv[1:]:
    for each in walk(start):
        touch(each)
