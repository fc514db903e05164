"""Compares the papers that `generate` made with what they would say today."""

from __future__ import annotations

from datetime import date

from zlxm.model.calendar import Calendar
from zlxm.model.dossier import Dossier
from zlxm.model.pack import Pack
from zlxm.model.value import replace


def with_stale_papers(
    dossier: Dossier, pack: Pack, as_of: date, calendar: Calendar, pack_folder: str | None = None
) -> Dossier:
    """Return the dossier whose made papers know what has changed since; one without such papers as it is."""
    made = {name: facts.made.stamp for name, facts in dossier.files.items() if facts.made}
    if not made:
        return dossier
    from zlxm.services.papers import SlotValues, changed_values, load_slots, scope_of  # noqa: PLC0415 rare

    slots = load_slots(pack.identity.id, pack_folder)
    values = SlotValues(slots, scope_of(pack, dossier, as_of, calendar, pack_folder))
    now = values.fingerprint({name for stamp in made.values() for name in stamp.values})
    stale = {
        name: replace(dossier.files[name], stale=changed_values(stamp.values, now)) for name, stamp in made.items()
    }
    return replace(dossier, files={**dossier.files, **stale})
