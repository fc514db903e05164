"""What the program found, as the papers of a review say it: answers, proofs, issues and how to put them right."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from zlxm.model.dossier import Document, Event
from zlxm.model.finding import Duty, Finding, State
from zlxm.model.paper import Raw, Remark
from zlxm.model.value import replace
from zlxm.store.packs import read_data
from zlxm.wording.sentences import as_plain, duty, fill, message, say

_FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "review.yaml")
_OTHERWISE = "otherwise"


@cache
def _words() -> Mapping[str, Any]:
    root, _ = read_data(_FILE)
    plain = as_plain(root) if root else {}
    return plain if isinstance(plain, dict) else {}


def label(raw: Raw) -> str:
    """Return the Chinese word for a word of the program, or the word itself; several as alternatives."""
    known = _words()["labels"]
    return str(_words()["alternative"]).join(str(known.get(word, word)) for word in _each(raw))


def _each(raw: Raw) -> tuple[Raw, ...]:
    return raw if isinstance(raw, tuple) else (raw,)


def remark(raw: Raw) -> str:
    """Return what there is to say, a line each: findings, duties, remarks of tables, and texts as they are."""
    return "\n".join(_said(each) for each in _each(raw))


def _said(thing: Raw) -> str:
    if isinstance(thing, Finding):
        return _of_finding(thing)
    if isinstance(thing, Duty):
        return _of_duty(thing)
    return _of_remark("remarks", thing) if isinstance(thing, Remark) else str(thing)


def _of_duty(found: Duty) -> str:
    facts = _dated({**found.facts, "due": found.due})
    if found.what.startswith("require."):  # what is missing is only due
        return fill(_words()["remarks"]["due"], {**facts, "rule_title": found.message})
    own = _words()["said"].get(found.what)
    return fill(own, facts) if own else duty(found)


def _of_finding(finding: Finding) -> str:
    if finding.is_waived:
        return say("waived_because", reason=finding.waiver_reason)
    own = _words()["said"].get(finding.what)
    is_told = own is not None and not (finding.message and finding.state is State.FAIL and not _is_of_file(finding))
    facts = _dated(finding.facts)
    return fill(own, facts) if is_told else message(replace(finding, facts=facts))


def _dated(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts with their dates as papers write them."""
    return {name: _day(fact) if isinstance(fact, date) else fact for name, fact in facts.items()}


def _day(day: date) -> str:
    return fill(_words()["day"], {part: str(getattr(day, part)) for part in ("year", "month", "day")})


def _is_of_file(finding: Finding) -> bool:
    return finding.rule == finding.what


def _of_remark(block: str, found: Remark) -> str:
    facts = {name: _names(each) if name == "documents" else each for name, each in found.facts.items()}
    return fill(_words()[block][found.what], {name: str(each) for name, each in facts.items()})


def _names(documents: Iterable[tuple[str, ...]]) -> str:
    return str(_words()["separator"]).join(str(_words()["alternative"]).join(each) for each in documents)


def remedy(found: Finding | Remark) -> str:
    """Return how to put an issue right: by what is wrong, else by the kind of rule."""
    if isinstance(found, Remark):
        return _of_remark("remedies", found)
    known = _words()["remedies"]
    keys = (found.what, found.what.partition(".")[0], _OTHERWISE)
    return fill(next(known[key] for key in keys if key in known), _dated(found.facts))


def proof(raw: Raw) -> str:
    """Return what proves a line of the self-check, a line each: file names, and what happened when."""
    return "\n".join(_proved(each) for each in _each(raw))


def _proved(thing: Raw) -> str:
    if isinstance(thing, Document):
        return thing.file.rpartition("/")[2]
    if isinstance(thing, Event):
        form = "numbered" if thing.number.strip("-") else "happened"
        facts = {"name": thing.name, "date": _day(thing.date), "number": thing.number}
        return fill(_words()["remarks"][form], facts)
    return _said(thing)


def articles(raw: Raw) -> str:
    """Return articles as they are cited, in Chinese numerals."""
    from cn2an import an2cn  # noqa: PLC0415 few papers need it

    return str(_words()["separator"]).join(fill(_words()["article"], {"number": an2cn(each)}) for each in _each(raw))
