"""Pack source → Pack. From here on rule data cannot fail; every fault is found with its file and line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from zlxm.model.language import Moment
from zlxm.model.node import Entry, Scalar, Table
from zlxm.model.pack import (
    NO_PATTERNS,
    Article,
    ChecklistItem,
    HousePatterns,
    Identity,
    MatrixRow,
    Pack,
    PackageLimits,
    ProjectClass,
    Reading,
    Rule,
    Stage,
    Submission,
)
from zlxm.model.portfolio import PortfolioTerms
from zlxm.model.problem import Problem, Severity
from zlxm.model.shape import Choice, Day, Field, Flag, ListOf, Record, Shape, Text, Whole, nearest, problem
from zlxm.model.source import DISABLE, Collected, PackProblem, PackSource, Part
from zlxm.model.value import replace
from zlxm.rules.portfolio_binding import portfolio_fields
from zlxm.rules.references import known_names
from zlxm.rules.rule_binding import RuleBinder
from zlxm.rules.self_check_binding import bind_self_check
from zlxm.rules.settled_binding import bind_settled
from zlxm.rules.soundness import unsound
from zlxm.rules.statement_binding import bind_statements
from zlxm.rules.submission_binding import SelectorShape, submission_shape
from zlxm.rules.vocabulary_binding import bind_vocabulary
from zlxm.rules.words import Words

_TEXTS = ListOf(Text(), or_one=True)
_SEVERITY = Choice(("error", "warning", "info"), "severity")
BLOCKS = (
    "pack",
    "effective",
    "package",
    "settled",
    "portfolio",
    "words",
    "fields",
    "events",
    "documents",
    "facts",
    "blocks",
    "severity",
    "moments",
    "amounts",
    "classes",
    "stages",
    "submissions",
    "matrices",
    "rules",
    "articles",
    "readings",
    "checklist",
    "self_check",
    "guide",
    "statements",
    "extends",
    DISABLE,
    "explain",
)
DISPOSITIONS = ("checked", "generated", "reminded", "human", "nothing")


def bind(
    source: PackSource, house: PackSource, patterns: HousePatterns = NO_PATTERNS
) -> tuple[Pack | None, tuple[PackProblem, ...]]:
    """Return the pack, or None with every problem found. `house` holds the rules outside any regulation, `patterns`
    what they look for in names."""
    binder = _Binder(source)
    pack = replace(
        binder.pack(_house_rules(house, binder.collected)),
        secrecy_pattern=patterns.secrecy,
        leftover_pattern=patterns.leftover,
        noise_pattern=patterns.noise,
    )
    problems = (*source.problems, *binder.collected.problems)
    return (None if problems else pack), problems


def _house_rules(house: PackSource, collected: Collected) -> dict[str, Rule]:
    fields = {
        "title": Field(Text(), is_required=True, default=""),
        "severity": Field(_SEVERITY, is_required=True, default="error"),
        "message": Field(Text(), is_required=True, default=""),
        "hint": Field(Text(), default=""),
        "prohibition": Field(Flag(), default=False),
    }
    rules: dict[str, Rule] = {}
    for code, part in house.block("rules").items():
        collected.file = part.file
        read = Record(dict, fields, code).read(part.node, collected.add)
        severity = Severity[read["severity"].upper()]
        rules[code] = Rule(
            code,
            None,
            read["title"],
            severity,
            is_prohibition=read["prohibition"],
            hint=read["hint"],
            message=read["message"],
        )
    return rules


class _Binder:
    """Binds one source block by block, in the order their names depend on each other."""

    def __init__(self, source: PackSource) -> None:
        self._source = source
        self.collected = Collected()
        self._vocabulary = bind_vocabulary(source, self.collected)
        moments, amounts = source.block("moments"), source.block("amounts")
        self._words = Words(self._vocabulary, known_names(self._vocabulary, moments, amounts))

    def pack(self, house: Mapping[str, Rule]) -> Pack:
        """Return the whole pack."""
        for name, parts in self._source.blocks.items():
            if name not in BLOCKS:
                self._note(
                    next(iter(parts.values())),
                    problem("unknown_block", _any_node(parts), block=name, known=", ".join(BLOCKS)),
                )
        self._moments()
        amounts = {name: self._read(part, self._words.quantity) for name, part in self._block("amounts")}
        classes = tuple(self._class(name, part) for name, part in self._block("classes"))
        every_rule, rows = self._rules()
        rules = self._without_disabled(every_rule)
        words = dict.fromkeys(("return_event", "correction_event"), Field(self._words.event, default=""))
        effective = self._whole("effective", {**_EFFECTIVE, **words})
        limits = self._whole("package", _PACKAGE, PackageLimits)
        vocabulary = replace(self._vocabulary, codes=(*rules, *house))
        pack = Pack(
            self._whole("pack", _IDENTITY, Identity),
            vocabulary,
            rules=rules,
            house=house,
            moments=self._words.moments,
            amounts=amounts,
            classes=classes,
            stages=tuple(self._stage(name, part) for name, part in self._block("stages")),
            submissions={name: self._submission(name, part, rows) for name, part in self._block("submissions")},
            articles={int(name): self._article(name, part) for name, part in self._block("articles")},
            severities=self._severities(),
            readings={name: self._reading(name, part) for name, part in self._block("readings")},
            checklist=self._checklist(),
            statements=bind_statements(self._source, self._words, self.collected),
            guide={name: part.node.text for name, part in self._block("guide") if isinstance(part.node, Scalar)},
            package=limits,
            portfolio=self._whole("portfolio", portfolio_fields(self._words), PortfolioTerms),
            settled=bind_settled(self._source, self._words, self.collected),
            **effective,
        )
        self.collected.problems += unsound(pack, self._source, self._words.used)
        return replace(pack, self_check=bind_self_check(self._source, pack, self.collected))

    def _block(self, name: str) -> Iterable[tuple[str, Part]]:
        return self._source.block(name).items()

    def _note(self, part: Part, found: Problem) -> None:
        self.collected.file = part.file
        self.collected.add(found)

    def _read(self, part: Part, shape: Shape) -> Any:
        self.collected.file = part.file
        return shape.read(part.node, self.collected.add)

    def _whole(self, block: str, fields: Mapping[str, Field], build: Any = dict) -> Any:
        parts = self._source.block(block)
        table = Table(1, 1)
        files: dict[tuple[int, int], str] = {}  # an inherited block has its entries in several files
        for name, part in parts.items():
            table.entries[name] = _entry(part)
            files |= dict.fromkeys([(node.line, node.column) for node in (part.key, part.node)], part.file)
            self.collected.file = part.file
        last = self.collected.file

        def report(found: Problem) -> None:
            self.collected.file = files.get((found.line, found.column), last)
            self.collected.add(found)

        return Record(build, fields, block).read(table, report)

    def _moments(self) -> None:
        fields: Shape = ListOf(SelectorShape(self._words), or_one=True)
        for name, part in self._block("moments"):
            if name in self._vocabulary.events:
                self._note(part, problem("name_taken", part.key, name=name))
            self._words.moments[name] = Moment(name, ())
            selectors = self._read(part, fields)
            self._words.moments[name] = Moment(name, tuple(each for each in selectors if each))

    def _severities(self) -> dict[str, Severity]:
        read = {name: self._read(part, _SEVERITY) for name, part in self._block("severity")}
        return {name: Severity[word.upper()] for name, word in read.items() if word}

    def _rules(self) -> tuple[dict[str, Rule], dict[str, list[MatrixRow]]]:
        binder = RuleBinder(self._words, self._severities(), self.collected)
        rules = binder.rules(self._source.block("rules"))
        rows: dict[str, list[MatrixRow]] = {}
        for name, part in self._block("matrices"):
            for rule, row in binder.matrix_rules(name, part):
                rules[rule.id] = rule
                rows.setdefault(name, []).append(row)
        return dict(sorted(rules.items(), key=lambda item: item[1].sort_key)), rows

    def _without_disabled(self, rules: Mapping[str, Rule]) -> dict[str, Rule]:
        disabled = self._source.block(DISABLE)
        for code, part in disabled.items():
            if code not in rules:
                near = nearest(code, tuple(rules))
                self._note(
                    part, problem("unknown_word", part.key, word=code, vocabulary="rule", nearest=near, known="")
                )
        return {code: rule for code, rule in rules.items() if code not in disabled}

    def _class(self, name: str, part: Part) -> ProjectClass:
        fields = {"title": Field(Text(), default=""), "when": Field(self._words.condition)}
        read: dict[str, Any] = self._read(part, Record(dict, fields, "classes")) or {"title": "", "when": None}
        return ProjectClass(name, **read)

    def _stage(self, name: str, part: Part) -> Stage:
        return Stage(
            name,
            self._read(part, Record(lambda since: since, {"since": Field(self._words.need, default=())}, "stages"))
            or (),
        )

    def _submission(self, name: str, part: Part, rows: Mapping[str, list[MatrixRow]]) -> Submission:
        read = self._read(part, submission_shape(self._words, rows))
        return read.named(name) if read else Submission(name, (), ())

    def _article(self, number: str, part: Part) -> Article:
        fields = {
            "title": Field(Text(), is_required=True, default=""),
            "disposition": Field(Choice(DISPOSITIONS, "disposition"), is_required=True, default="human"),
            "note": Field(Text(), default=""),
        }
        return Article(int(number), **self._read(part, Record(dict, fields, "articles")))

    def _reading(self, name: str, part: Part) -> Reading:
        fields = {key: Field(Text(), default="") for key in ("issue", "chosen", "alternatives")}
        return Reading(name, **self._read(part, Record(dict, fields, "readings")))

    def _checklist(self) -> tuple[ChecklistItem, ...]:
        fields = {
            "article": Field(Whole(1, 999), is_required=True, default=0),
            "stage": Field(Text(), default=""),
            "text": Field(Text(), is_required=True, default=""),
        }
        parts = self._source.block("checklist").values()
        shape = ListOf(Record(ChecklistItem, fields, "checklist"))
        return tuple(item for part in parts for item in self._read(part, shape) if item)


_IDENTITY = {
    "id": Field(Text(), is_required=True, default=""),
    "title": Field(Text(), is_required=True, default=""),
    "issuer": Field(Text(), is_required=True, default=""),
    "issued": Field(Text(), default=""),
    "number": Field(Text(), default=""),
    "read": Field(Choice(("full", "partial"), "read"), default="full"),
    "note": Field(Text(), default=""),
}
_EFFECTIVE = {
    "from": Field(Day(), is_required=True, default=date.min, name="effective_from"),
    "to": Field(Day(), name="effective_to"),
    "superseded_by": Field(Text(), default=""),
    "validity": Field(_TEXTS, default=()),
    "rollover": Field(Flag(), default=True),
    "secrecy_rule": Field(Text(), default=""),
    "statement_article": Field(Whole(1, 999)),
}

_PACKAGE = {
    "most_file_mb": Field(Whole(1, 500), default=PackageLimits().most_file_mb),
    "most_mb": Field(Whole(1, 2000), default=PackageLimits().most_mb),
}


def _any_node(parts: Mapping[str, Part]) -> Scalar:
    return next(iter(parts.values())).key


def _entry(part: Part) -> Entry:
    return Entry(part.key, part.node)
