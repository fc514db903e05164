"""X3-X11, X13, F1-F9, L7, L8: `check` of hostile papers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.inputs import lay_papers, rules
from tests.hostile.papers import cases
from tests.hostile.running import Runner
from zlxm.wording.sentences import messages


@pytest.mark.parametrize(
    ("name", "data", "code", "what"), [pytest.param(*case[2:], id=f"{case[0]} {case[1]}") for case in cases()]
)
def test_a_hostile_paper_is_told_for_what_it_is(
    name: str, data: bytes | Callable[[], bytes], code: str, what: str, tmp_path: Path, zlxm: Runner
) -> None:
    done = zlxm.check(lay_papers(tmp_path, {name: data() if callable(data) else data}))
    assert rules(done.findings) == ({code} if code else set())
    said = [message for rule, message in done.findings if rule == code]
    assert all(messages()["files"].get(what, what) in message for message in said)
    assert done.seconds < 2
