"""Verdicts on packages → text for a person, JSON for a program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from zlxm import __version__
from zlxm.model.bag import CHANGED, EXTRA, MISSING
from zlxm.model.finding import DossierReport, Finding, Judgement, Report
from zlxm.model.problem import Severity
from zlxm.model.value import replace
from zlxm.output.formats import Style
from zlxm.output.formats.json import dumped, report_tree
from zlxm.output.formats.text import findings_of_line, findings_of_rule, heading, lists
from zlxm.output.layout import Line, Span, cells, coloured, pad, paragraph, plain
from zlxm.output.safe import safe
from zlxm.services.verify import Verdict
from zlxm.wording.sentences import error, hint, label, say

ACCEPTED, RETURNED, NONE = "accepted", "returned", "none"
_TOLD_AS_LISTS = (MISSING, EXTRA, CHANGED)
_ROLES = {ACCEPTED: "good", RETURNED: "error", NONE: "warning"}
_COLUMNS = (("column_project", 24), ("column_submission", 6), ("column_intact", 6), ("column_complete", 6))


def outcome(verdict: Verdict) -> str:
    """Return what becomes of a package."""
    if verdict.refusal:
        return NONE
    return ACCEPTED if verdict.is_accepted else RETURNED


def format_json(verdicts: Iterable[Verdict], today: date, until: date) -> str:
    """Return one JSON document, as that of `check`, with an object `package` in each dossier."""
    found = tuple(verdicts)
    tree = report_tree(_report_of(found, today, until))
    for each, verdict in zip(tree["dossiers"], found, strict=True):
        each["package"] = _package(verdict)
    return dumped(tree)


def _report_of(verdicts: tuple[Verdict, ...], today: date, until: date) -> Report:
    dossiers = tuple(each.report or _nothing(each) for each in verdicts)
    used = sorted({each.regulation for each in dossiers if each.regulation})
    days = {each.as_of for each in verdicts if each.as_of}
    names = {each.submission for each in verdicts}
    titles = {each.pack.identity.title for each in verdicts if each.pack}
    as_of = days.pop() if len(days) == 1 else today
    submission = names.pop() if len(names) == 1 else ""
    return Report(__version__, ", ".join(used), "".join(sorted(titles)[:1]), as_of, until, dossiers, submission)


def _nothing(verdict: Verdict) -> DossierReport:
    return DossierReport(verdict.path, verdict.name, "", Judgement(()))


def _package(verdict: Verdict) -> dict[str, Any]:
    integrity = verdict.integrity
    is_known = verdict.refusal is None
    return {
        "name": verdict.name,
        "sha256": verdict.sha256 or None,
        "size": verdict.size,
        "submission": verdict.submission or None,
        "as_of": verdict.as_of.isoformat() if verdict.as_of else None,
        "draft": verdict.is_draft,
        "intact": integrity.is_intact if verdict.sha256 else None,
        "complete": verdict.is_complete if is_known else None,
        "verdict": outcome(verdict),
        "reason": error(verdict.refusal)[0] if verdict.refusal else None,
        "algorithms": dict(integrity.counts),
        "missing": list(integrity.missing),
        "extra": list(integrity.extra),
        "changed": list(integrity.changed),
        "list": [
            {"documents": list(tick.documents), "state": tick.state.value}
            for tick in (verdict.checklist.ticks if verdict.checklist else ())
        ],
    }


def format_text(verdicts: Iterable[Verdict], until: date, style: Style) -> str:
    """Return the report a clerk reads: each package, and of several a table at the end."""
    found = tuple(verdicts)
    lines = [line for each in found for line in _verdict(each, until, style)]
    if len(found) > 1:
        lines += _table(found, style)
    return coloured(lines) if style.is_coloured else plain(lines)


def _verdict(verdict: Verdict, until: date, style: Style) -> Iterator[Line]:
    if style.is_quiet and outcome(verdict) == ACCEPTED:
        return
    if not verdict.report or not verdict.report.regulation:
        yield from paragraph(say("package_head", path=verdict.path), style.width, role="head")
    if verdict.sha256:
        yield from _facts(verdict, style)
        yield from _differences(verdict, style)
        yield from _findings(verdict, style)
    if verdict.checklist and verdict.report and not style.is_quiet:
        shown = replace(verdict.report, checklists=(verdict.checklist,))
        yield from lists(shown, _report_of((verdict,), verdict.as_of or until, until), style)
    yield ()
    yield from _conclusion(verdict, until, style)
    yield ()


def _facts(verdict: Verdict, style: Style) -> Iterator[Line]:
    integrity = verdict.integrity
    if verdict.report and verdict.report.regulation:
        yield from heading(verdict.report, style)
    if verdict.submission:
        said = say("package_for", submission=verdict.submission, as_of=verdict.as_of)
        yield from paragraph(said, style.width, indent=2)
    size = say("package_size", files=str(len(integrity.digests)), size=str(verdict.size))
    yield from paragraph(size, style.width, indent=2, role="dim")
    yield from paragraph(say("package_sha256", digest=verdict.sha256), style.width, indent=2, role="dim")
    counts = say("list_comma").join(
        say("package_digest", algorithm=name.upper(), number=str(number)) for name, number in integrity.counts.items()
    )
    if counts:
        yield from paragraph(say("package_digests", counts=counts), style.width, indent=2, role="dim")
    mark, key = ("good", "package_intact") if verdict.integrity.is_intact else ("error", "package_broken")
    yield from paragraph(f"{label('mark', mark)} {say(key)}", style.width, indent=2, role=mark)
    if verdict.is_draft:
        yield from paragraph(f"{label('mark', 'error')} {say('package_draft')}", style.width, indent=2, role="error")


def _differences(verdict: Verdict, style: Style) -> Iterator[Line]:
    integrity = verdict.integrity
    for code, key, files in (
        (MISSING, "package_missing", integrity.missing),
        (EXTRA, "package_extra", integrity.extra),
        (CHANGED, "package_changed_files", integrity.changed),
    ):
        if files:
            said = f"{say(key, number=str(len(files)))} {code}"
            yield from paragraph(said, style.width, indent=2, role="error")
            for file in files:
                yield from paragraph(file, style.width, indent=6)


def _findings(verdict: Verdict, style: Style) -> Iterator[Line]:
    """Yield the package's own findings, then those about lines of its manifest."""
    own = [each for each in verdict.findings if each.rule.startswith("PACKAGE-") and each.rule not in _TOLD_AS_LISTS]
    for _, of_rule in groupby(own, key=lambda each: (each.rule, each.severity, hint(each))):
        yield ()
        yield from findings_of_rule(list(of_rule), style)
    judged = [each for each in verdict.findings if not each.rule.startswith("PACKAGE-") and _is_shown(each, style)]
    for _, of_line in groupby(judged, key=lambda each: each.line):
        yield ()
        yield from findings_of_line(list(of_line), verdict.report or _nothing(verdict), style)


def _is_shown(finding: Finding, style: Style) -> bool:
    return style.is_verbose or finding.severity > (Severity.WARNING if style.is_quiet else Severity.INFO)


def _conclusion(verdict: Verdict, until: date, style: Style) -> Iterator[Line]:
    kind = outcome(verdict)
    if verdict.refusal:
        said, todo = error(verdict.refusal)
        yield from paragraph(say("package_none", reason=said), style.width, role=_ROLES[kind])
        yield from paragraph(todo, style.width, indent=4, first="  → ", role="good") if todo else ()
        return
    key = "package_accepted" if kind == ACCEPTED else "package_returned"
    reasons = say("list_comma").join(_reasons(verdict))
    yield from paragraph(say(key, reasons=reasons), style.width, role=_ROLES[kind])
    if verdict.pack:
        identity = verdict.pack.identity
        basis = say("package_basis", title=identity.title, id=identity.id, until=until)
        yield from paragraph(basis, style.width, role="dim")


def _reasons(verdict: Verdict) -> Iterator[str]:
    if not verdict.is_intact:
        yield say("package_reason_intact")
    if verdict.dossier is None:
        yield say("package_reason_unread")
    elif not verdict.is_complete:
        yield say("package_reason_complete")
    if verdict.is_draft:
        yield say("package_reason_draft")
    judged = [each for each in verdict.findings if each.counts and not each.rule.startswith("PACKAGE-")]
    errors = sum(each.severity is Severity.ERROR for each in judged)
    if errors:
        yield say("package_reason_errors", number=str(errors))


def _table(verdicts: tuple[Verdict, ...], style: Style) -> list[Line]:
    """Return one line a package in 80 columns, and how many came out how."""
    first = style.width - sum(width + 1 for _, width in _COLUMNS) - 8
    head = " ".join(pad(say(name), width) for name, width in (("column_package", first), *_COLUMNS))
    rows: list[Line] = [(Span(f"{head} {say('column_verdict')}", "dim"),)]
    for each in verdicts:
        texts = (_file(each), *_row(each))
        widths = (first, *(width for _, width in _COLUMNS))
        shown = " ".join(pad(_fitted(text, width), width) for text, width in zip(texts, widths, strict=True))
        rows.append((Span(f"{shown} "), Span(label("verdict", outcome(each)), _ROLES[outcome(each)])))
    kinds = [outcome(each) for each in verdicts]
    counts = {name: str(kinds.count(name)) for name in (ACCEPTED, RETURNED, NONE)}
    return [*rows, *paragraph(say("package_summary", number=str(len(kinds)), **counts), style.width, role="head")]


def _file(verdict: Verdict) -> str:
    return verdict.path.replace("\\", "/").rpartition("/")[2]


def _row(verdict: Verdict) -> Iterator[str]:
    yield verdict.report.name if verdict.report and verdict.dossier else say("package_unknown")
    yield verdict.submission or say("package_unknown")
    yield _yes(verdict.integrity.is_intact if verdict.sha256 else None)
    yield _yes(verdict.is_complete if verdict.dossier else None)


def _yes(known: bool | None) -> str:  # noqa: FBT001 the value itself
    return say("package_unknown" if known is None else "package_yes" if known else "package_no")


def _fitted(text: str, width: int) -> str:
    """Return a text of at most `width` cells; of a longer one the start and the end, where packages differ."""
    shown = safe(text)
    if cells(shown) <= width:
        return shown
    middle = len(shown) // 2
    head, tail = shown[:middle], shown[middle:]
    while cells(head) + cells(tail) >= width:
        head, tail = (head[:-1], tail) if cells(head) > cells(tail) else (head, tail[1:])
    return f"{head}\u2026{tail}"
