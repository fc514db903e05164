"""Survey → text. Each module here has NAME and `format_survey(survey, style) -> str`; a new format is a new file."""

from __future__ import annotations

from typing import Protocol

from zlxm.model.outlook import Survey
from zlxm.model.value import value
from zlxm.output.listing import Listing


@value
class StatusStyle:
    """How wide a table may be (None: it goes through a pipe, plain columns), and whether it is coloured."""

    width: int | None = None
    is_coloured: bool = False


class StatusFormat(Protocol):
    """What every module of this package offers."""

    def format_survey(self, survey: Survey, style: StatusStyle) -> str:
        """Return the survey as text, ending with a newline."""


STATUS_FORMATS: Listing[StatusFormat] = Listing(__path__, __name__)
