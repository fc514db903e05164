"""What a paper is made from: slots, which say where a value comes from and how it is put into words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zlxm.model.language import Condition, Need, Quantity, Ref
from zlxm.model.value import EMPTY, value

Raw = Any  # None, str, Decimal, int, date, bool, a tuple of texts, or a tuple of rows (column → Raw)


@value
class Remark:
    """Something a computed table has to say besides findings: `what` names the sentence, `facts` fill it."""

    what: str
    facts: Mapping[str, Any] = EMPTY


@value
class Fixed:
    """A text that belongs to the regulation, such as the office that papers are addressed to."""

    text: str


@value
class Looked:
    """A datum of the dossier. `pick` decides among several: `first`, `last` or `all`."""

    ref: Ref
    pick: str = "last"


@value
class Measured:
    """An amount that is worked out, in 10,000 yuan."""

    quantity: Quantity


@value
class Totalled:
    """The sum of one key over the rows of a list, in the unit of that key."""

    ref: Ref
    key: str
    where: Mapping[str, tuple[str, ...]] = EMPTY


@value
class Counted:
    """The number of rows of a list."""

    ref: Ref
    where: Mapping[str, tuple[str, ...]] = EMPTY


@value
class Ticked:
    """Those labels whose condition holds."""

    labels: Mapping[str, Condition]


@value
class Listed:
    """The rows of a list of the manifest; `where`: key → accepted words, `A*` meaning those that begin with A."""

    ref: Ref
    where: Mapping[str, tuple[str, ...]] = EMPTY


@value
class Happened:
    """The happenings of a moment as rows."""

    need: Need


@value
class Computed:
    """Rows worked out by the module of that name in `rules/tables`; with a `key`, that key of the last row."""

    name: str
    key: str = ""


Source = Fixed | Looked | Measured | Totalled | Counted | Ticked | Listed | Happened | Computed
SOURCES_OF_ROWS = (Listed, Happened, Computed)


@value
class Column:
    """One column of a slot of rows: the key of the row it shows and its wording."""

    key: str
    wording: str = ""
    words: tuple[str, ...] = ()


@value
class Slot:
    """One name that a template may use. `wording` names a format of `wording/papers.yaml`, empty: by the value's type;
    `words` are all the words to choose from; `is_lasting` ones count when a paper is compared with its dossier."""

    name: str
    source: Source
    wording: str = ""
    is_required: bool = False
    columns: Mapping[str, Column] = EMPTY
    words: tuple[str, ...] = ()
    note: str = ""
    is_lasting: bool = True


@value
class Variant:
    """One template file of a paper and when it is the fitting one; None: whenever no other is."""

    file: str
    when: Condition | None = None


@value
class Paper:
    """One paper that can be made. `name` is what a person types, `produces` the document kind it becomes, `stage` where
    in a project's life it belongs; `when`: the dossiers it is for; `edition` fills the slot of that meaning;
    `folder` is where its files lie, `slots` the names they use."""

    name: str
    title: str
    folder: str
    variants: tuple[Variant, ...]
    produces: str = ""
    stage: str = ""
    edition: str = ""
    when: Condition | None = None
    slots: tuple[str, ...] = ()
    note: str = ""
