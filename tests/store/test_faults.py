"""A sample of benchmarks/fault_sweep.py: real system calls of a real command fail, one in each trial."""

from __future__ import annotations

import pytest

from benchmarks.fault_sweep import Bench, missing

WHY = missing()
pytestmark = pytest.mark.skipif(bool(WHY), reason=WHY or "can trace")

# What fails, and whether the new manifest is in place then.
FAULTS = [
    ("openat", ".zlxm-lock", "EROFS", "old"),
    ("flock", ".zlxm-lock", "EIO", "old"),
    ("openat", "manifest.yaml", "EIO", "old"),
    ("openat", ".part", "ENOSPC", "old"),
    ("openat", ".part", "EACCES", "old"),
    ("write", ".part", "ENOSPC", "old"),
    ("write", ".part", "KILL", "old"),
    ("fsync", ".part", "EIO", "old"),
    ("fsync", ".part", "KILL", "old"),
    ("close", ".part", "EIO", "old"),
    ("chmod", ".part", "EACCES", "old"),
    ("rename", ".part", "EIO", "old"),
    ("rename", ".part", "KILL", "old"),
    ("fsync", "dossier", "EIO", "new"),
    ("fsync", "dossier", "KILL", "new"),
    ("unlink", ".zlxm-lock", "KILL", "new"),
]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(str(tmp_path_factory.mktemp("faults")))


@pytest.mark.parametrize(("name", "about", "fault", "left"), FAULTS)
def test_a_call_that_fails_leaves_the_old_manifest_or_the_new_one(
    bench: Bench, name: str, about: str, fault: str, left: str
) -> None:
    call = next(each for each in bench.calls if each.name == name and about in each.about)
    outcome = bench.trial(call, fault)
    assert (outcome.left, outcome.faults, outcome.is_void) == (left, (), False)


def test_the_new_manifest_is_on_the_disk_before_it_has_its_name(bench: Bench) -> None:
    order = [(call.name, call.about) for call in bench.calls]
    steps = [("write", ".part"), ("fsync", ".part"), ("rename", ".part"), ("fsync", "/dossier")]
    assert [order.index(step) for step in steps] == sorted(order.index(step) for step in steps)
    said = max(number for number, (name, about) in enumerate(order) if name == "write" and ".part" not in about)
    assert said > order.index(("fsync", "/dossier"))
