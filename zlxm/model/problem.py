"""What is wrong with the form of a YAML file: a code, the facts its message needs, and the place."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from zlxm.model.value import EMPTY, value

if TYPE_CHECKING:
    from collections.abc import Mapping


class Severity(IntEnum):
    """How much a finding weighs; larger is worse."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """The word of the JSON contract."""
        return self.name.lower()


@value
class Problem:
    """One fault of form. Its sentence is found by `code` in the message table."""

    code: str
    line: int = 1
    column: int = 1
    facts: Mapping[str, str] = EMPTY
    severity: Severity = Severity.ERROR


def is_fatal(problems: tuple[Problem, ...]) -> bool:
    """Tell whether a file with these problems must not be judged further."""
    return any(problem.severity is Severity.ERROR for problem in problems)
