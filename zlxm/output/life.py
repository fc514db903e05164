"""The life of dossiers as git knows it, for a person and for a program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from zlxm.model.dossier import Event
from zlxm.model.pack import Pack
from zlxm.output.formats.json import dumped
from zlxm.output.layout import cells, pad, wrap
from zlxm.output.safe import safe
from zlxm.rules.history import title_of
from zlxm.services.life import Altered, Life, Recorded
from zlxm.store.git.history import Commit
from zlxm.wording.sentences import say, show

VERSION = 1
_GAP = _INDENT = "  "
_COLUMNS = ("life_day", "life_event", "life_recorded", "life_commit", "life_lag")
_NARROWEST = 20


def life_text(lives: Iterable[Life], width: int) -> str:
    """Return a table a dossier: each event with its day, when it was recorded and by whom, then what was altered."""
    return "\n".join("".join(f"{safe(line)}\n" for line in _lines(life, width)) for life in lives)


def _lines(life: Life, width: int) -> Iterator[str]:
    yield say("life_head", name=life.name, path=life.folder)
    yield from _table([_row(each) for each in life.recorded])
    notes = [*(_alteration(each, life.pack) for each in life.altered), *map(_unreadable, life.unreadable)]
    for note in (*notes, *([say("life_shallow")] if life.is_shallow else [])):
        first, *rest = wrap(note, max(_NARROWEST, width - 4))
        yield f"{_INDENT}! {first}"
        yield from (f"{_INDENT}  {line}" for line in rest)


def _table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    if not rows:
        yield _INDENT + say("life_empty")
        return
    whole = [tuple(say(key) for key in _COLUMNS), *rows]
    wide = [max(map(cells, column)) for column in zip(*whole, strict=True)]
    for row in whole:
        yield (_INDENT + _GAP.join(pad(text, size) for text, size in zip(row, wide, strict=True))).rstrip()


def _row(each: Recorded) -> tuple[str, ...]:
    event, commit = each.event, each.commit
    if commit is None or each.lag is None:
        return (event.date.isoformat(), event.name, say("life_open"), "-", "")
    day = commit.made.date().isoformat()
    recorded = say("life_at_most", day=day) if each.is_at_most else day
    author = say("life_by", commit=commit.short, author=commit.author)
    return (event.date.isoformat(), event.name, recorded, author, _lag(each.lag))


def _lag(days: int) -> str:
    return say("life_same_day") if days == 0 else say("life_late" if days > 0 else "life_early", days=abs(days))


def _alteration(each: Altered, pack: Pack | None) -> str:
    commit = _by(each.commit) if each.commit else say("life_open")
    if each.now is None:
        return say("life_removed", event=_named(each.event), commit=commit)
    what = say("list_comma").join(_field(each.event.name, field, pack) for field in each.fields)
    return say("life_altered", event=_named(each.event), what=what, commit=commit)


def _field(event: str, changed: tuple[str, object, object], pack: Pack | None) -> str:
    field, then, now = changed
    return say("life_field", field=title_of(event, field, pack) if pack else field, then=then, now=now)


def _named(event: Event) -> str:
    return f"{event.date.isoformat()} {event.name}"


def _by(commit: Commit) -> str:
    return say("life_commit_of", commit=commit.short, day=commit.made.date().isoformat(), author=commit.author)


def _unreadable(commit: Commit) -> str:
    return say("life_unreadable", commit=_by(commit))


def life_json(lives: Iterable[Life]) -> str:
    """Return one JSON document with the same facts; `lag_days` below 0: recorded before the event's own day."""
    return dumped({"version": VERSION, "dossiers": [_tree(each) for each in lives]})


def _tree(life: Life) -> dict[str, Any]:
    return {
        "path": life.folder,
        "name": life.name,
        "shallow": life.is_shallow,
        "events": [
            {**_event(each.event), "commit": _commit(each.commit), "lag_days": each.lag, "at_most": each.is_at_most}
            for each in life.recorded
        ],
        "altered": [
            {
                "was": _event(each.event),
                "now": _event(each.now) if each.now else None,
                "fields": {field: [show(then), show(now)] for field, then, now in each.fields},
                "commit": _commit(each.commit),
            }
            for each in life.altered
        ],
        "unreadable": [_commit(each) for each in life.unreadable],
    }


def _event(event: Event) -> dict[str, Any]:
    return {"event": event.name, "date": event.date.isoformat(), "number": event.number or None}


def _commit(commit: Commit | None) -> dict[str, Any] | None:
    if commit is None:
        return None
    made = commit.made.isoformat()
    return {"id": commit.name, "time": made, "author": commit.author, "title": commit.title}
