"""github: workflow commands, which GitHub Actions turns into annotations on the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from zlxm.model.finding import Report
from zlxm.model.problem import Severity
from zlxm.output.adoption import adoption_lines
from zlxm.output.entries import Entry, advice, counting, rule_name
from zlxm.output.formats import Style
from zlxm.output.safe import safe
from zlxm.services.check import crashed_rules
from zlxm.wording.sentences import say
from zlxm.wording.summary import verdict

NAME = "github"
_TOOL = "zlxm"
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning"}
_MOST_OF_A_KIND = 10  # more of one kind are not shown for a step


def format_report(report: Report, style: Style) -> str:
    """Return one command a line: rules that fell over, errors, then warnings, and one that sums up."""
    found = counting(report, style, Severity.WARNING)
    shown = [each for kind in _COMMANDS for each in _first_of(kind, found)]
    lines = [*_crashes(report), *(_annotation(each) for each in shown), _summary(report, len(found) - len(shown))]
    return "".join(f"{line}\n" for line in lines)


def _first_of(kind: Severity, found: list[Entry]) -> list[Entry]:
    return [each for each in found if each.finding.severity is kind][:_MOST_OF_A_KIND]


def _crashes(report: Report) -> Iterator[str]:
    crashed = crashed_rules(report)
    if crashed:
        yield _command("error", {"title": _TOOL}, say("rules_crashed", rules=say("list_comma").join(crashed)))


def _annotation(entry: Entry) -> str:
    found = entry.finding
    place = {"file": entry.path, "line": str(max(1, found.line)), "col": str(max(1, found.column))}
    return _command(_COMMANDS[found.severity], {**place, "title": rule_name(found)}, advice(found))


def _summary(report: Report, left: int) -> str:
    hidden = (line for line in adoption_lines(report.adoption) if not line.startswith(" "))  # without what they list
    said = [verdict(report), *([say("not_annotated", number=left)] if left else []), *hidden]
    return _command("notice", {"title": _TOOL}, say("semicolon").join(said))


def _command(name: str, properties: dict[str, str], text: str) -> str:
    told = ",".join(f"{key}={_property(written)}" for key, written in properties.items())
    return f"::{name} {told}::{_data(text)}"


def _data(text: str) -> str:
    """Escape what would end the line, and the older form of a command, which is looked for anywhere in it."""
    kept = safe(text).replace("##[", "##\\u{5b}")
    return kept.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
