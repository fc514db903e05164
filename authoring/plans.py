"""Long papers: a cover, a contents list made from the headings, chapters numbered 1 and 1.1, numbered tables.

The body is a section of its own, so that its pages count from 1 and the cover bears no header.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple
from xml.sax.saxutils import escape

from authoring.paper import Paper
from authoring.tables import Cell, label

_PAIR = 2
_CONTENTS = "<!--contents-->"
_FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
_CODE = '<w:r><w:instrText xml:space="preserve"> {} </w:instrText></w:r>'


class Column(NamedTuple):
    """One column of a listing: heading, width in parts, column of the slot (or text with tags), style of its cells."""

    heading: str
    width: int
    text: str
    style: str = "Cell"


class Listing(NamedTuple):
    """A table of one slot's rows. `total`: the slot of the sum that stands below the last column of numbers; `whole`:
    it is short and stays on one page."""

    caption: str
    rows: str
    columns: tuple[Column, ...]
    empty: int = 3
    total: str = ""
    unit: str = ""
    whole: bool = False


class _Entry(NamedTuple):
    """A heading as the contents list has it; `when`: the condition it stands under."""

    level: int
    text: str
    mark: str
    when: str


class Plan(Paper):
    """One long paper. `kind` is what it is called on the cover and in the header."""

    def __init__(self, kind: str) -> None:
        super().__init__("long")
        self.kind = kind
        self.header(f"{{{{ 项目名称 }}}}　{kind}")
        self._entries: list[_Entry] = []
        self._chapter = self._section = self._tables = 0
        self._when = ""

    # --------------------------------------------------------------------------------------------- cover and contents

    def cover_page(self) -> None:
        """Add the cover."""
        self.text("{{ 项目名称 }}", "CoverTitle")
        self.text(f"{self.kind}\n（{{{{ 版本 }}}}）", "CoverKind")
        self.text("建设单位：{{ 申报单位 }}（盖章）", "CoverLine")
        self.text("编制日期：{{ 成文日期 }}", "CoverLine")
        self.page_break()

    def contents_page(self) -> None:
        """Add the contents list, then begin the body, whose pages count from 1.

        The list is a field that Word brings up to date; until then it names the headings without their pages.
        """
        self.text("目　录", "Title")
        self.guide("（在目录上按右键，选“更新域”，列出页码。）")
        self._body.append(_CONTENTS)

    # ------------------------------------------------------------------------------------------------------- headings

    def chapter(self, text: str) -> None:
        """Begin the next chapter."""
        self._chapter += 1
        self._section = self._tables = 0
        self._mark(1, f"{self._chapter}　{text}")

    def section(self, text: str) -> None:
        """Begin the next section of the chapter."""
        self._section += 1
        self._mark(2, f"{self._chapter}.{self._section}　{text}")

    def appendix(self, text: str, *, on_new_page: bool = True) -> None:
        """Begin a part without a number, whose tables are not numbered either."""
        self._chapter = 0
        self._mark(1, text, "Part" if on_new_page else "Heading1")

    @contextmanager
    def only_if(self, condition: str) -> Iterator[None]:
        """Put what is added inside under a condition, in the contents list too."""
        self.tag(f"if {condition}")
        self._when = condition
        yield
        self._when = ""
        self.tag("endif")

    def _mark(self, level: int, text: str, style: str = "") -> None:
        style = style or f"Heading{level}"
        number = len(self._entries) + 1
        entry = _Entry(level, text, f"_Toc{number:06}", self._when)
        self._entries.append(entry)
        self._body.append(
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:bookmarkStart w:id="{number}" w:name="{entry.mark}"/>'
            f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r><w:bookmarkEnd w:id="{number}"/></w:p>'
        )

    # ---------------------------------------------------------------------------------------------------------- parts

    def narrative(self, slot: str, guide: str) -> None:
        """Add what the dossier says of a matter, or what a person has to write about it."""
        self.tag(f"if {slot}.state == 'value'")
        self.text(f"{{{{ {slot} }}}}")
        self.tag("else")
        self.guide(guide)
        self.tag("endif")

    def facts(self, lines: Sequence[Sequence[str]], widths: Sequence[int] = (5, 7, 5, 7)) -> None:
        """Add a grid of names and slots (or texts with tags); a line of one pair takes the whole width."""
        self.grid(widths, [_facts_row(line, len(widths)) for line in lines], whole=True)
        self.spacer()

    def listing(self, table: Listing) -> None:
        """Add a table of rows with its caption."""
        columns = table.columns
        self.table(
            [column[:3] for column in columns],
            table.rows,
            caption=self._numbered(table.caption),
            unit=table.unit,
            empty=table.empty,
            total=_total(table),
            styles=[column.style for column in columns],
            whole=table.whole,
        )
        self.spacer()

    def caption(self, text: str) -> None:
        """Add the caption of a grid that follows."""
        self.text(self._numbered(text), "Caption")

    def _numbered(self, caption: str) -> str:
        if not self._chapter:
            return caption
        self._tables += 1
        return f"表{self._chapter}-{self._tables}　{caption}"

    # ----------------------------------------------------------------------------------------------------------- file

    def _document(self) -> str:
        xml = super()._document().replace(_CONTENTS, "".join(self._contents()))
        head, mark, tail = xml.rpartition("</w:sectPr>")
        return f'{head}<w:pgNumType w:start="1"/>{mark}{tail}'

    def _contents(self) -> Iterator[str]:
        begin = (
            _FIELD.format('begin" w:dirty="true')
            + _CODE.format('TOC \\o "1-2" \\h \\z \\u')
            + _FIELD.format("separate")
        )
        first = True
        for entry in self._entries:
            yield (
                _when(entry, "if " + entry.when) + _contents_line(entry, begin if first else "") + _when(entry, "endif")
            )
            first = False
        page = self.look.page
        yield (
            '<w:p><w:pPr><w:pStyle w:val="Plain"/><w:spacing w:line="20" w:lineRule="exact"/><w:sectPr>'
            f'<w:pgSz w:w="{page.width}" w:h="{page.height}"/><w:pgMar w:top="{page.top}" w:right="{page.right}" '
            f'w:bottom="{page.bottom}" w:left="{page.left}" w:header="851" w:footer="{page.footer}" w:gutter="0"/>'
            f"</w:sectPr></w:pPr>{_FIELD.format('end')}</w:p>"
        )


def _when(entry: _Entry, tag: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{{%p {escape(tag)} %}}</w:t></w:r></w:p>' if entry.when else ""


def _contents_line(entry: _Entry, begin: str) -> str:
    style = "Toc" if entry.level == 1 else "Toc2"
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{begin}<w:hyperlink w:anchor="{entry.mark}" w:history="1">'
        f'<w:r><w:t xml:space="preserve">{escape(entry.text)}</w:t></w:r></w:hyperlink></w:p>'
    )


def _facts_row(line: Sequence[str], columns: int) -> list[Cell]:
    if len(line) == _PAIR:
        return [label(line[0]), _fact(line[1], columns - 1)]
    return [label(text) if number % 2 == 0 else _fact(text) for number, text in enumerate(line)]


def _fact(text: str, span: int = 1) -> Cell:
    return Cell(text if "{" in text or not text else f"{{{{ {text} }}}}", span=span)


def _total(table: Listing) -> Sequence[Cell]:
    if not table.total:
        return ()
    place = max(number for number, column in enumerate(table.columns) if column.style == "CellNumber")
    after = [Cell() for _ in table.columns[place + 1 :]]
    return [label("合计", place), Cell(f"{{{{ {table.total} }}}}", "CellNumber"), *after]
