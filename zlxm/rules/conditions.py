"""The closed condition language of packs: equality and nine tests, joined by all, any and not.

The answer has three values: a comparison with an amount that is not there is None ("cannot be said").
A test on a list holds when one of its members passes, except `subset` and `includes`, which look at the whole.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zlxm.model.language import Combined, Condition, Ref, Test
from zlxm.rules import facts
from zlxm.rules.case import Scope

ORDERED = ("lt", "lte", "gt", "gte")
_SILENT_ROOTS = ("item", "gate", "facts", "events")  # what these lack is simply not there


def holds(condition: Condition, scope: Scope) -> bool | None:
    """Return whether the condition holds, or None when a datum it needs is missing."""
    if isinstance(condition, Test):
        return _test(condition, scope)
    answers = [holds(part, scope) for part in condition.parts]
    return _COMBINE[condition.op](answers)


def _all(answers: list[bool | None]) -> bool | None:
    return False if False in answers else None if None in answers else True


def _any(answers: list[bool | None]) -> bool | None:
    return True if True in answers else None if None in answers else False


def _not(answers: list[bool | None]) -> bool | None:
    answer = _all(answers)
    return None if answer is None else not answer


_COMBINE: dict[str, Callable[[list[bool | None]], bool | None]] = {"all": _all, "any": _any, "not": _not}


def _test(test: Test, scope: Scope) -> bool | None:
    value = facts.lookup(test.ref, scope)
    operand = facts.lookup(test.operand, scope) if isinstance(test.operand, Ref) else test.operand
    if test.op in WHOLE_TESTS:
        return WHOLE_TESTS[test.op](value, operand)
    if test.op in ORDERED and value is None and test.ref.parts[0] not in _SILENT_ROOTS:
        return None
    compare = MEMBER_TESTS[test.op]
    members = value if isinstance(value, tuple) else (value,)
    return any(member is not None and compare(member, operand) for member in members)


def _as_tuple(value: Any) -> tuple[Any, ...]:
    return () if value is None else value if isinstance(value, tuple) else (value,)


def _exists(value: Any, wanted: Any) -> bool:
    return (value not in (None, "", (), False)) is (wanted == "true")


def _equals(value: Any, operand: Any) -> bool:
    return bool(word(value) == operand)


def word(value: Any) -> str:
    """Return a value as a pack writes it: true/false, digits, ISO dates."""
    return str(value).lower() if isinstance(value, bool) else str(value)


WHOLE_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "exists": _exists,
    "subset": lambda value, operand: set(_as_tuple(value)) <= set(_as_tuple(operand)),
    "includes": lambda value, operand: set(operand) <= {word(member) for member in _as_tuple(value)},
}
MEMBER_TESTS: dict[str, Callable[[Any, Any], Any]] = {
    "is": _equals,
    "in": lambda value, operand: word(value) in operand,
    "lt": lambda value, operand: value < operand,
    "lte": lambda value, operand: value <= operand,
    "gt": lambda value, operand: value > operand,
    "gte": lambda value, operand: value >= operand,
    "same": lambda value, operand: value in _as_tuple(operand),
    "later_than": lambda value, operand: operand is not None and value > operand,
}
OPERATORS = (*MEMBER_TESTS, *WHOLE_TESTS)


def parts_of(condition: Condition | None) -> list[Test]:
    """Return every single test inside a condition."""
    if condition is None:
        return []
    if isinstance(condition, Test):
        return [condition]
    return [test for part in condition.parts for test in parts_of(part)]


__all__ = ["OPERATORS", "ORDERED", "Combined", "holds", "parts_of", "word"]
