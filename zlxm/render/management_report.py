"""Survey → the bytes of the yearly report as a Word document: texts, tables, and charts in their places. The template
is the office's own, ours when there is none."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from zlxm.model.errors import ZlxmError
from zlxm.model.outlook import Survey
from zlxm.model.stamp import Stamp, content_digest
from zlxm.render.management_charts import charts_of
from zlxm.render.management_view import Rows, view_of
from zlxm.render.package import read_parts, write_parts
from zlxm.render.stamping import stamped
from zlxm.render.word import WordTemplate
from zlxm.rules.overview import overview
from zlxm.store.office_files import read_office_parts
from zlxm.store.templates import template_folder
from zlxm.wording.management import management_words
from zlxm.wording.papers import Piece

if TYPE_CHECKING:
    from zlxm.render.word_charts import Chart

_MARK = "\u27e8zlxm:{}\u27e9"  # stands for a chart until the texts are in place
_SHIPPED = "report"


def render_management_report(survey: Survey, year: int | None, own: Iterable[str]) -> bytes:
    """Return the .docx. `own`: the user's template folders. Raises ZlxmError for a template that cannot be used."""
    words = management_words()
    parts = read_office_parts(_template(own))
    seen = overview(survey)
    charts = charts_of(seen)
    view: dict[str, Piece | Rows] = {**view_of(survey, seen, year)}
    view |= {words["names"][name]: Piece(_MARK.format(name)) for name in charts}
    filled = write_parts(WordTemplate(parts, words["folder"]).fill(view))
    drawn = _with_charts(filled, charts)
    title = str(view[words["names"]["title"]])
    return write_parts(stamped(drawn, Stamp(words["folder"], content_digest(parts.items())), title))


def _template(own: Iterable[str]) -> str:
    words = management_words()
    roots = (*own, os.path.join(template_folder(), _SHIPPED))
    paths = [os.path.join(root, words["folder"], words["template"]) for root in roots]
    found = next((path for path in paths if os.path.isfile(path)), None)
    if found is None:
        raise ZlxmError("unreadable_file", {"path": paths[-1], "detail": ""})
    return found


def _with_charts(data: bytes, charts: Mapping[str, Chart | None]) -> dict[str, bytes]:
    """Return the parts of the document with each chart in place of its mark; one without numbers leaves nothing."""
    from docx import Document  # noqa: PLC0415 a tenth of a second

    from zlxm.render.word_charts import add_chart  # noqa: PLC0415 as above

    document = Document(io.BytesIO(data))
    places = {paragraph.text.strip(): paragraph for paragraph in document.paragraphs}
    for name, chart in charts.items():
        paragraph = places.get(_MARK.format(name))
        if paragraph is not None:
            paragraph.text = ""
            if chart is not None:
                add_chart(paragraph, chart)
    target = io.BytesIO()
    document.save(target)
    return read_parts(target.getvalue())
