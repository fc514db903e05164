"""What formats for programs say about findings: from where a path is seen, what marks a finding, what is told of it."""

from __future__ import annotations

import os
from collections.abc import Iterator

from zlxm.model.finding import DossierReport, Finding, Report
from zlxm.model.fingerprint import fingerprints
from zlxm.model.problem import Severity
from zlxm.model.value import value
from zlxm.output.formats import Style
from zlxm.output.safe import safe
from zlxm.services.explain import Explanation, manual
from zlxm.wording.sentences import article, hint, message


@value
class Entry:
    """One finding with its dossier. `path`: of the manifest, `/`-separated, seen from the style's root; `fingerprint`
    stays the same when lines move, and is no other entry's."""

    finding: Finding
    dossier: DossierReport
    path: str
    fingerprint: str


def entries(report: Report, style: Style) -> Iterator[Entry]:
    """Yield every finding of a report, waived ones too, in its order, then what shows when the dossiers lie side by
    side."""
    for dossier in report.dossiers:
        findings = dossier.judgement.findings
        marks = fingerprints(findings, path_from(dossier.path, style.root))
        for found, mark in zip(findings, marks, strict=True):
            yield Entry(found, dossier, path_from(found.path, style.root), mark)
    owners = {each.profile.manifest: each for each in report.dossiers if each.profile}
    for found, mark in zip(report.hints, fingerprints(report.hints, ""), strict=True):
        yield Entry(found, owners[found.path], path_from(found.path, style.root), mark)


def counting(report: Report, style: Style, least: Severity = Severity.INFO) -> list[Entry]:
    """Return the entries that weigh in the verdict and at least so much, worst first."""
    found = (each for each in entries(report, style) if each.finding.counts and each.finding.severity >= least)
    return sorted(found, key=lambda each: -each.finding.severity)


def path_from(path: str, root: str) -> str:
    """Return a path seen from a folder, or the whole of it when it does not lie below; always with `/`."""
    try:
        seen = os.path.relpath(path, root) if root else path
    except ValueError:  # another drive
        seen = os.pardir
    is_outside = bool(root) and seen.split(os.sep, 1)[0] == os.pardir
    return (os.path.abspath(path) if is_outside else seen).replace(os.sep, "/")


def advice(finding: Finding) -> str:
    """Return in one harmless line what is wrong and what to do about it."""
    return safe(" → ".join(part for part in (message(finding), "" if finding.is_waived else hint(finding)) if part))


def rule_name(finding: Finding) -> str:
    """Return the rule with its article as people cite it."""
    return safe(f"{finding.rule} {article(finding)}")


def rule_book(report: Report) -> dict[str, Explanation]:
    """Return what is known about the rules that a report was made by."""
    names = [name for name in report.regulation.split(", ") if name]
    return manual(names, report.pack_folder)
