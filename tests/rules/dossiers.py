"""Random dossiers in the words of the built-in pack: every field valid, everything else as it comes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.builders import make_dossier, pack
from zlxm.model.attachment import FileFacts, FileState
from zlxm.model.dossier import Budget, Document, Dossier, Event, Funding, Person, Plan, Project, System, Unit, Waiver
from zlxm.model.shape import Choice, Day, Field, Flag, ListOf, Money, Record, Shape, Text, Whole

WORDS = pack().vocabulary
DAYS = st.dates(date(2023, 1, 1), date(2027, 12, 31))
ANY_DAYS = st.one_of(
    DAYS, st.sampled_from([date.min, date.max, date(2023, 7, 31), date(2023, 7, 30), date(2027, 2, 28)])
)
AMOUNTS = st.decimals(min_value=0, max_value=500, places=2)
CODES = st.sampled_from([code for code in WORDS.codes if code != pack().secrecy_rule])


TEXTS = ["钟楼区民政局", "区财政局", "C1", "初验", "公开招标", "甲", "数据共享"]
OF_TYPE: dict[type, Callable[[Any], st.SearchStrategy[Any]]] = {
    Choice: lambda shape: st.sampled_from(shape.words),
    Money: lambda _: AMOUNTS,
    Whole: lambda shape: st.integers(max(shape.least, 0), min(shape.most, 2100)),
    Flag: lambda _: st.booleans(),
    Day: lambda _: ANY_DAYS,
    ListOf: lambda shape: st.lists(of(shape.item), max_size=3).map(tuple),
    Record: lambda shape: st.fixed_dictionaries({key: maybe(field) for key, field in shape.fields.items()}),
    Text: lambda _: st.sampled_from(TEXTS),
}


def of(shape: Shape) -> st.SearchStrategy[Any]:
    """Return values that a shape can read into."""
    return OF_TYPE[type(shape)](shape)


def maybe(field: Field) -> st.SearchStrategy[Any]:
    """Return values of a field; an optional one may be absent."""
    given = of(field.shape)
    return given if field.is_required else st.one_of(st.just(field.default), given)


EVENTS = st.sampled_from(list(WORDS.events)).flatmap(
    lambda name: st.builds(
        Event,
        st.just(name),
        ANY_DAYS,
        st.fixed_dictionaries({key: maybe(field) for key, field in WORDS.events[name].fields.items()}),
        number=st.sampled_from(["", "1号"]),
    )
)
DOCUMENTS = st.builds(
    Document,
    st.lists(st.sampled_from(list(WORDS.documents)), min_size=1, max_size=2, unique=True).map(tuple),
    st.sampled_from(["甲.pdf", "A.PDF", "a.pdf", "../外.pdf", "con.docx", "夹/乙.docx", "秘密★1年.pdf", "丙", ""]),
    st.one_of(st.none(), ANY_DAYS),
)
WAIVERS = st.one_of(
    st.builds(Waiver, st.just("理由"), st.just("某局"), ANY_DAYS, rule=CODES, until=st.one_of(st.none(), ANY_DAYS)),
    st.builds(
        Waiver,
        st.just("理由"),
        st.just("某局"),
        ANY_DAYS,
        document=st.sampled_from(list(WORDS.documents)),
        until=st.one_of(st.none(), ANY_DAYS),
    ),
)
FILES = st.builds(
    FileFacts,
    st.just(""),
    st.sampled_from(FileState),
    st.just(100),
    st.sampled_from(["pdf", "docx", "zip", "ole", ""]),
    st.booleans(),
    st.sampled_from(["", "truncated"]),
    st.sampled_from([(), ("XXX",)]),
    st.sampled_from([(), ("机密★",)]),
)
SYSTEMS = st.builds(System, st.just("平台"), st.integers(0, 4), st.booleans(), st.booleans())
UNITS = st.builds(
    Unit,
    st.sampled_from(["钟楼区民政局", "区财政局"]),
    st.sampled_from([None, "部门", "国有企业"]),
    st.sampled_from([(), ("区财政局",)]),
    st.sampled_from([None, Person("张三")]),
    st.sampled_from([None, "信息中心"]),
)
BUDGETS = st.builds(
    Budget, st.one_of(st.none(), AMOUNTS), funding=st.sampled_from([(), (Funding("区级财政", Decimal(1)),)])
)


@st.composite
def dossiers(draw: st.DrawFn, most_events: int = 12) -> Dossier:
    """Return a dossier that could have been read from a valid manifest, however unlikely."""
    documents = draw(st.lists(DOCUMENTS, max_size=6))
    files = {each.file: draw(FILES) for each in documents if draw(st.booleans())}
    return make_dossier(
        project=draw(
            st.builds(
                Project,
                st.just("项目"),
                st.sampled_from(WORDS.natures),
                st.lists(st.sampled_from(WORDS.categories), min_size=1, max_size=2, unique=True).map(tuple),
            )
        ),
        unit=draw(UNITS),
        plan=draw(st.builds(Plan, st.integers(2000, 2100), st.booleans(), st.sampled_from([None, *WORDS.grounds]))),
        budget=draw(BUDGETS),
        systems=tuple(draw(st.lists(SYSTEMS, max_size=2))),
        facts=draw(st.fixed_dictionaries({name: maybe(kind.field) for name, kind in WORDS.facts.items()})),
        events=draw(st.lists(EVENTS, max_size=most_events)),
        documents=documents,
        waivers=draw(st.lists(WAIVERS, max_size=3)),
        files=files,
        unlisted=tuple(draw(st.lists(st.sampled_from(["~$x.docx", "余.txt", "A.pdf", "绝密★.doc"]), unique=True))),
    )
