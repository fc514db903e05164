from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# No deadline: a slow machine is no failure. Derandomized in CI, so that a red build can be built again.
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=100, print_blob=True)
settings.register_profile(
    "dev", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

# A CI service that the tests run on is not what they are about.
for _name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITLAB_CI"):
    os.environ.pop(_name, None)
