from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.submission.making import SAMPLE, SAMPLES


@pytest.fixture
def portfolio(tmp_path: Path) -> Path:
    shutil.copytree(SAMPLES / SAMPLE, tmp_path / SAMPLE)
    return tmp_path
