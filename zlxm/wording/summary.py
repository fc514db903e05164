"""A report in a sentence: does it pass, how much was found, by what was it judged."""

from __future__ import annotations

from collections.abc import Iterable

from zlxm.model.finding import Finding, Report
from zlxm.model.problem import Severity
from zlxm.wording.sentences import label, say


def counts(findings: Iterable[Finding]) -> str:
    """Return how many findings there are of each severity, and how many are waived."""
    found = tuple(findings)
    weighing = [each for each in found if each.counts]
    parts = [
        f"{number} {label('severity', severity.word)}"
        for severity in sorted(Severity, reverse=True)
        if (number := sum(each.severity is severity for each in weighing))
    ]
    waived = sum(each.is_waived for each in found)
    if waived:
        parts.append(f"{waived} {label('tick', 'waived')}")
    return say("list_comma").join(parts) or say("clean")


def verdict(report: Report) -> str:
    """Return whether the dossiers pass, how many they are and what was found."""
    if report.since and not report.dossiers:
        return say("nothing_changed", since=report.since)
    is_bad = report.worst() is Severity.ERROR
    key = ("refused" if is_bad else "accepted") if report.submission else ("failed" if is_bad else "passed")
    return say(key, name=report.submission, dossiers=len(report.dossiers), counts=counts(report.findings()))


def basis(report: Report) -> str:
    """Return what was judged by, and as of which day."""
    return say(
        "basis_since" if report.since and not report.unseen else "basis",
        since=report.since,
        title=report.regulation_title,
        id=report.regulation,
        as_of=report.as_of,
        until=report.calendar_until,
    )
