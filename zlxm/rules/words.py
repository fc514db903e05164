"""How the words of a pack are read: moments, conditions, references, amounts, periods. Unknown names are problems
with a place, so a misspelt rule fails when the pack is loaded and not when some dossier happens to reach it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from zlxm.model.language import (
    Combined,
    Condition,
    FirstKnown,
    Last,
    Literal,
    Moment,
    Need,
    Quantity,
    Ref,
    Selector,
    Share,
    Sum,
    Test,
)
from zlxm.model.money import parse_amount_with_unit
from zlxm.model.node import Listing, Node, Scalar, Table
from zlxm.model.shape import Choice, Flag, ListOf, Report, Shape, nearest, problem
from zlxm.model.vocabulary import Vocabulary
from zlxm.rules.conditions import OPERATORS, ORDERED
from zlxm.rules.references import Known, check_ref
from zlxm.rules.word_shapes import Noting, Reader, read_month_day, read_ordered, read_part, read_period, read_texts

_COMBINERS = ("all", "any", "not")
_SPECIAL = ("item", "gate")
_SELECTOR_KEYS = ("event", "document", "where", "when", "unless")


@dataclass(slots=True)
class Words:
    """The shapes that depend on one pack's vocabulary. `moments` collects the inline ones; `used` the names met."""

    vocabulary: Vocabulary
    known: Known
    moments: dict[str, Moment] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    @property
    def flag(self) -> Shape:
        """True or false."""
        return Flag()

    @property
    def documents(self) -> Shape:
        """One document kind or a list of alternatives."""
        return Noting(ListOf(Choice(tuple(self.vocabulary.documents), "document"), or_one=True), self.used)

    @property
    def event(self) -> Shape:
        """One kind of event."""
        return Noting(Choice(tuple(self.vocabulary.events), "event"), self.used)

    @property
    def event_fields(self) -> Shape:
        """One field of events or a list of them."""
        return ListOf(Choice(self.known.event_fields, "field"), or_one=True)

    @property
    def need(self) -> Shape:
        """One moment or a list of alternatives."""
        return Reader(self._need)

    @property
    def condition(self) -> Shape:
        """A condition."""
        return Reader(self._condition)

    @property
    def ref(self) -> Shape:
        """A dotted path."""
        return Reader(self._ref)

    @property
    def quantity(self) -> Shape:
        """An amount, fixed or worked out."""
        return Reader(self._quantity)

    @property
    def period(self) -> Shape:
        """30d, 1m, 1y."""
        return Reader(read_period)

    @property
    def month_day(self) -> Shape:
        """A yearly date such as "09-30"."""
        return Reader(read_month_day)

    def _need(self, node: Node, report: Report) -> Need:
        nodes = node.items if isinstance(node, Listing) else [node]
        names = [self._moment(each, report) for each in nodes]
        return tuple(name for name in names if name)

    def _moment(self, node: Node, report: Report) -> str:
        if isinstance(node, Table):
            selector = self.selector(node, report)
            name = f"{'document' if selector.is_document else 'event'}:{selector.name}:{node.line}:{node.column}"
            self.moments[name] = Moment(name, (selector,))
            return name
        if not isinstance(node, Scalar):
            report(problem("wrong_type", node, expected="text"))
            return ""
        names = (*_SPECIAL, *self.moments, *self.vocabulary.events)
        if node.text in names:
            self.used.add(node.text)
            return node.text
        report(
            problem(
                "unknown_word", node, word=node.text, vocabulary="moment", nearest=nearest(node.text, names), known=""
            )
        )
        return ""

    def selector(self, table: Table, report: Report) -> Selector:
        """Return `{event|document: …, where: …, when: …}`."""
        for key, entry in table.entries.items():
            if key not in _SELECTOR_KEYS:
                report(
                    problem(
                        "unknown_key",
                        entry.key,
                        key=key,
                        nearest=nearest(key, _SELECTOR_KEYS),
                        known=", ".join(_SELECTOR_KEYS),
                    )
                )
        is_document = "document" in table.entries
        word = table.get("document" if is_document else "event")
        words = tuple(self.vocabulary.documents if is_document else self.vocabulary.events)
        name = Choice(words, "document" if is_document else "event").read(word, report) if word else None
        if word is None:
            report(problem("missing_key", table, key="event", of="moment"))
        self.used.add(name or "")
        where, when, unless = table.get("where"), table.get("when"), table.get("unless")
        return Selector(
            name or "",
            is_document,
            self._condition(where, report, "item.") if where else None,
            self._condition(when, report) if when else None,
            self._moment(unless, report) if unless else "",
        )

    def _ref(self, node: Node, report: Report) -> Ref | None:
        text = node.text if isinstance(node, Scalar) else ""
        ref = Ref(tuple(text.split(".")))
        return self._checked(ref, node, report)

    def _checked(self, ref: Ref, node: Node, report: Report) -> Ref | None:
        fault = check_ref(ref, self.known)
        if fault:
            report(
                problem(
                    "unknown_word",
                    node,
                    word=ref.text,
                    vocabulary="reference",
                    nearest=fault.nearest,
                    known=fault.known,
                )
            )
            return None
        self.used.update(ref.parts[1:])
        return ref

    def _condition(self, node: Node, report: Report, prefix: str = "") -> Condition | None:
        if isinstance(node, Listing):
            parts = [self._condition(each, report, prefix) for each in node.items]
            return Combined("all", tuple(part for part in parts if part))
        if not isinstance(node, Table):
            report(problem("wrong_type", node, expected="table"))
            return None
        parts = []
        for key, entry in node.entries.items():
            if key in _COMBINERS:
                inner = self._condition(entry.value, report, prefix)
                parts.append(
                    Combined(key, inner.parts if isinstance(inner, Combined) and inner.op == "all" else (inner,))
                    if inner
                    else None
                )
            else:
                parts.extend(self._tests(Ref(tuple((prefix + key).split("."))), entry.key, entry.value, report))
        kept = tuple(part for part in parts if part is not None)
        return kept[0] if len(kept) == 1 else Combined("all", kept)

    def _tests(self, ref: Ref, key: Node, value: Node, report: Report) -> list[Condition | None]:
        if self._checked(ref, key, report) is None:
            return []
        if isinstance(value, Scalar):
            return [Test(ref, "is", value.text)]
        if isinstance(value, Listing):
            return [Test(ref, "in", read_texts(value))]
        tests: list[Condition | None] = []
        for op, entry in value.entries.items():
            if op not in OPERATORS:
                known = ", ".join(OPERATORS)
                report(
                    problem(
                        "unknown_word",
                        entry.key,
                        word=op,
                        vocabulary="operator",
                        nearest=nearest(op, OPERATORS),
                        known=known,
                    )
                )
                continue
            operand = self._operand(op, entry.value, report)
            tests.append(Test(ref, op, operand))
        return tests

    def _operand(self, op: str, node: Node, report: Report) -> Any:
        if op in ("same", "subset", "later_than"):
            return self._ref(node, report)
        if op in ("in", "includes"):
            return read_texts(node)
        text = node.text if isinstance(node, Scalar) else ""
        if op not in ORDERED:
            return text
        value = read_ordered(text)
        if value is None:
            report(problem("bad_money", node, text=text))
        return value

    def _quantity(self, node: Node, report: Report) -> Quantity | None:
        if isinstance(node, Listing):
            options = [self._quantity(each, report) for each in node.items]
            return FirstKnown(tuple(option for option in options if option))
        if isinstance(node, Table):
            return self._worked_out(node, report)
        amount = parse_amount_with_unit(node.text)
        return Literal(amount) if amount is not None else self._ref(node, report)

    def _worked_out(self, table: Table, report: Report) -> Quantity | None:
        if (summed := table.get("sum")) is not None:
            return Sum(self._need(summed, report))
        if (last := table.get("last")) is not None:
            return Last(self._need(last, report))
        whole = table.get("of")
        of = self._quantity(whole, report) if whole else Ref(("item", "base"))
        part = read_part(table, report)
        return Share(of, *part) if of and part else None
