"""Every call to the disk fails once: afterwards all is as it was, or all is done, and no file is lost."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.attach.test_attach import SAMPLE, attach, everything, home

__all__ = ["home"]  # a fixture
CALLS = ("open", "fsync", "link", "mkdir", "chmod", "replace", "unlink")
FAULTS = [
    *((name, OSError(errno.EIO, "")) for name in CALLS),
    *((name, OSError(errno.ENOSPC, "")) for name in ("fsync", "mkdir")),
    *((name, KeyboardInterrupt()) for name in ("fsync", "link", "replace", "unlink")),
]
LISTED = f"{SAMPLE}/03-采购/建设合同.pdf"
ORIGINAL = "收到/项目合同.pdf"


class Failing:
    """A call of `os` that fails at its n-th time."""

    def __init__(self, call: Callable[..., Any], at: int, fault: BaseException) -> None:
        self.call, self.at, self.fault = call, at, fault
        self.count = 0

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.count += 1
        if self.count == self.at:
            raise self.fault
        return self.call(*args, **kwargs)


def run_with(home: Path, name: str, at: int, fault: BaseException) -> bool:
    """Attach with the n-th call failing; return whether there was an n-th."""
    with pytest.MonkeyPatch.context() as patch:
        failing = Failing(getattr(os, name), at, fault)
        patch.setattr(os, name, failing)
        attach(home, ORIGINAL, "--yes", "--move")
    return failing.count >= at


@pytest.mark.parametrize(("name", "fault"), FAULTS)
def test_a_failing_call_loses_nothing(home: Path, name: str, fault: BaseException) -> None:
    before = everything(home)
    content = before[ORIGINAL]
    for at in range(1, 60):
        if not run_with(home, name, at, fault):
            assert at > 1
            return
        now = everything(home)
        is_listed = "03-采购/建设合同.pdf" in now[f"{SAMPLE}/manifest.yaml"].decode()
        assert content in (now.get(ORIGINAL), now.get(LISTED))
        if is_listed:
            assert now[LISTED] == content
        elif name != "unlink":
            assert now == before
        restore(home, before)
    pytest.fail("too many calls")


def restore(home: Path, files: dict[str, bytes]) -> None:
    for path in set(everything(home)) - set(files):
        (home / path).unlink()
    for path, data in files.items():
        (home / path).write_bytes(data)
    stage = home / SAMPLE / "03-采购"
    if stage.is_dir():
        stage.rmdir()
