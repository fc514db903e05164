"""change: the requests for a change, how large each is, and what has become of it (Art. 25, 26)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from typing import Any

from zlxm.model.dossier import Dossier, Event
from zlxm.model.errors import Refused
from zlxm.model.pack import Pack
from zlxm.model.procedure import Procedure
from zlxm.model.value import value
from zlxm.rules.assembly import make_case
from zlxm.rules.tables import changes
from zlxm.services.procedures import taken
from zlxm.services.recording import Proposal, calendar_near

REQUEST = "request"
_LAST_NUMBER = re.compile(r"(\d+)\D*\Z")


class Standing(Enum):
    """What has become of a request."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    APPLIED = "applied"


_BY_STEP = {"approve": Standing.APPROVED, "reject": Standing.REJECTED, "apply": Standing.APPLIED}


@value
class Request:
    """One request: its measure (a row of the table `changes`, amounts in 10,000 yuan) and its standing."""

    id: str
    measure: Mapping[str, Any]
    standing: Standing


def requests_of(pack: Pack, dossier: Dossier, procedure: Procedure, as_of: date, folder: str) -> tuple[Request, ...]:
    """Return every request in the order of the log, measured as of that day."""
    case = make_case(pack, dossier, as_of, calendar_near(folder))
    rows = [row for row in changes.rows(case) if row.get("id")]
    return tuple(Request(str(row["id"]), row, _standing(str(row["id"]), dossier, procedure)) for row in rows)


def measured(proposal: Proposal, pack: Pack, as_of: date) -> Mapping[str, Any]:
    """Return the measure of a request that is only proposed."""
    dossier = proposal.edit.after
    if dossier is None:
        return {}
    case = make_case(pack, dossier, as_of, calendar_near(proposal.edit.before.folder))
    wanted = proposal.event.values.get("id")
    return next((row for row in changes.rows(case) if row.get("id") == wanted), {})


def _standing(request: str, dossier: Dossier, procedure: Procedure) -> Standing:
    found = [(event.order, each) for each, event in _answers(request, dossier, procedure)]
    return max(found, key=lambda item: item[0])[1] if found else Standing.REQUESTED


def _answers(request: str, dossier: Dossier, procedure: Procedure) -> Iterator[tuple[Standing, Event]]:
    for name, standing in _BY_STEP.items():
        if name in procedure.steps:
            events = taken(procedure.steps[name], dossier)
            yield from ((standing, event) for event in events if event.values.get("ref") == request)


def ids_of(procedure: Procedure, dossier: Dossier) -> tuple[str, ...]:
    """Return the ids of the requests recorded so far."""
    requests = taken(procedure.steps[REQUEST], dossier)
    return tuple(str(event.values["id"]) for event in requests if event.values.get("id"))


def next_id(known: Iterable[str]) -> str:
    """Return an id that is not taken, counting on from the last one: C1, C2 and so on."""
    ids = list(known)
    match = _LAST_NUMBER.search(ids[-1]) if ids else None
    stem, number = (ids[-1][: match.start()], int(match[1])) if match else ("C", len(ids))
    return next(name for n in range(number + 1, number + len(ids) + 2) if (name := f"{stem}{n}") not in ids)


def require_known(request: str, known: tuple[str, ...]) -> None:
    """Raise Refused (`no_such_change`) for an id that no request has."""
    if request not in known:
        raise Refused("no_such_change", {"id": request, "known": ", ".join(known)})
