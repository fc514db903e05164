"""csv: one row a dossier, for a spreadsheet program."""

from __future__ import annotations

from zlxm.model.outlook import Survey
from zlxm.output.sheet import sheet
from zlxm.output.status import StatusStyle
from zlxm.wording.outlook import row
from zlxm.wording.sentences import say

NAME = "csv"


def format_survey(survey: Survey, style: StatusStyle) -> str:  # noqa: ARG001 a program reads it
    """Return a heading and the dossiers."""
    rows = (row(each, survey.report.as_of) for each in survey.outlooks)
    return sheet(say("status_plain_columns").split(","), rows)
