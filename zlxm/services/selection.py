"""Which rules a person wants to see: codes (`ZL13-2`), articles (`ZL30`) or families (`ZL`, `FILE`)."""

from __future__ import annotations

from collections.abc import Iterable

from zlxm.model.errors import UsageError
from zlxm.model.finding import Finding
from zlxm.model.shape import nearest
from zlxm.model.value import value

MANIFEST_RULE = "MANIFEST"


@value
class Selection:
    """`select`: only these (all, when empty); `ignore`: not these. A broken form is always told."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def verify(self, known: tuple[str, ...]) -> None:
        """Raise UsageError, naming the nearest rule, for a code that covers nothing."""
        for code in (*self.select, *self.ignore):
            if not any(covers(code, rule) for rule in (*known, MANIFEST_RULE)):
                raise UsageError("unknown_rule", {"code": code, "nearest": nearest(code, known), "known": ""})

    def keep(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that are wanted."""
        return [finding for finding in findings if finding.rule == MANIFEST_RULE or self._wants(finding.rule)]

    def _wants(self, rule: str) -> bool:
        selected = not self.select or any(covers(code, rule) for code in self.select)
        return selected and not any(covers(code, rule) for code in self.ignore)


def covers(code: str, rule: str) -> bool:
    """Tell whether a code stands for a rule: `ZL30` covers ZL30-1 and not ZL301-1, `ZL` covers both."""
    if rule == code:
        return True
    following = rule[len(code) : len(code) + 1]
    return rule.startswith(code) and (following == "-" or not code[-1:].isdecimal())
