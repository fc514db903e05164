"""markdown: a comment on a merge request, and the summary of a run: what is wrong in tables, the rest folded away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from zlxm.model.finding import DossierReport, Finding, Report
from zlxm.model.problem import Severity
from zlxm.output.adoption import adoption_lines
from zlxm.output.entries import advice, path_from, rule_name
from zlxm.output.formats import Style
from zlxm.output.safe import safe
from zlxm.services.check import crashed_rules
from zlxm.wording.sentences import duty, label, say
from zlxm.wording.summary import basis, counts, verdict

NAME = "markdown"
_MARK = "<!-- zlxm -->"  # by which a bot finds its own comment again
_MOST_ROWS = 100
_MOST_CHARACTERS = 60_000  # GitHub takes 65 536 in a comment
_MARKS = {"error": "\u00d7 ", "warning": "\u25cb "}
_SIGNS = re.compile(r"[\\`*_\[\]<>&|~#@!$%^{]|^[-+=]")
_NUMBER = re.compile(r"^(\d+)(?=[.)])")
_REFERENCE = re.compile(r"(\\[@#!~%$&](?=\w)|:(?=//)|(?<=www)\.)", re.IGNORECASE)


def format_report(report: Report, style: Style) -> str:
    """Return one document. Nothing a dossier says becomes a link, a mention, a tag or a cell."""
    blocks = [_head(report), *_fitting(report, style), *_clean(report)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it is: no markup, tag, cell or list begins in it. Mentions, references
    and bare links are looked for after Markdown is read: an empty comment keeps their signs apart."""
    kept = _NUMBER.sub(r"\1\\", _SIGNS.sub(r"\\\g<0>", safe(text).strip()))
    return _REFERENCE.sub(r"\1<!-- -->", kept)


def _head(report: Report) -> str:
    worst = report.worst() or Severity.INFO
    mark = label("mark", worst.word if worst > Severity.INFO else "good")
    crashed = crashed_rules(report)
    lines = [f"{_MARK}\n## {mark} {escaped(verdict(report))}", escaped(basis(report))]
    if crashed:
        lines.append(f"**{escaped(say('rules_crashed', rules=say('list_comma').join(crashed)))}**")
    return "\n\n".join([*lines, *(escaped(line.strip()) for line in adoption_lines(report.adoption))])


def _fitting(report: Report, style: Style) -> Iterator[str]:
    """Yield what is said about the dossiers that have findings, as far as there is room."""
    room, left = _MOST_CHARACTERS, 0
    for dossier in report.dossiers:
        if not _is_clean(dossier):
            block = _dossier(dossier, report, style)
            room -= len(block)
            left += room < 0
            yield block if room >= 0 else ""
    if left:
        yield escaped(say("dossiers_left_out", number=left))


def _is_clean(dossier: DossierReport) -> bool:
    return not any(each.severity > Severity.INFO for each in dossier.judgement.findings)


def _clean(report: Report) -> Iterator[str]:
    named = [f"- {escaped(each.name)}" for each in report.dossiers if _is_clean(each)]
    if named:
        yield _folded(say("clean_dossiers", number=len(named)), "\n".join(named[:_MOST_ROWS]))


def _dossier(dossier: DossierReport, report: Report, style: Style) -> str:
    judged = dossier.judgement
    open_ones = [each for each in judged.findings if each.counts and each.severity > Severity.INFO]
    rest = [each for each in judged.findings if each not in open_ones]
    code = say("in_brackets", text=dossier.code) if dossier.code else ""
    stage = say("stage", stage=judged.stage) if judged.stage else say("no_stage")
    place = escaped(path_from(dossier.path, style.root))
    blocks = [f"### {escaped(dossier.name + code)}", f"{escaped(stage)} · {escaped(counts(judged.findings))} · {place}"]
    if open_ones:
        blocks.append(_table(sorted(open_ones, key=lambda each: -each.severity), style))
    if rest:
        blocks.append(_folded(say("more_findings", counts=counts(rest)), _table(rest, style)))
    if judged.duties:
        blocks.append(_folded(say("duties"), "\n".join(_duties(dossier, report))))
    return "\n\n".join(blocks)


def _duties(dossier: DossierReport, report: Report) -> Iterator[str]:
    for found in dossier.judgement.duties:
        days = say("days_left", days=(found.due - report.as_of).days)
        yield f"- {escaped(f'{found.due.isoformat()} {days}')} {escaped(found.rule)} {escaped(duty(found))}"


def _table(findings: list[Finding], style: Style) -> str:
    columns = say("markdown_columns").split(",")
    lines = [_cells(columns), _cells(["---"] * len(columns)), *(_row(each, style) for each in findings[:_MOST_ROWS])]
    if len(findings) > _MOST_ROWS:
        lines += ["", escaped(say("rows_left_out", number=len(findings) - _MOST_ROWS))]
    return "\n".join(lines)


def _row(found: Finding, style: Style) -> str:
    kind = "waived" if found.is_waived else found.severity.word
    word = label("tick", kind) if found.is_waived else label("severity", kind)
    text = f"{advice(found)} {say('waived_because', reason=found.waiver_reason)}" if found.is_waived else advice(found)
    place = f"{path_from(found.path, style.root)}:{found.line}"
    return _cells(escaped(each) for each in (_MARKS.get(kind, "") + word, rule_name(found), place, text))


def _cells(texts: Iterable[str]) -> str:
    return f"| {' | '.join(texts)} |"


def _folded(title: str, content: str) -> str:
    return f"<details><summary>{escaped_html(title)}</summary>\n\n{content}\n\n</details>"


def escaped_html(text: str) -> str:
    """Return a text that HTML shows as it is."""
    return safe(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
