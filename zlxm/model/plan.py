"""What an annual plan looks like: its columns, where their values come from, how they are set."""

from __future__ import annotations

from collections.abc import Mapping

from zlxm.model.value import EMPTY, value

OWN_SOURCES = ("index", "missing", "funds_now", "funds_later", "rest", "blank")
FORMATS = ("text", "money", "number", "day")


@value
class PlanColumn:
    """One column. Its value is a `slot`, a `text` made from several, or worked out by the plan itself (`own`): the
    number of the row, how many papers are missing, the money of the planned and of later years, the rest of the slot
    `of` without `less`. `words`: value → word, `*` for any other; `most` characters of a text; `answer` is what `init`
    reads there, `also` are headings it takes for the same."""

    name: str
    header: str
    group: str = ""
    slot: str = ""
    text: str = ""
    own: str = ""
    of: str = ""
    less: tuple[str, ...] = ()
    form: str = "text"
    width: int = 10
    words: Mapping[str, str] = EMPTY
    most: int = 0
    is_summed: bool = False
    is_printed: bool = False
    is_overview: bool = False
    answer: str = ""
    also: tuple[str, ...] = ()


@value
class PlanForm:
    """The plan of one regulation. `unit`, `category`, `project`, `code` and `amount` name the columns that play these
    parts; `submissions`: the first that applies to a dossier is what it is judged for."""

    title: str
    columns: tuple[PlanColumn, ...]
    submissions: tuple[str, ...]
    unit: str
    category: str
    project: str
    code: str
    amount: str

    def column(self, name: str) -> PlanColumn:
        """Return a column by its name; every name in a plan was verified."""
        return next(column for column in self.columns if column.name == name)
