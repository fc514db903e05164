"""Numbers → a native chart in a Word document: sharp at any size, in the machine's fonts, its numbers open to editing.

XlsxWriter draws the chart in a workbook that is thrown away; its chart part moves into the document, with a second
workbook that holds nothing but the numbers. python-docx and XlsxWriter take 120 ms to import: import this where needed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from itertools import chain
from math import ceil
from typing import Any, cast

from docx.enum.text import WD_LINE_SPACING
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import Part, XmlPart
from docx.oxml.ns import nsdecls, nsmap, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.oxml.shape import CT_Inline
from docx.package import Package
from docx.shared import Cm
from docx.text.paragraph import Paragraph
from xlsxwriter import Workbook

from zlxm.model.value import value
from zlxm.render.package import read_parts, write_parts

_SHEET, _DRAWN = "Sheet1", "xl/charts/chart1.xml"
_TYPES = {"bar": {"type": "bar"}, "column": {"type": "column"}, "stacked": {"type": "bar", "subtype": "stacked"}}
_DATED = datetime(2000, 1, 1)  # noqa: DTZ001 document properties have no zone
_BODY, _HEADING = "\u5b8b\u4f53", "\u9ed1\u4f53"
_INK, _PAPER, _AXIS = "#333333", "#FFFFFF", "#A6A6A6"
_FILLS = ("#2F5D8A", "#8FB1D3", "#C9803B", "#A9B8A0", "#6B7A8F", "#E3CDAA")  # every other one is a light one
_SMALL, _LARGE = 9, 11  # points
_UNFIT = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
_CUT = "\u2026"  # after the part of a name that has room

_LOWEST, _HIGHEST, _COLUMNS = 3.0, 22.0, 7.5  # cm: the lowest chart, the highest, one with columns
_HEAD, _LEGEND, _MARGIN, _AFTER = 1.1, 1.0, 0.3, 1.6  # cm: a title; a legend; air; a number behind its bar
_BAR, _GAP, _LINE, _LETTER = 0.45, 0.4, 0.42, 0.165  # cm: a bar; a gap; a line of text; half an ideograph's width
_LOWER, _LEAST_SHARE = 0.02, 0.1  # shares of a side: the height above a title; the bars, however little room there is
_NAMES, _COLUMN = 0.3, 0.9  # shares: of a chart's width that names may take, of a column's width that its name may take
_LEAST_GAP, _USUAL_GAP, _MOST_GAP = 30, 70, 300  # % of a bar
_MOST_LINES, _LEAST_LETTERS, _LONGEST = 4, 4, 255  # of a name: lines, half ideographs beside bars, and in the workbook

# XlsxWriter leaves out what Excel takes for granted; by the schema, and to other programs, an element left out may mean
# yes. Each is spelled out as no: parent, the element it follows, its name.
_CHOICES = (
    ("c:chartSpace", "c:lang", "c:roundedCorners"),
    ("c:chart", "c:title", "c:autoTitleDeleted"),
    ("c:title", "c:layout", "c:overlay"),
    ("c:legend", "c:layout", "c:overlay"),
    ("c:barChart", "c:grouping", "c:varyColors"),
    ("c:ser", "c:spPr", "c:invertIfNegative"),
    ("c:catAx", "c:scaling", "c:delete"),
)
_LABELS = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")


@value
class Chart:
    """`kind`: `bar` (lying bars, the first category on top), `column` or `stacked` (lying bars, the series end to end);
    `series`: (name, one finite number for every category); there is at least one of either. `unit` follows the title;
    `alternative` is what the chart says, in words, for those who do not see it."""

    title: str
    kind: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[Decimal, ...]], ...]
    unit: str = ""
    alternative: str = ""


@value
class _Frame:
    """Where things are, in cm: `head` and `foot` lie above and below the bars, `names` beside lying ones. `letters`:
    half ideographs that a name may have."""

    width: float
    height: float
    head: float
    foot: float
    names: float
    letters: int


def add_chart(paragraph: Paragraph, chart: Chart, *, width_cm: float = 15.0, height_cm: float | None = None) -> None:
    """Put a chart at the end of a paragraph, whose lines then become as high as the chart needs. The same charts in the
    same order make the same parts. Without a height in cm, lying bars get what their number and names ask for; names
    too long for their place end early, and are whole in the chart's workbook."""
    frame, part = _frame(chart, width_cm, height_cm), paragraph.part
    relation = part.relate_to(_chart_part(cast("Package", part.package), chart, frame), RELATIONSHIP_TYPE.CHART)
    inline = _inline(part.next_id, relation)
    inline.extent.cx, inline.extent.cy = Cm(frame.width), Cm(frame.height)
    inline.docPr.set("descr", _text(chart.alternative or chart.title))
    paragraph.add_run().element.add_drawing(inline)
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE  # an exact height would cut the chart off


def _frame(chart: Chart, width: float, height: float | None) -> _Frame:
    """Return where things are; `height` is the one asked for."""
    number = len(chart.categories)
    line = width * (_COLUMN / number if chart.kind == "column" else _NAMES)
    letters, longest = max(int(line / _LETTER), _LEAST_LETTERS), max(map(_letters, chart.categories))
    head, foot = _HEAD if _title(chart) else _MARGIN, _LEGEND if len(chart.series) > 1 else _MARGIN
    asked = head + _height(chart, min(ceil(longest / letters), _MOST_LINES)) + foot
    high = min(max(asked, _LOWEST), _HIGHEST) if height is None else height
    head += high * _LOWER
    lines = _lines(chart, (high - head - foot) / number)
    names = min(longest * _LETTER, line) + (_AFTER if _is_negative(chart) else _MARGIN)
    return _Frame(width, high, head, foot, names, letters * lines)


def _lines(chart: Chart, row: float) -> int:
    """Return how many lines a name may have; `row`: cm from one name beside lying bars to the next."""
    if chart.kind == "column":
        return _MOST_LINES
    return 1 if _is_negative(chart) else min(max(int(row / _LINE), 1), _MOST_LINES)


def _is_negative(chart: Chart) -> bool:
    """Tell whether bars grow to both sides; programs then break the lines of names elsewhere than we foresee."""
    return min(chain.from_iterable(numbers for _, numbers in chart.series)) < 0


def _height(chart: Chart, lines: int) -> float:
    """Return the cm that the bars need, with names of so many lines."""
    if chart.kind == "column":
        return _COLUMNS - _HEAD
    return len(chart.categories) * (max(_bars(chart) * _BAR, lines * _LINE) + _GAP)


def _bars(chart: Chart) -> int:
    """Return how many bars a category has beside each other."""
    return 1 if chart.kind == "stacked" else len(chart.series)


def _letters(text: str) -> int:
    """Return how wide a text is, an ideograph being as wide as two letters."""
    return len(_text(text).encode("gbk", "replace"))


def _cut(text: str, letters: int) -> str:
    """Return a text, or as much of its beginning as has room."""
    if _letters(text) <= letters:
        return _text(text)
    kept = _text(text)[:letters]
    while _letters(kept + _CUT) > letters:
        kept = kept[:-1]
    return kept + _CUT


def _text(text: str) -> str:
    return _UNFIT.sub(" ", text).strip()


def _chart_part(package: Package, chart: Chart, frame: _Frame) -> Part:
    """Return the new part of a chart, which refers to a new part with its numbers."""
    drawn = _finished(parse_xml(read_parts(_workbook(chart, frame))[_DRAWN]), chart, frame)
    part = XmlPart(package.next_partname("/word/charts/chart%d.xml"), CONTENT_TYPE.DML_CHART, drawn, package)
    name = package.next_partname("/word/embeddings/chart%d.xlsx")
    numbers = Part(name, CONTENT_TYPE.SML_SHEET, _workbook(chart), package)
    relation = part.relate_to(numbers, RELATIONSHIP_TYPE.PACKAGE)
    source = f'<c:externalData {nsdecls("c", "r")} r:id="{relation}"><c:autoUpdate val="0"/></c:externalData>'
    drawn.find(qn("c:printSettings")).addprevious(parse_xml(source))
    return part


def _inline(number: int, relation: str) -> CT_Inline:
    drawn = f'<a:graphicData uri="{nsmap["c"]}"><c:chart {nsdecls("c", "r")} r:id="{relation}"/></a:graphicData>'
    frame = f'<wp:docPr id="{number}" name="Chart {number}"/><wp:cNvGraphicFramePr/><a:graphic>{drawn}</a:graphic>'
    around = f'<wp:inline {nsdecls("wp", "a")} distT="0" distB="0" distL="0" distR="0"><wp:extent cx="0" cy="0"/>'
    return cast("CT_Inline", parse_xml(f"{around}{frame}</wp:inline>"))


def _finished(drawn: Any, chart: Chart, frame: _Frame) -> Any:
    """Return the XML tree of a chart with what XlsxWriter has no words for."""
    for parent, before, choice in _CHOICES:
        for element in _all(drawn, f"//{parent}[not({choice})]/{before}"):
            element.addnext(OxmlElement(choice, {"val": "0"}))
    for labels in _all(drawn, "//c:dLbls"):
        labels.remove(labels.find(qn("c:showVal")))
        labels.extend(OxmlElement(f"c:{name}", {"val": str(int(name == "showVal"))}) for name in _LABELS)
    for latin in _all(drawn, "//a:latin"):
        latin.addnext(OxmlElement("a:ea", {"typeface": latin.get("typeface")}))
    for lines in _all(drawn, "//c:catAx/c:txPr/a:bodyPr"):
        lines.attrib.update({"rot": "0", "vert": "horz"})  # level and, when long, in several lines
    _word(drawn, chart, frame)
    return drawn


def _word(drawn: Any, chart: Chart, frame: _Frame) -> None:
    """Put texts where XlsxWriter might take them for something else: a title for a cell, a year for a number."""
    for element in _all(drawn, "//c:title//a:t"):
        element.text = _cut(_title(chart), int(frame.width / _LETTER * _SMALL / _LARGE))
    for numbers in _all(drawn, "//c:cat/c:numRef"):
        numbers.tag, numbers[1].tag = qn("c:strRef"), qn("c:strCache")
        numbers[1].remove(numbers[1].find(qn("c:formatCode")))
    for names in _all(drawn, "//c:cat"):
        for element, name in zip(_all(names, ".//c:v"), chart.categories, strict=True):
            element.text = _cut(name, frame.letters)


def _all(tree: Any, path: str) -> list[Any]:
    return list(tree.xpath(path, namespaces=nsmap))


def _title(chart: Chart) -> str:
    return _text(f"{chart.title}\uff08{chart.unit}\uff09" if chart.unit else chart.title)


def _workbook(chart: Chart, frame: _Frame | None = None) -> bytes:
    """Return a workbook with the numbers, names in the first column and row, and with the chart when it has a frame;
    the same for the same chart."""
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"title": _cut(_title(chart), _LONGEST), "author": "zlxm", "created": _DATED})
        sheet, text = book.add_worksheet(_SHEET), book.add_format({"quote_prefix": True})
        sheet.set_column(0, 0, 40)
        for column, heading in enumerate((chart.unit, *(name for name, _ in chart.series))):
            sheet.write_string(0, column, _cut(heading, _LONGEST), text)
        rows = zip(chart.categories, *(numbers for _, numbers in chart.series), strict=True)
        for row, (name, *numbers) in enumerate(rows, 1):
            sheet.write_string(row, 0, _cut(name, _LONGEST), text)
            for column, number in enumerate(numbers, 1):
                sheet.write_number(row, column, number)
        if frame:
            sheet.insert_chart(0, 0, _drawing(book, chart, frame))
    return write_parts(read_parts(target.getvalue()))


def _drawing(book: Workbook, chart: Chart, frame: _Frame) -> Any:
    """Return the chart of the sheet: no axis and no lines for numbers that stand beside their bars."""
    drawing = book.add_chart(_TYPES[chart.kind])
    for column in range(1, len(chart.series) + 1):
        drawing.add_series(_series(chart, column, _gap(chart, frame)))
    drawing.set_title({"name": "-", "name_font": _font(_LARGE, _HEADING)} if _title(chart) else {"none": True})
    drawing.set_legend({"position": "bottom", "font": _font()} if len(chart.series) > 1 else {"none": True})
    names = {"num_font": _font(), "line": {"color": _AXIS}, "label_position": "low", "interval_unit": 1}
    names |= {"major_tick_mark": "none", "minor_tick_mark": "none", "reverse": chart.kind != "column"}
    numbers = {"visible": False, "major_gridlines": {"visible": False}, "min": None if _is_negative(chart) else 0}
    of_x, of_y = (names, numbers) if chart.kind == "column" else (numbers, names)
    drawing.set_x_axis(of_x)
    drawing.set_y_axis(of_y)
    bare = {"border": {"none": True}, "fill": {"none": True}}
    drawing.set_chartarea(bare)
    drawing.set_plotarea(bare if chart.kind == "column" else {**bare, "layout": _layout(frame)})
    return drawing


def _layout(frame: _Frame) -> dict[str, float]:
    """Return the place of lying bars as shares of the chart: names beside them must not push them away."""
    width, height = frame.width - frame.names - _AFTER, frame.height - frame.head - frame.foot
    shares = {"width": max(width / frame.width, _LEAST_SHARE), "height": max(height / frame.height, _LEAST_SHARE)}
    return {"x": frame.names / frame.width, "y": frame.head / frame.height, **shares}


def _gap(chart: Chart, frame: _Frame) -> int:
    """Return the gap between bars in % of a bar, so that bars stay slim beside names of several lines."""
    if chart.kind == "column":
        return _USUAL_GAP
    row = (frame.height - frame.head - frame.foot) / len(chart.categories)
    return min(max(int((row / _BAR - _bars(chart)) * 100), _LEAST_GAP), _MOST_GAP)


def _series(chart: Chart, column: int, gap: int) -> dict[str, Any]:
    """Return what XlsxWriter wants to know of a series; `column` counts from 1, `gap` is in % of a bar."""
    last, is_stacked = len(chart.categories), chart.kind == "stacked"
    fill, ink = _FILLS[(column - 1) % len(_FILLS)], _PAPER if column % 2 else _INK
    form = _form(chain.from_iterable(numbers for _, numbers in chart.series))
    labels = {"num_format": form, "position": "outside_end", "font": _font()}
    if is_stacked:  # a zero has no length to stand on
        labels = {"num_format": f"{form};-{form};", "position": "center", "font": _font(colour=ink)}
    return {
        "name": [_SHEET, 0, column],
        "categories": [_SHEET, 1, 0, last, 0],
        "values": [_SHEET, 1, column, last, column],
        "data_labels": {"value": True, **labels},
        "fill": {"color": fill},
        "gap": gap,
        "overlap": 100 if is_stacked else 0,
    }


def _font(size: int = _SMALL, name: str = _BODY, colour: str = _INK) -> dict[str, Any]:
    return {"name": name, "size": size, "color": colour, "bold": False}


def _form(numbers: Iterable[Decimal]) -> str:
    """Return the number format with as many decimals as the numbers have, two at most."""
    decimals = max(len(f"{round(number, 2).normalize():f}".partition(".")[2]) for number in numbers)
    return f"#,##0.{'0' * decimals}" if decimals else "#,##0"
