"""Why no verdict can be given. Each carries the code of its message, the facts, and where."""

from __future__ import annotations

from collections.abc import Mapping


class ZlxmError(Exception):
    """No verdict: told in one line with a hint, exit code 3. `code` names the message, `facts` fill it."""

    exit_code = 3

    def __init__(self, code: str, facts: Mapping[str, object] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.facts = dict(facts or {})


class UsageError(ZlxmError):
    """The command was given something it cannot use: exit code 2."""

    exit_code = 2


class Refused(ZlxmError):
    """What was asked would overwrite or break something: exit code 1."""

    exit_code = 1
