"""A template as it is written: paragraphs, grids and tables, then one .docx with the same bytes every time.

Texts are Jinja templates for docxtpl: `{{ 项目名称 }}`, `{%p if … %}` alone in a paragraph, `{%tr for … %}` alone in a
row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from authoring.container import content_types_xml, relations_xml, settings_xml, story
from authoring.styles import HEAD, LOOKS, R, W, font_table_xml, styles_xml
from authoring.tables import Cell, label, of_row, paragraph, row_xml, table_xml, tag_row, with_next
from zlxm.render.package import write_parts


class Paper:
    """One template. `look`: official, form, long or landscape."""

    def __init__(self, look: str, title: str = "") -> None:
        self.look = LOOKS[look]
        self.title = title
        self._body: list[str] = []
        self._header = ""

    # ------------------------------------------------------------------------------------------------- paragraphs

    def text(self, text: str, style: str = "Body") -> None:
        """Add a paragraph; a line break stays one."""
        self._body.append(paragraph(text, style))

    def heading(self, level: int, text: str) -> None:
        """Add a heading of level 1, 2 or 3."""
        self.text(text, f"Heading{level}")

    def guide(self, text: str) -> None:
        """Add a remark for whoever writes here; it is to be deleted from the finished paper."""
        self.text(text, "Guide")

    def tag(self, tag: str) -> None:
        """Add a paragraph-level tag: `if x`, `endif`, `for x in y`, `endfor`."""
        self.text(f"{{%p {tag} %}}", "Plain")

    def page_break(self) -> None:
        """Begin a new page."""
        self._body.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')

    def header(self, text: str) -> None:
        """Set the running header."""
        self._header = text

    # ----------------------------------------------------------------------------------------------------- tables

    def grid(
        self,
        widths: Sequence[int],
        rows: Iterable[Sequence[Cell] | str],
        header_rows: int = 0,
        height: int = 454,
        *,
        whole: bool = False,
    ) -> None:
        """Add a form. `widths` are parts of the type area; a row given as text is a row tag (`for x in y`, `endfor`);
        `whole`: its rows stay on one page, as a block of signatures must."""
        grid = self._grid(widths)
        open_spans: dict[int, tuple[int, Cell]] = {}
        lines = []
        for number, row in enumerate(rows):
            if isinstance(row, str):
                lines.append(tag_row(row, len(grid), sum(grid)))
                continue
            lines.append(row_xml(row, grid, open_spans, height, is_header=number < header_rows))
        last = len(lines) - 1
        kept = [
            with_next(line) if number < header_rows or (whole and number < last) else line
            for number, line in enumerate(lines)
        ]
        self._body.append(table_xml(grid, kept))

    def table(
        self,
        columns: Sequence[tuple[str, int, str]],
        rows: str,
        *,
        item: str = "行",
        caption: str = "",
        unit: str = "",
        empty: int = 0,
        total: Sequence[Cell] = (),
        styles: Sequence[str] = (),
        whole: bool = False,
    ) -> None:
        """Add a table of one slot's rows with a header that repeats on every page.

        `columns`: heading, width (parts), column of the slot (or a text with tags); `rows`: the slot; `empty`: rows
        left to write on when there are none; `total`: a last row; `styles`: a style a column; `whole`: it stays on one
        page.
        """
        if caption:
            self.text(caption, "Caption")
        if unit:
            self.text(unit, "Unit")
        styles = styles or ["Cell"] * len(columns)
        cells = [Cell(of_row(text, item), style) for (_, _, text), style in zip(columns, styles, strict=True)]
        lines: list[Sequence[Cell] | str] = [
            [label(name) for name, _, _ in columns],
            f"for {item} in {rows}",
            cells,
            "endfor",
        ]
        if empty:
            lines += [f"if not {rows}", *[[Cell(style=each) for each in styles]] * empty, "endif"]
        if total:
            lines.append(list(total))
        self.grid([width for _, width, _ in columns], lines, header_rows=1, whole=whole)

    def spacer(self) -> None:
        """Part two tables, which Word would otherwise join."""
        self._body.append(
            '<w:p><w:pPr><w:pStyle w:val="Plain"/><w:spacing w:line="120" w:lineRule="exact"/></w:pPr></w:p>'
        )

    def _grid(self, widths: Sequence[int]) -> list[int]:
        whole = self.look.page.text_width
        grid = [whole * width // sum(widths) for width in widths]
        grid[-1] += whole - sum(grid)
        return grid

    # ------------------------------------------------------------------------------------------------------- file

    def docx(self) -> bytes:
        """Return the file."""
        parts = {
            "[Content_Types].xml": content_types_xml(),
            "_rels/.rels": relations_xml(
                (("officeDocument", "word/document.xml"), ("extended-properties", "docProps/app.xml"))
            ),
            "docProps/app.xml": f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
            'extended-properties"><Application>zlxm</Application></Properties>',
            "word/document.xml": self._document(),
            "word/styles.xml": styles_xml(self.look),
            "word/fontTable.xml": font_table_xml(),
            "word/settings.xml": settings_xml(even_and_odd=self.look.dashes),
            "word/header1.xml": story("hdr", paragraph(self._header, "CellCenter") if self._header else "<w:p/>"),
            "word/footer1.xml": story("ftr", self._page_number("right")),
            "word/footer2.xml": story("ftr", self._page_number("left")),
            "word/_rels/document.xml.rels": relations_xml(
                (
                    ("styles", "styles.xml"),
                    ("fontTable", "fontTable.xml"),
                    ("settings", "settings.xml"),
                    ("header", "header1.xml"),
                    ("footer", "footer1.xml"),
                    ("footer", "footer2.xml"),
                )
            ),
        }
        return write_parts({name: text.encode("utf-8") for name, text in parts.items()})

    def _document(self) -> str:
        page = self.look.page
        landscape = ' w:orient="landscape"' if page.width > page.height else ""
        even = '<w:footerReference w:type="even" r:id="rId6"/>' if self.look.dashes else ""
        section_ = (
            '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/>'
            f'<w:footerReference w:type="default" r:id="rId5"/>{even}'
            f'<w:pgSz w:w="{page.width}" w:h="{page.height}"{landscape}/><w:pgMar w:top="{page.top}" '
            f'w:right="{page.right}" w:bottom="{page.bottom}" w:left="{page.left}" w:header="851" '
            f'w:footer="{page.footer}" w:gutter="0"/></w:sectPr>'
        )
        return f"{HEAD}<w:document {W} {R}><w:body>{''.join(self._body)}{section_}</w:body></w:document>"

    def _page_number(self, side: str) -> str:
        size, dash, align = (28, "— ", side) if self.look.dashes else (21, "", "center")
        properties = f'<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="{size}"/></w:rPr>'
        dashes = [
            f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
            for text in (dash, dash[::-1])
        ]
        indent = '<w:ind w:leftChars="100" w:left="280" w:rightChars="100" w:right="280"/>' if dash else ""
        field = "".join(
            f"<w:r>{properties}{inner}</w:r>"
            for inner in (
                '<w:fldChar w:fldCharType="begin"/>',
                "<w:instrText>PAGE</w:instrText>",
                '<w:fldChar w:fldCharType="separate"/>',
                "<w:t>1</w:t>",
                '<w:fldChar w:fldCharType="end"/>',
            )
        )
        return f'<w:p><w:pPr>{indent}<w:jc w:val="{align}"/></w:pPr>{dashes[0]}{field}{dashes[1]}</w:p>'
