"""How a last day came about, and how the obligation it ends stands."""

from __future__ import annotations

from datetime import date
from enum import Enum

from zlxm.model.period import Period
from zlxm.model.value import value


class Standing(Enum):
    """How an obligation with a last day stands; the values are the words of the JSON contract. `uncertain`: past its
    last day unless rest days that are not published shift it; `coming`: it arises next year."""

    OVERDUE = "overdue"
    UNCERTAIN = "uncertain"
    AHEAD = "ahead"
    COMING = "coming"
    MET = "met"
    MET_LATE = "met_late"


@value
class Reckoning:
    """`period` from `start`, the day of `anchor`, ends on `nominal`; without a `start` that is a printed day, of `year`
    when it comes every year. Rest days, of `festivals` or of a weekend, shift it to `last_day`, which is None while
    they are not published; `done` is the day the obligation was met on."""

    nominal: date
    last_day: date | None
    anchor: str = ""
    start: date | None = None
    period: Period | None = None
    year: int | None = None
    done: date | None = None
    festivals: tuple[str, ...] = ()

    @property
    def due(self) -> date:
        """The last day as far as it is known."""
        return self.last_day or self.nominal
