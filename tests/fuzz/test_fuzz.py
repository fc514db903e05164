"""A few hundred inputs of every kind, and all that were ever found; `benchmarks/fuzz.py` tries millions."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.mutations import made, seeds
from tests.fuzz.targets import TARGETS, tried

CORPUS = Path(__file__).parent / "corpus"
FEW = {"package": 60, "template": 12, "plan": 40}
FOUND = [pytest.param(path, id=f"{path.parent.name}/{path.name}") for path in sorted(CORPUS.glob("*/*"))]


@pytest.mark.parametrize("name", TARGETS)
def test_sound_inputs_are_taken(name: str) -> None:
    for data in seeds(name):
        TARGETS[name](data) if data[1:] else tried(TARGETS[name], data)


@pytest.mark.parametrize("name", TARGETS)
def test_changed_inputs_are_taken_or_refused(name: str) -> None:
    for number in range(FEW.get(name, 300)):
        tried(TARGETS[name], made(name, number))


@pytest.mark.parametrize("name", ["manifest", "regulation", "record", "settings", "baseline", "attachment"])
def test_any_bytes_at_all(name: str) -> None:
    @settings(max_examples=100)
    @given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "surrogatepass")))
    def every(data: bytes) -> None:
        tried(TARGETS[name], data)

    every()


@pytest.mark.parametrize("path", FOUND)
def test_what_was_found_once(path: Path) -> None:
    tried(TARGETS[path.parent.name], zlib.decompress(path.read_bytes()))
