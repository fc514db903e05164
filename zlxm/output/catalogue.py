"""Rules, articles and packs as text for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from zlxm.model.pack import Pack, Rule
from zlxm.output.layout import Line, Span, cells, coloured, paragraph, plain
from zlxm.wording.sentences import label, say

if TYPE_CHECKING:
    from zlxm.services.examples import Coverage
    from zlxm.services.explain import Covered, Explanation


def _text(lines: Iterable[Line], *, is_coloured: bool) -> str:
    return coloured(lines) if is_coloured else plain(lines)


def format_explanations(found: Iterable[Explanation], width: int, *, is_coloured: bool) -> str:
    """Return the explanations one after the other."""
    lines = [line for each in found for line in ((), *_explanation(each, width))]
    return _text(lines[1:], is_coloured=is_coloured)


def _article(rule: Rule) -> str:
    return say("article", number=rule.article) if rule.article else say("outside")


def _explanation(found: Explanation, width: int) -> Iterator[Line]:
    rule = found.rule
    yield (Span(rule.id, "head"), Span(f"  {rule.title}", "head"))
    force = say("force", word=rule.force, severity=label("severity", rule.severity.word)) if rule.force else ""
    ban = say("never_waived") if rule.is_prohibition else ""
    severity = label("severity", rule.severity.word)
    yield from paragraph(
        " · ".join(part for part in (_article(rule), force or severity, ban) if part), width, indent=2, role="dim"
    )
    for key, text in (("meaning", found.meaning), ("comply", found.comply)):
        if text:
            yield from _titled(say(key), text, width)
    papers = say("semicolon").join(say("paper", kind=kind, office=office) for kind, office in found.papers)
    for key, text in (("papers", papers), ("good", found.good), ("bad", found.bad)):
        if text:
            yield from _titled(say(key), text, width)
    for reading in found.readings:
        text = say("reading", issue=reading.issue, chosen=reading.chosen, others=reading.alternatives)
        yield from _titled(reading.id, text, width)


def _titled(title: str, text: str, width: int) -> list[Line]:
    return paragraph(text, width, indent=10, first="  " + title + " ")


def format_rules(pack: Pack, width: int, *, is_coloured: bool) -> str:
    """Return the catalogue grouped by article."""
    lines: list[Line] = [(Span(pack.identity.title, "head"),)]
    by_article = sorted(pack.rules.values(), key=lambda rule: rule.article or 0)
    for _, rules in groupby(by_article, key=lambda rule: rule.article):
        lines += [line for rule in rules for line in _rule_line(rule, width)]
    lines += [(), (Span(say("house_rules"), "head"),)]
    lines += [line for rule in pack.house.values() for line in _rule_line(rule, width)]
    count = say("rule_count", number=len(pack.rules), house=len(pack.house))
    return _text([*lines, (), *paragraph(count, width)], is_coloured=is_coloured)


def _rule_line(rule: Rule, width: int) -> list[Line]:
    severity = label("severity", rule.severity.word)
    first = f"  {rule.id:<10}{severity}  "
    lines = paragraph(rule.title, width, indent=cells(first) + 2, first=first)
    return [(Span(lines[0][0].text, rule.severity.word), *lines[0][1:]), *lines[1:]]


def format_coverage(covered: tuple[Pack, tuple[Covered, ...]], width: int, *, is_coloured: bool) -> str:
    """Return every article with its disposition, rules and number of examples."""
    pack, articles = covered
    lines: list[Line] = [(Span(pack.identity.title, "head"),)]
    for each in articles:
        disposition = label("disposition", each.article.disposition)
        first = f"  {say('article', number=each.article.number)}"
        head = f"{first}{' ' * (12 - cells(first))}{disposition}"
        lines.append((Span(head), Span(" " * max(2, 24 - cells(head)) + each.article.title, "head")))
        detail = say("covered", rules=" ".join(each.rules), examples=each.examples) if each.rules else each.article.note
        if detail:
            lines += paragraph(detail, width, indent=14, role="dim")
        for item in pack.checklist:
            if item.article == each.article.number:
                lines += paragraph(say("human_item", text=item.text), width, indent=14, role="dim")
    counted = {name: sum(each.article.disposition == name for each in articles) for name in _DISPOSITIONS}
    summary = say("list_comma").join(
        f"{label('disposition', name)} {number}" for name, number in counted.items() if number
    )
    return _text(
        [*lines, (), *paragraph(say("article_count", number=len(articles), summary=summary), width)],
        is_coloured=is_coloured,
    )


_DISPOSITIONS = ("checked", "generated", "reminded", "human", "nothing")


def format_packs(packs: Iterable[Pack]) -> str:
    """Return one line a pack."""
    return plain(
        (Span(f"{pack.identity.id:<16}{pack.identity.title}"), Span(f"  {pack.identity.issuer}", "dim"))
        for pack in packs
    )


def format_pack(pack: Pack) -> str:
    """Return what a pack is and contains."""
    identity = pack.identity
    lines: list[Line] = [(Span(f"{identity.id}  {identity.title}", "head"),)]
    told = (
        ("issuer", identity.issuer),
        ("issued", identity.number or identity.issued),
        ("effective", f"{pack.effective_from} - {pack.effective_to or ''}"),
        ("read", say("read_" + identity.read)),
        ("note", identity.note),
        ("stages", " → ".join(stage.name for stage in pack.stages)),
        ("submissions", " ".join(pack.submissions)),
        ("package", say("pack_limits", file=pack.package.most_file_mb, all=pack.package.most_mb)),
        (
            "size",
            say(
                "pack_counts",
                rules=len(pack.rules),
                events=len(pack.vocabulary.events),
                documents=len(pack.vocabulary.documents),
            ),
        ),
    )
    for key, text in told:
        lines += _titled(say("pack_" + key), text, 100) if text else []
    for text in pack.validity:
        lines += _titled(say("pack_validity"), text, 100)
    return plain(lines)


def format_example_run(results: Iterable[tuple[str, str | None, Coverage]]) -> str:
    """Return how the examples of packs came out."""
    lines: list[Line] = []
    for name, _, result in results:
        key = "examples_bad" if result.mismatches else "examples_good"
        lines.append(
            (
                Span(
                    say(
                        key,
                        name=name,
                        examples=result.examples,
                        expectations=result.expectations,
                        bad=len(result.mismatches),
                    )
                ),
            )
        )
        for each in result.mismatches:
            where = f"{each.example.file}:{each.example.line}"
            lines += paragraph(
                say(
                    "mismatch",
                    where=where,
                    name=each.example.name,
                    rule=each.rule,
                    expected=each.expected,
                    got=each.got,
                ),
                100,
                indent=2,
            )
        for key, rules in (("never_pass", result.never_pass), ("never_fail", result.never_fail)):
            if rules:
                lines += paragraph(say(key, rules=" ".join(rules)), 100, indent=2, role="dim")
    return plain(lines)
