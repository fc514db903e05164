"""What a case has behind it and before it, beyond the judge's verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from zlxm.model.finding import Checklist, DossierReport
from zlxm.model.language import Share
from zlxm.model.outlook import Adjustment, Outlook, Step
from zlxm.model.pack import Pack
from zlxm.model.vocabulary import DocumentKind
from zlxm.rules.case import Case, Scope
from zlxm.rules.checklist import acceptance_list, checklist_of, next_submission
from zlxm.rules.kinds import change
from zlxm.rules.moments import first
from zlxm.rules.tables import changes

_COUNTS, _APPROVED = "base", "approved"  # what packs call the amount that counts, and the one in the reply


def outlook(case: Case, report: DossierReport) -> Outlook:
    """Return the outlook of a dossier that was judged."""
    dossier = case.dossier
    case.judgements[""] = report.judgement
    name = next_submission(case)
    next_list = checklist_of(name, case) if name else None
    final_list = next(acceptance_list(case), None)
    declared = dossier.budget.total
    return Outlook(
        report,
        dossier.unit.name,
        dossier.plan.year,
        dossier.project.nature,
        dossier.project.categories,
        declared,
        case.amounts.get(_APPROVED),
        case.amounts.get(_COUNTS, declared),
        tuple(_steps(case)),
        case.events,
        tuple(_adjustments(case)),
        _issuers(case, (next_list, final_list)),
        next_list,
        final_list,
    )


def _steps(case: Case) -> Iterator[Step]:
    scope = Scope(case)
    for stage in case.pack.stages:
        begun = first(stage.since, scope) if stage.since else None
        yield Step(stage.name, begun.date if begun else None)


def _adjustments(case: Case) -> Iterator[Adjustment]:
    for row in changes.rows(case):
        shares = row.get("share"), row.get("cumulative_share"), _limit(case.pack)
        yield Adjustment(str(row.get("id") or ""), row["date"], "", row.get("base"), row.get("adjusted"), *shares)


def _limit(pack: Pack) -> Decimal | None:
    """Return the smallest share that a rule on changes allows, in percent."""
    checks = [check for rule in pack.rules.values() for check in rule.checks if check.kind == change.NAME]
    limits = [limit for check in checks for band in check.params.bands for limit in band.max]
    shares = [limit.numerator * changes.HUNDRED / limit.denominator for limit in limits if isinstance(limit, Share)]
    return min(shares, default=None)


def _issuers(case: Case, lists: Iterable[Checklist | None]) -> dict[str, str]:
    kinds = case.pack.vocabulary.documents
    named = (kind for each in lists if each for tick in each.ticks for kind in tick.documents)
    return {kind: kinds.get(kind, DocumentKind(kind)).issuer for kind in named}
