"""Tables of a paper that have to be worked out: each module beside this one offers `rows(case)`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from zlxm.rules.case import Case
from zlxm.rules.tables import acceptance, changes, checklist, costs, findings, review, self_check

Table = Callable[[Case], Iterable[Any]]
TABLES: Mapping[str, Table] = {
    "acceptance": acceptance.rows,
    "changes": changes.rows,
    "checklist": checklist.rows,
    "costs": costs.rows,
    "findings": findings.rows,
    "rectification": self_check.rectification,
    "review": review.summary,
    "review_gaps": review.gaps,
    "review_materials": review.materials,
    "self_check": self_check.rows,
    "self_check_totals": self_check.totals,
}
