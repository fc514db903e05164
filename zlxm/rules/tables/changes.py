"""Every request for a change (Art. 25, 26): its arithmetic in 10,000 yuan and percent, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from zlxm.model.adjustment import ZERO
from zlxm.model.dossier import Event
from zlxm.model.finding import State
from zlxm.model.paper import Raw
from zlxm.model.problem import Severity
from zlxm.rules.case import Case, Scope
from zlxm.rules.judged import judged
from zlxm.rules.kinds import change
from zlxm.rules.moments import occurrences

HUNDRED = Decimal(100)
BLOCK = "changes"
_AGAINST = ("change.reapply", "change.total_above", "forbid.")


def rows(case: Case) -> Iterator[Mapping[str, Raw]]:
    """Yield one row a request: its own fields, the manifest's remarks on it, the measure, both sides of the
    re-allocation, `reasons` (rows of the finding and the article for which it must be filed anew) and `adjustable`
    (there is none); `cautions` are like reasons, but only readings of ours (warnings)."""
    params, scope = _params(case), Scope(case)
    if params is None:
        return
    for request in occurrences(params.request, scope):
        base = change.base_of(params, request, scope)
        measured = change.measure(params, request, base, scope).values if base is not None else request.values
        own = {"date": request.date, "number": request.number, "note": request.note}
        against = tuple(_against(request, case))
        reasons = tuple(each for each in against if each["finding"].severity is Severity.ERROR)
        cautions = tuple(each for each in against if each not in reasons)
        verdict = {"reasons": reasons, "cautions": cautions, "adjustable": _verdict(measured, reasons)}
        yield {**_remarks(request, case), **measured, **own, **_sides(measured), **verdict}


def _verdict(measured: Mapping[str, Any], reasons: tuple[Mapping[str, Any], ...]) -> bool | None:
    """Return whether it may be handled as an adjustment; None while its size is not known."""
    if reasons:
        return False
    return None if measured.get("base") is None or measured.get("adjusted") is None else True


def _params(case: Case) -> change.Change | None:
    """Return how the regulation measures changes: the check that also knows what an approval is."""
    found = [check.params for rule in case.pack.rules.values() for check in rule.checks if check.kind == change.NAME]
    return next((params for params in found if params.approved), found[0] if found else None)


def _remarks(request: Event, case: Case) -> Mapping[str, Any]:
    """Return what the manifest's block says of the request with this id."""
    remarks = case.dossier.forms.get(BLOCK) or ()
    return next((each for each in remarks if each.get("id") == request.values.get("id")), {})


def _against(request: Event, case: Case) -> Iterator[Mapping[str, Any]]:
    for found in judged(case).findings:
        if found.state is State.FAIL and found.at[:2] == request.path and found.what.startswith(_AGAINST):
            yield {"finding": found, "article": found.article}


def _sides(values: Mapping[str, Any]) -> dict[str, Raw]:
    deltas = [item["delta"] for item in values.get("items") or () if item.get("delta") is not None]
    raised = sum((delta for delta in deltas if delta > 0), ZERO)
    lowered = sum((delta for delta in deltas if delta < 0), ZERO)
    base, adjusted, total = (values.get(name) for name in ("base", "adjusted", "total"))
    return {
        "raised": raised,
        "lowered": -lowered,
        "net": raised + lowered,
        "share": _share(adjusted, base),
        "cumulative_share": _share(values.get("cumulative"), base),
        "exceeds": total > base if base is not None and total is not None else None,
    }


def _share(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    return part * HUNDRED / whole if part is not None and whole else None
