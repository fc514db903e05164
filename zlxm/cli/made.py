"""Files made for people to go on with: named as they should be, never written over what somebody edited."""

from __future__ import annotations

import os


def named(output: str, usual: str) -> str:
    """Return where a file goes. Raises UsageError (`plan_extension`) for a name that office programs would not open."""
    from zlxm.model.errors import UsageError  # noqa: PLC0415 nothing of the work is loaded for --help

    extension = os.path.splitext(usual)[1]
    if output and not output.lower().endswith(extension):
        raise UsageError("plan_extension", {"path": output, "extension": extension})
    return output or usual


def require_ours(target: str, *, may_overwrite: bool) -> None:
    """Raise Refused (`plan_edited`) when there is a file that this program did not write, or that was edited since."""
    from zlxm.model.errors import Refused  # noqa: PLC0415
    from zlxm.store.untouched import is_untouched  # noqa: PLC0415

    if not may_overwrite and os.path.isfile(target) and not is_untouched(target):
        raise Refused("plan_edited", {"path": target})
