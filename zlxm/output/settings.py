"""The settings with where each came from, for a person and for a program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zlxm.model.settings import Ignored
from zlxm.output.formats.json import dumped
from zlxm.output.layout import cells
from zlxm.output.safe import safe
from zlxm.services.settings import Choice, Settings, chosen
from zlxm.wording.sentences import label, say

VERSION = 1


def settings_text(settings: Settings) -> str:
    """Return one line a setting: key, value, source; then the ignored rules."""
    return "".join(f"{safe(line)}\n" for line in _lines(settings))


def _lines(settings: Settings) -> Iterator[str]:
    yield say("settings_file", path=settings.path) if settings.path else say("settings_none")
    choices = chosen(settings)
    wide = max(cells(each.key) for each in choices)
    widest = max(cells(each.text or say("settings_unset")) for each in choices)
    for each in choices:
        shown = each.text or say("settings_unset")
        key, text = each.key + " " * (wide - cells(each.key)), shown + " " * (widest - cells(shown))
        yield f"  {key}  {text}  {_source(each)}"
    yield from (_ignored(each) for each in settings.ignored)


def _source(choice: Choice) -> str:
    word = label("source", choice.source)
    return word + say("in_brackets", text=choice.place) if choice.place else word


def _ignored(each: Ignored) -> str:
    until = say("settings_until", until=each.until.isoformat()) if each.until else ""
    return say("settings_ignored", rule=each.rule, reason=each.reason, until=until)


def settings_json(settings: Settings) -> str:
    """Return one JSON document with the same facts."""
    values = {each.key: _fact(each) for each in chosen(settings)}
    ignored = [
        {"rule": each.rule, "reason": each.reason, "until": each.until.isoformat() if each.until else None}
        for each in settings.ignored
    ]
    return dumped({"version": VERSION, "file": settings.path or None, "settings": values, "ignore": ignored})


def _fact(choice: Choice) -> dict[str, Any]:
    return {"value": choice.text or None, "source": choice.source, "place": choice.place or None}
