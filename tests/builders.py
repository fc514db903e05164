"""What tests are made from: a dossier that breaks no rule, of which a test changes only what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from zlxm.model.attachment import FileFacts, FileState
from zlxm.model.calendar import Calendar
from zlxm.model.dossier import Budget, Document, Dossier, Event, Plan, Project, Unit, Waiver
from zlxm.model.finding import Finding, Judgement
from zlxm.model.node import Node, Table
from zlxm.model.pack import Pack
from zlxm.model.problem import Problem
from zlxm.model.source import PackProblem, PackSource, blocks_of
from zlxm.model.value import replace
from zlxm.rules.assembly import make_case
from zlxm.rules.binding import bind
from zlxm.rules.case import Case
from zlxm.rules.judge import judge
from zlxm.services.regulations import DEFAULT, house_source, load_calendar, load_whole_pack
from zlxm.store.yaml_text import read_yaml

AS_OF = date(2024, 10, 8)


def pack() -> Pack:
    """Return the built-in pack that most tests judge by."""
    return load_whole_pack(DEFAULT)


def calendar() -> Calendar:
    """Return the shipped holidays."""
    return load_calendar()


def day(text: str) -> date:
    """Return the day written YYYY-MM-DD."""
    return date.fromisoformat(text)


def event(name: str, on: str, *, of: Pack | None = None, number: str = "", **values: Any) -> Event:
    """Return an event with all fields that its kind declares, defaults filled in."""
    declared = (of or pack()).vocabulary.events[name].fields
    given = {key: Decimal(value) if key in ("amount", "total") and value else value for key, value in values.items()}
    return Event(name, day(on), {key: field.default for key, field in declared.items()} | given, number=number)


def document(kind: str | tuple[str, ...], on: str | None = None, file: str | None = None) -> Document:
    """Return a document; its file is named after its first kind."""
    kinds = (kind,) if isinstance(kind, str) else kind
    return Document(kinds, f"{kinds[0]}.pdf" if file is None else file, day(on) if on else None)


def waiver(on: str = "2024-10-01", **target: Any) -> Waiver:
    """Return a waiver of `rule=` or `document=`; `until=` as text."""
    until = target.pop("until", None)
    return Waiver("理由", "区大数据管理局", day(on), until=day(until) if until else None, **target)


def file(path: str, state: FileState = FileState.PRESENT, **facts: Any) -> FileFacts:
    """Return the facts of a sound PDF, or of what the test says."""
    return FileFacts(path, state, facts.pop("size", 1000), facts.pop("format", "pdf"), **facts)


def files(*facts: FileFacts) -> dict[str, FileFacts]:
    """Return facts by path."""
    return {each.path: each for each in facts}


APPLIED = (
    event("三重一大决策", "2024-08-20"),
    event("申报", "2024-09-18", number="PT202409-031"),
)
APPLICATION_PAPERS = (
    document("三重一大会议纪要", "2024-08-20"),
    document("项目建设申报表"),
    document("项目建设方案"),
)


def make_dossier(**changes: Any) -> Dossier:
    """Return a dossier of 20 × 10,000 yuan that was applied for in time; on AS_OF nothing is wrong with it."""
    usual: dict[str, Any] = {
        "regulation": DEFAULT,
        "project": Project("智慧养老服务平台", "新建", ("软件应用",)),
        "unit": Unit("钟楼区民政局"),
        "plan": Plan(2025),
        "budget": Budget(Decimal(20)),
        "events": APPLIED,
        "documents": APPLICATION_PAPERS,
    }
    fields = usual | changes
    for name in ("events", "documents", "waivers"):
        listed: Iterable[Any] = fields.get(name, ())
        fields[name] = tuple(replace(each, index=number) for number, each in enumerate(listed))
    return Dossier(**fields)


def make(on: date | str = AS_OF, *, by: Pack | None = None, **changes: Any) -> Case:
    """Return the case of a changed dossier."""
    return make_case(by or pack(), make_dossier(**changes), day(on) if isinstance(on, str) else on, calendar())


def judged(on: date | str = AS_OF, *, by: Pack | None = None, **changes: Any) -> Judgement:
    """Return what is said about a changed dossier."""
    return judge(by or pack(), make_dossier(**changes), day(on) if isinstance(on, str) else on, calendar())


def codes(found: Iterable[Finding] | Judgement) -> list[str]:
    """Return the rules of the findings."""
    return [each.rule for each in (found.findings if isinstance(found, Judgement) else found)]


def root(text: str) -> Table:
    """Return the nodes of a sound YAML text."""
    node, problems = read_yaml(text.encode())
    assert problems == ()
    assert isinstance(node, Table)
    return node


def places(problems: Iterable[Problem]) -> list[tuple[str, int, int]]:
    """Return code, line and column of problems."""
    return [(each.code, each.line, each.column) for each in problems]


def nodes(text: str | bytes) -> tuple[Node | None, list[tuple[str, int, int]]]:
    """Return the node and the places of problems of a YAML text."""
    node, problems = read_yaml(text.encode() if isinstance(text, str) else text)
    return node, places(problems)


SMALL = """
pack: {id: small, title: 小办法, issuer: 某局}
effective: {from: 2020-01-01}
words: {natures: [新建], categories: [软件], unit_kinds: [部门], grounds: [紧急]}
fields:
  amount: {type: money, title: 金额}
  lot: {type: whole, default: "1", title: 标段}
  id: {type: text, title: 编号}
  ref: {type: text, title: 所指}
  due: {type: day, title: 限期}
  ok: {type: flag, title: 是否}
  total: {type: money, title: 总额}
  items: {type: records, title: 明细, fields: {name: text, delta: money}}
  schedule_only: {type: flag, title: 只改进度}
events:
  甲: {fields: [amount, lot, ok, due, id]}
  乙: {fields: [amount, lot, ref]}
  丙: {fields: [id, items, total, schedule_only]}
  丁: {fields: [ref]}
documents: {纸一: {}, 纸二: {aliases: [二号纸]}, 纸三: {formats: [pdf]}}
facts:
  mood: {type: text, title: 心情}
severity: {应: error, 读法: warning, 提示: info}
stages: {筹备: {}, 办理: {since: [甲, 乙, 丙, 丁]}}
submissions: {办理: {assume: [{event: 甲, unless: 甲}], files: [{docs: [纸一, 纸二, 纸三], optional: true}]}}
rules: {R0-1: {article: 1, force: 提示, title: 心情, forbid: {that: {facts.mood: 坏}}, message: 心情坏}}
"""


def bound(blocks: str = "{}") -> tuple[Pack | None, tuple[PackProblem, ...]]:
    """Return a small pack with the given blocks laid over its own, or its problems."""
    merged: dict[str, Any] = {}
    for text in (SMALL, blocks):
        for name, parts in blocks_of(root(text), "small.yaml").items():
            merged.setdefault(name, {}).update(parts)
    return bind(PackSource(merged), *house_source())


def small_pack(blocks: str = "{}") -> Pack:
    """Return a small pack with the given blocks."""
    made, problems = bound(blocks)
    assert problems == ()
    assert made is not None
    return made
