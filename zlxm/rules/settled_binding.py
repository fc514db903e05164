"""Pack source → the facts of the manifest that stand once something has happened."""

from __future__ import annotations

from zlxm.model.pack import Settled
from zlxm.model.source import Collected, PackSource
from zlxm.rules.words import Words


def bind_settled(source: PackSource, words: Words, collected: Collected) -> tuple[Settled, ...]:
    """Return each fact with the event it is settled by; what is wrong is collected."""
    found = []
    for part in source.block("settled").values():
        collected.file = part.file
        ref, since = words.ref.read(part.key, collected.add), words.event.read(part.node, collected.add)
        if ref and since:
            found.append(Settled(ref, since))
    return tuple(found)
