"""What a report does not show, in words: known from the baseline, ignored by the settings, no longer found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zlxm.model.adoption import Adoption, Known
from zlxm.model.settings import Ignored
from zlxm.wording.sentences import say

_MOST_STALE = 20


def adoption_lines(adoption: Adoption | None) -> Iterator[str]:
    """Yield one line a fact; none for a report that shows all."""
    if adoption is None:
        return
    if adoption.baseline:
        yield say("known_hidden", number=adoption.known, path=adoption.baseline)
        yield from _stale(adoption)
    if adoption.settings:
        yield from _ignored(adoption)


def _ignored(adoption: Adoption) -> Iterator[str]:
    path = adoption.settings
    if adoption.regulation:
        yield say("settings_regulation", path=path, folder=adoption.regulation)
    if adoption.ignored:
        named = (say("ignored_rule", rule=rule, number=number) for rule, number in adoption.ignored.items())
        number = sum(adoption.ignored.values())
        yield say("ignored_hidden", number=number, path=path, rules=say("list_comma").join(named))
    for code, rules in (("ignored_expired", adoption.expired), ("ignored_idle", adoption.idle)):
        if rules:
            yield say(code, path=path, rules=_named(rules))


def _named(rules: Iterable[Ignored]) -> str:
    return say("list_comma").join(dict.fromkeys(each.rule for each in rules))


def _stale(adoption: Adoption) -> Iterator[str]:
    if not adoption.stale:
        return
    yield say("stale_known", number=len(adoption.stale), path=adoption.baseline)
    yield from known_lines(adoption.stale)


def known_lines(known: tuple[Known, ...]) -> Iterator[str]:
    """Yield a line for each of the first few lines of a baseline."""
    for each in known[:_MOST_STALE]:
        yield say("known_line", dossier=each.dossier, rule=each.rule, message=each.message)
    if len(known) > _MOST_STALE:
        yield say("more_known", number=len(known) - _MOST_STALE)
