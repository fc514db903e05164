"""Surveys of the sample dossiers, and of a folder with what cannot be judged."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from zlxm.model.outlook import Survey
from zlxm.services.check import CheckRequest
from zlxm.services.outlook import Wanted, survey

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample-dossiers"
AS_OF = date(2026, 11, 23)


def surveyed(*folders: Path, as_of: date = AS_OF, jobs: int = 1, **wanted: Any) -> Survey:
    """Return the survey of these folders, by default of all samples."""
    paths = tuple(str(folder) for folder in folders or (SAMPLES,))
    return survey(CheckRequest(paths, as_of, jobs=jobs), Wanted(**wanted))


def names(found: Survey) -> list[str]:
    """Return the names of the folders, in order."""
    return [each.place for each in found.outlooks]
