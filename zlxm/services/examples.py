"""Running the examples inside a pack: small dossiers with the results their author expects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from zlxm.model.calendar import Calendar
from zlxm.model.dossier import Dossier
from zlxm.model.errors import ZlxmError
from zlxm.model.finding import FINDING_STATES, Judgement, State
from zlxm.model.manifest import read_manifest
from zlxm.model.node import Entry, Listing, Node, Scalar, Table
from zlxm.model.pack import Pack
from zlxm.model.shape import Day, Field, MapOf, Record, Text
from zlxm.model.source import PackProblem
from zlxm.model.value import value
from zlxm.rules.judge import judge
from zlxm.rules.whatif import suppose
from zlxm.services.regulations import InvalidPack, load_calendar, load_whole_pack, pack_folder
from zlxm.store.packs import example_files, read_data

_BLOCKS = ("project", "unit", "plan", "budget", "systems", "facts", "events", "documents", "waivers")


@value
class Example:
    """One example: where it stands, the dossier, the day, what is tried out, and rule → expected result."""

    name: str
    file: str
    line: int
    dossier: Dossier
    as_of: date
    submission: str
    expected: Mapping[str, str]


@value
class Mismatch:
    """An expectation that did not come true."""

    example: Example
    rule: str
    expected: str
    got: str


@value
class Coverage:
    """What the examples of a pack show: all mismatches, and the rules without a passing or a failing example."""

    examples: int
    expectations: int
    mismatches: tuple[Mismatch, ...]
    never_pass: tuple[str, ...]
    never_fail: tuple[str, ...]


def run_examples(name: str, extra: str | None = None) -> Coverage:
    """Return the result of every example of a pack. Raises InvalidPack when an example's form is wrong."""
    pack = load_whole_pack(name, extra)
    examples = load_examples(pack, pack_folder(name, extra))
    calendar = load_calendar()
    mismatches: list[Mismatch] = []
    shown: dict[str, set[str]] = {}
    for example in examples:
        for rule, expected, got in _outcomes(pack, example, calendar):
            shown.setdefault(rule, set()).add(got.partition(":")[0])
            if not _is_as_expected(expected, got):
                mismatches.append(Mismatch(example, rule, expected, got))
    never_pass = tuple(rule for rule in pack.rules if not shown.get(rule, set()) & _PASSING)
    never_fail = tuple(rule for rule in pack.rules if not shown.get(rule, set()) & _FAILING)
    total = sum(len(example.expected) for example in examples)
    return Coverage(len(examples), total, tuple(mismatches), never_pass, never_fail)


_PASSING = {"pass"}
_FAILING = {"fail"}


def _is_as_expected(expected: str, got: str) -> bool:
    return got == expected or (":" not in expected and got.partition(":")[0] == expected)


def _outcomes(pack: Pack, example: Example, calendar: Calendar) -> Iterator[tuple[str, str, str]]:
    dossier = example.dossier
    if example.submission:
        dossier = suppose(pack, dossier, example.submission, example.as_of, calendar)
    judged = judge(pack, dossier, example.as_of, calendar)
    if judged.crashed:
        raise ZlxmError("rule_crashed", {"codes": ", ".join(judged.crashed)})
    for rule, expected in example.expected.items():
        yield rule, expected, result_of(rule, judged)


def result_of(rule: str, judged: Judgement) -> str:
    """Return a rule's result as examples write it: `pass`, `fail:error`, `waived` …."""
    found = [finding for finding in judged.findings if finding.rule == rule]
    counting = [finding for finding in found if finding.counts]
    if counting:
        worst = max(counting, key=lambda finding: (FINDING_STATES.index(finding.state) == 0, finding.severity))
        return f"{worst.state.value}:{worst.severity.word}"
    if found:
        return "waived"
    return judged.outcomes.get(rule, State.NOT_APPLICABLE if judged.outcomes else State.NOT_YET).value


def load_examples(pack: Pack, folder: str) -> tuple[Example, ...]:
    """Return the examples of a pack's folder in file order."""
    problems: list[PackProblem] = []
    examples = [each for path in example_files(folder) for each in _of_file(path, pack, problems)]
    if problems:
        raise InvalidPack(tuple(problems))
    return tuple(examples)


def _of_file(path: str, pack: Pack, problems: list[PackProblem]) -> Iterator[Example]:
    root, found = read_data(path)
    problems += [PackProblem(path, each) for each in found]
    listed = root.get("examples") if isinstance(root, Table) else None
    base = root.get("base") if isinstance(root, Table) else None
    for node in listed.items if isinstance(listed, Listing) else []:
        if isinstance(node, Table):
            yield from _example(node, base if isinstance(base, Table) else Table(1, 1), path, pack, problems)


def _example(node: Table, base: Table, path: str, pack: Pack, problems: list[PackProblem]) -> Iterator[Example]:
    def report(found: Any) -> None:
        problems.append(PackProblem(path, found))

    own = Record(dict, _OWN, "examples").read(Table(node.line, node.column, entries=_outside_blocks(node)), report)
    dossier, faults = read_manifest(_manifest(node, base, pack), pack.vocabulary)
    problems += [PackProblem(path, each) for each in faults if each.severity.word == "error"]
    expected = {rule: str(state) for rule, state in own["expect"].items()}
    if unknown := set(expected) - {*pack.rules, *pack.house}:
        raise ZlxmError("unknown_rule", {"code": ", ".join(sorted(unknown)), "nearest": ""})
    if dossier is not None:
        yield Example(own["name"], path, node.line, dossier, own["as_of"], own["for"], expected)


_OWN = {
    "name": Field(Text(), is_required=True, default=""),
    "as_of": Field(Day(), default=date(2026, 11, 22)),
    "for": Field(Text(), default=""),
    "expect": Field(MapOf(Text()), is_required=True, default={}),
}


def _outside_blocks(node: Table) -> dict[str, Entry]:
    return {key: entry for key, entry in node.entries.items() if key not in _BLOCKS}


def _manifest(node: Table, base: Table, pack: Pack) -> Table:
    """The smallest manifest that reads, with the base's and the example's blocks laid over it."""
    line = node.line
    manifest = Table(line, 1)
    words = pack.vocabulary
    plain = {"zlxm": "1", "regulation": pack.identity.id}
    blocks = {
        "project": {"name": "example", "nature": words.natures[0], "categories": words.categories[0]},
        "unit": {"name": "unit"},
        "plan": {"year": "2025"},
    }
    for key, text in plain.items():
        manifest.entries[key] = Entry(Scalar(key, line, 1), Scalar(text, line, 1))
    for key, values in blocks.items():
        table = Table(
            line,
            1,
            entries={name: Entry(Scalar(name, line, 1), Scalar(text, line, 1)) for name, text in values.items()},
        )
        manifest.entries[key] = Entry(Scalar(key, line, 1), table)
    for source in (base, node):
        for key in _BLOCKS:
            if entry := source.entries.get(key):
                manifest.entries[key] = Entry(entry.key, _laid_over(manifest.get(key), _expanded(key, entry.value)))
    return manifest


def _laid_over(below: Node | None, above: Node) -> Node:
    if isinstance(below, Table) and isinstance(above, Table):
        return Table(above.line, above.column, above.is_flow, {**below.entries, **above.entries})
    return above


def _expanded(key: str, node: Node) -> Node:
    """`documents` may be written as bare kinds, `events` as name → date."""
    if key == "documents" and isinstance(node, Listing):
        return Listing(node.line, node.column, [_document(item, number) for number, item in enumerate(node.items)])
    if key == "events" and isinstance(node, Table):
        return Listing(node.line, node.column, [_dated(name, entry) for name, entry in node.entries.items()])
    return node


def _document(node: Node, number: int) -> Node:
    table = node if isinstance(node, Table) else Table(node.line, node.column)
    if isinstance(node, Scalar):
        table.entries["kind"] = Entry(Scalar("kind", node.line, node.column), node)
    path = Scalar(f"{number}.pdf", node.line, node.column)
    table.entries.setdefault("path", Entry(Scalar("path", node.line, node.column), path))
    return table


def _dated(name: str, entry: Entry) -> Table:
    key = entry.key
    own = dict(entry.value.entries) if isinstance(entry.value, Table) else {}
    own["event"] = Entry(Scalar("event", key.line, key.column), Scalar(name, key.line, key.column))
    if isinstance(entry.value, Scalar):
        own["date"] = Entry(Scalar("date", key.line, key.column), entry.value)
    return Table(key.line, key.column, entries=own)
