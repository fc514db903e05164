"""What a file is, by its name: a pure function of the name, its folder and the table of names.

A title of Chinese papers ends with what the paper is, so a match counts for sure only where it ends a title; what
stands before it says what the paper is about. Whatever is not plain is a guess to be put to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product

from zlxm.model.recognition import Certainty, Kinds, NameRule, NameTable, Recognition
from zlxm.model.value import replace, value
from zlxm.rules.file_names import cleaned, squeezed

EXACT, ENDS, GUESS, DOUBTFUL, SEVERAL = "exact", "ends", "guess", "doubtful", "several"
TAIL, BESIDE, RESEMBLES, FOLDER, FOREIGN = "tail", "beside", "resembles", "folder", "foreign"
_NOTHING = Recognition(Certainty.NONE)
_JOIN_REACH = 10
_SHORT = 4
_LIKE, _LIKE_SHORT = 0.8, 0.75


@value
class _Match:
    kinds: Kinds
    start: int
    end: int
    is_sure: bool


def recognise(name: str, folder: str, table: NameTable, known: Iterable[str] = ()) -> Recognition:
    """Return what a file of that name is. `folder`: the name of the folder it came in, which only breaks ties; `known`:
    names of the project and of the unit."""
    text = cleaned(name, table, known)
    foreign = table.foreign.search(text)
    if foreign or not text:
        return replace(_NOTHING, why=FOREIGN if foreign else "", text=foreign[0] if foreign else "")
    exact = table.names.get(squeezed(text))
    if exact:
        return Recognition(Certainty.SURE, (exact,), EXACT, text)
    found = _by_title(text, table)
    if found.certainty is Certainty.NONE and not found.why:
        found = _by_likeness(text, table) or _by_folder(text, folder, table) or found
    return _weighed(found, folder, table)


def _by_title(text: str, table: NameTable) -> Recognition:
    raw = [match for rule in table.rules for match in _matches(rule, text)]
    kept = [each for each in raw if not any(_hides(other, each) for other in raw if other is not each)]
    groups = _groups(kept, text, table)
    ending = [each for each in groups if not _is_something_else(each, text, table)]
    if not ending:
        return replace(_NOTHING, why=FOREIGN if _was_named(raw, text, table) else "")
    return _judged(ending, text, table)


def _was_named(raw: list[_Match], text: str, table: NameTable) -> bool:
    """Whether a rule knew the name and took it back, so that nothing like it may be guessed."""
    return bool(raw) or any(rule.never.search(text) for rule in table.rules)


def _matches(rule: NameRule, text: str) -> Iterator[_Match]:
    taken_back = [found.span() for found in rule.never.finditer(text)]
    for pattern, is_sure in ((rule.sure, True), (rule.maybe, False)):
        for found in pattern.finditer(text):
            start, end = found.span()
            if start < end and not any(start < until and since < end for since, until in taken_back):
                yield _Match(rule.kinds, start, end, is_sure)


def _hides(other: _Match, match: _Match) -> bool:
    """Whether a longer match explains the text of a shorter one; of two on the same text, the sure one of a kind."""
    if (other.start, other.end) == (match.start, match.end):
        return other.kinds == match.kinds and other.is_sure and not match.is_sure
    return other.start <= match.start and match.end <= other.end


def _groups(matches: list[_Match], text: str, table: NameTable) -> list[_Match]:
    """Return the matches with those joined that are titles of one file, and without those that only tell what the next
    title is about. Matches on the same text stay side by side."""
    groups: list[_Match] = []
    for match in sorted(matches, key=lambda each: (each.end, each.start)):
        last = groups[-1] if groups else None
        if last is None or last.end == match.end:
            groups.append(match)
            continue
        between = text[last.end : match.start] if match.start >= last.end else ""
        if table.joins.match(between) and len(between) <= _JOIN_REACH:
            groups[-1] = _joined(last, match)
            continue
        if " " not in between:
            groups = [each for each in groups if each.end != last.end]
        groups.append(match)
    return groups


def _joined(first: _Match, second: _Match) -> _Match:
    kinds = tuple(dict.fromkeys((*first.kinds, *second.kinds)))
    return _Match(kinds, first.start, second.end, first.is_sure and second.is_sure)


def _tail(match: _Match, text: str, table: NameTable) -> str:
    """Return what follows the title up to the next blank, without what may follow any title."""
    rest = text[match.end :].partition(" ")[0]
    return table.tails.sub("", rest)


def _is_something_else(match: _Match, text: str, table: NameTable) -> bool:
    """Whether the title goes on to the name of another thing: a register of notices is no notice."""
    tail = _tail(match, text, table)
    return bool(tail) and not table.joins.match(tail) and _ends_with_head(tail, table)


def _ends_with_head(text: str, table: NameTable) -> bool:
    return any(found.end() == len(text) for found in table.heads.finditer(text))


def _judged(groups: list[_Match], text: str, table: NameTable) -> Recognition:
    sure = [each for each in groups if each.is_sure]
    ranked = sorted(sure or groups, key=lambda each: each.start - each.end)
    candidates = tuple(dict.fromkeys(each.kinds for each in ranked))
    best = ranked[0]
    shown = text[best.start : best.end]
    singles = tuple((kind,) for kinds in candidates if len(kinds) > 1 for kind in kinds)
    doubt = _doubt(ranked, candidates, text, table)
    if not doubt:
        return Recognition(Certainty.SURE, candidates, ENDS, shown)
    why, about = doubt
    return Recognition(Certainty.LIKELY, tuple(dict.fromkeys((*candidates, *singles))), why, about or shown)


def _doubt(ranked: list[_Match], candidates: tuple[Kinds, ...], text: str, table: NameTable) -> tuple[str, str] | None:
    best = ranked[0]
    if mark := table.doubtful.search(text):
        return DOUBTFUL, mark[0]
    if not best.is_sure:
        return GUESS, ""
    if len(candidates) > 1 or _is_joined_before(best, text, table):
        return SEVERAL, ""
    if tail := _tail(best, text, table):
        return TAIL, tail
    beside = next(_others(best, text, table), "")
    return (BESIDE, beside) if beside else None


def _is_joined_before(best: _Match, text: str, table: NameTable) -> bool:
    """Whether something that no rule knows is linked to the title."""
    return any(found.end() == best.start for found in table.joins.finditer(text))


def _others(best: _Match, text: str, table: NameTable) -> Iterator[str]:
    """Yield further titles in the name that no rule knows."""
    for part in (*text[: best.start].split(" ")[:-1], *text[best.end :].split(" ")[1:]):
        rest = table.tails.sub("", part)
        if rest and _ends_with_head(rest, table):
            yield rest


def _by_likeness(text: str, table: NameTable) -> Recognition | None:
    """Return the kinds whose title is a slip away from how the name ends."""
    from difflib import SequenceMatcher  # noqa: PLC0415 only names that say nothing pay for it

    endings = {squeezed(text), squeezed(table.tails.sub("", text))}
    likes: dict[Kinds, float] = {}
    for ending, (name, kinds) in product(endings, table.names.items()):
        ratio = SequenceMatcher(None, name, ending[-len(name) :], autojunk=False).ratio()
        if ratio >= (_LIKE_SHORT if len(name) == _SHORT else _LIKE) and min(len(name), len(ending)) >= _SHORT:
            likes[kinds] = max(ratio, likes.get(kinds, 0))
    ranked = tuple(sorted(likes, key=lambda kinds: -likes[kinds]))
    return Recognition(Certainty.LIKELY, ranked[:3], RESEMBLES, text) if ranked else None


def _by_folder(text: str, folder: str, table: NameTable) -> Recognition | None:
    """Return what folder and name say together, of a name that says nothing alone."""
    whole = cleaned(folder, table).replace(" ", "")
    found = _by_title(f"{whole}{text}", table) if whole and re.search(r"\w", text) else _NOTHING
    if found.certainty is Certainty.NONE:
        return None
    return Recognition(Certainty.LIKELY, found.candidates, FOLDER, folder)


def _weighed(found: Recognition, folder: str, table: NameTable) -> Recognition:
    """Return the guesses with those first that belong where the file lay: papers called after the folder, then papers
    of its stage."""
    place = _word(folder)
    if found.certainty is not Certainty.LIKELY or not place:
        return found

    def distance(kinds: Kinds) -> int:
        if any(place in kind for kind in kinds):
            return 0
        stages = (_word(table.folders.get(kind, "")) for kind in kinds)
        return 1 if any(stage and stage in place for stage in stages) else 2

    return replace(found, candidates=tuple(sorted(found.candidates, key=distance)))


def _word(folder: str) -> str:
    """Return the name of a folder without its number."""
    return squeezed(folder).lstrip("0123456789")
