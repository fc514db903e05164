from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hostile.running import Runner


@pytest.fixture(scope="session")
def zlxm() -> Iterator[Runner]:
    """Runs `zlxm` within 300 MiB and 5 s, or the test fails."""
    runner = Runner()
    yield runner
    runner.close()
