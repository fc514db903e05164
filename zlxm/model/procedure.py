"""What a regulation lets happen in one go: a change, an acceptance, a retirement, as named steps that record events."""

from __future__ import annotations

from collections.abc import Mapping

from zlxm.model.value import EMPTY, value


@value
class Step:
    """One step: the `event` it records, with fixed `values`. `submission`: whose document list it is about; `rules`:
    the gates to show before it; `failed`: the result after which it has to be done again."""

    event: str
    values: Mapping[str, str] = EMPTY
    submission: str = ""
    rules: tuple[str, ...] = ()
    failed: str = ""


@value
class Procedure:
    """Steps by the name that commands know them by."""

    name: str
    steps: Mapping[str, Step]
