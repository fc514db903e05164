"""A dossier as it was in an earlier commit, to be held against what it is now."""

from __future__ import annotations

from collections.abc import Mapping

from zlxm.model.dossier import Dossier
from zlxm.model.value import EMPTY, value


@value
class Past:
    """An earlier state. `called`: the commit as it was asked for; `dossier`: None when the manifest of then cannot be
    read; `altered`: its files, by path, that are now `edited` or `removed`; `folder`: where the dossier lay, when it
    has been moved."""

    called: str
    dossier: Dossier | None
    altered: Mapping[str, str] = EMPTY
    folder: str = ""
