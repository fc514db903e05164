"""Survey → overview: sums, shares and grids of many dossiers. Pure, like the judge."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from zlxm.model.finding import Checklist, SlotState
from zlxm.model.outlook import LATE, Outlook, Survey
from zlxm.model.overview import ArticleCount, Changed, Due, Grid, Mark, Month, Overview, Reach, Row, Share
from zlxm.model.problem import Severity
from zlxm.model.reckoning import Standing

SOON_DAYS = 30
MONTHS = 13
_AHEAD = (Standing.AHEAD, Standing.COMING)


def overview(survey: Survey) -> Overview:
    """Return the overview of the dossiers that are shown, in their order."""
    known = tuple(each for each in survey.outlooks if each.is_judged)
    as_of = survey.report.as_of
    dues = tuple(Due(each, duty) for each in known for duty in each.deadlines)
    ahead = tuple(each for each in dues if each.duty.standing in _AHEAD)
    last = as_of + timedelta(days=SOON_DAYS)
    return Overview(
        len(survey.outlooks),
        _total(known),
        _completeness(known),
        _by_day(each for each in dues if each.duty.standing in LATE),
        _by_day(each for each in ahead if each.duty.due <= last),
        tuple(each for each in survey.outlooks if not (each.is_judged or each.is_classified)),
        sum(each.is_classified for each in survey.outlooks),
        _shares(known, lambda each: each.unit),
        _shares(known, lambda each: next(iter(each.categories), "")),
        tuple(sorted(_shares(known, lambda each: str(each.year)), key=lambda share: share.name)),
        tuple(_stages(known)),
        tuple(_in_order(_shares(known, lambda each: each.stage), _stage_names(known))),
        _grid(known),
        tuple(_months(ahead, as_of)),
        tuple(Changed(each, change) for each in known for change in each.adjustments),
        tuple(_articles(survey.outlooks)),
        _severities(survey.outlooks),
    )


def _total(known: Iterable[Outlook]) -> Decimal:
    return sum((each.amount or Decimal(0) for each in known), Decimal(0))


def _completeness(known: Iterable[Outlook]) -> tuple[int, int]:
    counted = [each.next_list.counted() for each in known if each.next_list]
    return sum(have for have, _ in counted), sum(wanted for _, wanted in counted)


def _by_day(dues: Iterable[Due]) -> tuple[Due, ...]:
    return tuple(sorted(dues, key=lambda each: (each.duty.due, each.duty.rule, each.outlook.report.path)))


def _shares(known: Iterable[Outlook], of: Callable[[Outlook], str]) -> tuple[Share, ...]:
    """Return the parts, the one with the largest amount first."""
    parts: dict[str, list[Outlook]] = defaultdict(list)
    for each in known:
        parts[of(each)].append(each)
    shares = (Share(name, len(members), _total(members)) for name, members in parts.items())
    return tuple(sorted(shares, key=lambda share: (-share.amount, share.name)))


def _stage_names(known: Iterable[Outlook]) -> tuple[str, ...]:
    """Return the stages of all regulations, each once, in their order."""
    return tuple(dict.fromkeys(step.name for each in known for step in each.steps))


def _stages(known: tuple[Outlook, ...]) -> Iterator[Reach]:
    here = Counter(each.stage for each in known)
    reached = Counter(step.name for each in known for step in each.steps[: each.reached])
    yield from (Reach(name, here[name], reached[name]) for name in _stage_names(known))


def _in_order(shares: Iterable[Share], names: tuple[str, ...]) -> list[Share]:
    return sorted(shares, key=lambda share: names.index(share.name) if share.name in names else -1)


def _grid(known: tuple[Outlook, ...]) -> Grid:
    lists = [each.final_list for each in known if each.final_list]
    columns = tuple(dict.fromkeys(tick.documents for found in lists for tick in found.ticks))
    rows = (Row(each, tuple(_cells(each, each.final_list, columns))) for each in known if each.final_list)
    return Grid(columns, tuple(rows))


def _cells(each: Outlook, found: Checklist, columns: tuple[tuple[str, ...], ...]) -> Iterator[Mark]:
    states = {tick.documents: tick.state for tick in found.ticks}
    for column in columns:
        state = states.get(column, SlotState.NOT_APPLICABLE)
        is_early = state is SlotState.MISSING and not _is_asked(each, found, column)
        yield Mark.LATER if is_early else Mark(state.value)


def _is_asked(each: Outlook, found: Checklist, column: tuple[str, ...]) -> bool:
    """Tell whether a paper is wanted by now: acceptance is next or over, or the next submission wants it, too."""
    if each.next_list is None or each.next_list.submission == found.submission:
        return True
    wanted = {kind for tick in each.next_list.ticks if tick.state is SlotState.MISSING for kind in tick.documents}
    return not wanted.isdisjoint(column)


def _months(ahead: tuple[Due, ...], as_of: date) -> Iterator[Month]:
    """Yield this month and the twelve after it, with what is due; empty ones too."""
    by_month: dict[date, list[Due]] = defaultdict(list)
    for each in ahead:
        by_month[each.duty.due.replace(day=1)].append(each)
    first = as_of.replace(day=1)
    for _ in range(MONTHS):
        yield Month(first, _by_day(by_month[first]))
        first = (first + timedelta(days=31)).replace(day=1)


def _articles(outlooks: Iterable[Outlook]) -> Iterator[ArticleCount]:
    """Yield the articles in their order, what stands outside the regulation last."""
    found: dict[int | None, list[tuple[Severity, str]]] = defaultdict(list)
    for each in outlooks:
        for finding in each.report.judgement.findings:
            if finding.counts:
                found[finding.article].append((finding.severity, each.report.path))
    for article in sorted(found, key=lambda number: (number is None, number)):
        counted = Counter(severity for severity, _ in found[article])
        errors, warnings, infos = (counted[each] for each in (Severity.ERROR, Severity.WARNING, Severity.INFO))
        yield ArticleCount(article, errors, warnings, infos, len({path for _, path in found[article]}))


def _severities(outlooks: Iterable[Outlook]) -> dict[str, int]:
    every = Counter(found.severity for each in outlooks for found in each.report.judgement.findings if found.counts)
    return {severity.word: every[severity] for severity in sorted(Severity, reverse=True)}
