from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import calendar, codes, make_dossier, pack
from tests.rules.dossiers import ANY_DAYS, DAYS, dossiers
from zlxm.model.dossier import Document, Dossier
from zlxm.model.finding import Finding, Judgement, State
from zlxm.model.value import replace
from zlxm.rules.assembly import make_case
from zlxm.rules.checklist import acceptance_list, checklist_of, next_submission
from zlxm.rules.judge import judge
from zlxm.rules.whatif import suppose
from zlxm.services.dossiers import load_dossier
from zlxm.wording.sentences import duty, hint, message

ROOT = Path(__file__).resolve().parents[2]
AHEAD = "FILE-12"
FOLLOWING = {"forbid.forbidden_event", "advise.advice"}  # what follows from a missing paper, without naming it


def said(dossier: Dossier, on: date) -> Judgement:
    return judge(pack(), dossier, on, calendar())


def contents(findings: tuple[Finding, ...]) -> Counter[str]:
    """Return the findings without their places."""
    return Counter(repr(replace(each, at=(), facts={**each.facts, "item": None})) for each in findings)


@given(dossiers(), ANY_DAYS)
def test_judging_never_raises(dossier: Dossier, on: date) -> None:
    judgement = said(dossier, on)
    assert judgement.crashed == ()
    for each in judgement.findings:
        assert message(each)
        assert "{" not in message(each) + hint(each)
    assert all(duty(each) for each in judgement.duties)


@given(dossiers(most_events=5), DAYS, st.sampled_from(list(pack().submissions)))
@settings(max_examples=40)
def test_supposing_and_ticking_never_raise(dossier: Dossier, on: date, submission: str) -> None:
    supposed = suppose(pack(), dossier, submission, on, calendar())
    assert supposed.events[: len(dossier.events)] == dossier.events
    assert said(supposed, on).crashed == ()
    case = make_case(pack(), supposed, on, calendar())
    have, wanted = checklist_of(submission, case).counted()
    assert 0 <= have <= wanted
    assert len(list(acceptance_list(case))) == 1
    assert next_submission(case) in ("", *pack().submissions)


@given(dossiers(), DAYS)
def test_judging_twice_says_the_same(dossier: Dossier, on: date) -> None:
    assert said(dossier, on) == said(dossier, on)


@given(dossiers(), DAYS)
def test_what_lies_ahead_changes_nothing(dossier: Dossier, on: date) -> None:
    seen = replace(dossier, events=tuple(each for each in dossier.events if each.date <= on))
    with_future, without = said(dossier, on), said(seen, on)
    assert [each for each in with_future.findings if each.rule != AHEAD] == [
        each for each in without.findings if each.rule != AHEAD
    ]
    assert (with_future.duties, with_future.outcomes, with_future.stage) == (
        without.duties,
        without.outcomes,
        without.stage,
    )


@given(dossiers(), DAYS, st.randoms(use_true_random=False))
def test_the_order_of_documents_is_no_matter(dossier: Dossier, on: date, chance: st.DrawFn) -> None:
    documents = list({each.file: each for each in dossier.documents}.values())  # the same file twice: the first counts
    kinds = [kind for each in documents for kind in each.kinds]
    documents = [each for each in documents if all(kinds.count(kind) == 1 for kind in each.kinds)]
    shuffled = sorted(documents, key=lambda _: chance.random())  # type: ignore[attr-defined]
    first, second = (said(replace(dossier, documents=indexed(listed)), on) for listed in (documents, shuffled))
    assert contents(first.findings) == contents(second.findings)
    assert first.outcomes == second.outcomes


def indexed(documents: list[Document]) -> tuple[Document, ...]:
    return tuple(replace(each, index=number) for number, each in enumerate(documents))


@given(dossiers(), DAYS, st.integers(0, 400))
def test_a_duty_is_never_due_before_today(dossier: Dossier, on: date, days: int) -> None:
    later = on + timedelta(days=days)
    for when in (on, later):
        assert all(each.due >= when for each in said(dossier, when).duties)
    passed = {(each.rule, each.due) for each in said(dossier, on).duties if each.due < later}
    assert passed.isdisjoint({(each.rule, each.due) for each in said(dossier, later).duties})


@given(dossiers(), DAYS)
def test_every_outcome_agrees_with_the_findings(dossier: Dossier, on: date) -> None:
    judgement = said(dossier, on)
    found = {each.rule for each in judgement.findings if each.state is State.FAIL}
    failed = {code for code, state in judgement.outcomes.items() if state is State.FAIL}
    assert failed == found & set(judgement.outcomes)


@pytest.fixture(scope="module")
def finished() -> Dossier:
    """Return a sound dossier that went all the way to acceptance."""
    loaded = load_dossier(str(ROOT / "sample-dossiers" / "shichang-zhongyan")).dossier
    assert loaded is not None
    return loaded


def test_a_missing_document_is_found_and_adding_it_mends_exactly_that(finished: Dossier) -> None:
    on = date(2026, 11, 22)
    whole = suppose(pack(), finished, "终验", on, calendar())
    complete = said(whole, on).findings
    removable = [each for each in finished.documents if len(each.kinds) == 1]
    assert len(removable) > 20
    for document in removable:
        fewer = replace(whole, documents=tuple(each for each in whole.documents if each is not document))
        new = [each for each in said(fewer, on).findings if each not in complete]
        gone = [each for each in complete if each not in said(fewer, on).findings]
        named = [each for each in new if document.kinds[0] in each.facts.get("document", (each.document,))]
        assert {each.what for each in new if each not in named} <= FOLLOWING
        assert all(document.kinds[0] in each.facts.get("kind", document.kinds[0]) for each in gone)


def test_the_usual_dossier_breaks_no_rule() -> None:
    assert codes(said(make_dossier(), date(2024, 10, 8))) == []
