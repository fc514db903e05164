from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No deadline: a slow machine is no failure. Derandomized in CI, so that a red build can be built again.
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=60, print_blob=True)
settings.register_profile(
    "dev", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

# A CI service that the tests run on is not what they are about.
for _name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITLAB_CI"):
    os.environ.pop(_name, None)

# Tests that run much of the program to show one thing; what it is made of is measured where it is tested by itself.
# Measuring these, too, would take as long again as all the rest.
UNMEASURED = (
    *("fuzz", "hostile", "papers", "platforms", "wiring"),
    *("lifecycle/test_replay", "lifecycle/test_whole_life", "render/test_score_sheets", "store/test_faults"),
    *("attach/test_faults", "store/test_plan_workbook"),
)
LONGEST_NAME = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have pytest-cov look away during these."""
    here = Path(__file__).parent
    for item in items:
        if item.path.relative_to(here).as_posix().startswith(UNMEASURED):
            item.add_marker("no_cover")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name made files by their place: their bytes hold the time, and another worker would look for another name."""
    return argname if isinstance(val, bytes) and len(val) > LONGEST_NAME else None
