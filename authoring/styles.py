"""The look of the papers: pages, fonts and styles. Lengths in twips (1/20 pt), sizes in half points as Word has them.

Official papers follow GB/T 9704-2012: A4, type area 156 × 225 mm, 22 lines of 28 characters. 29 pt lines overflow the
type area by 4 twips and leave 21 lines, hence 28.95 pt (579); 16 pt characters need −0.25 pt (−5) to fit 28 a line.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SONG, FANG, KAI, HEI, XIAO = "宋体", "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"
LATIN = "Times New Roman"
_NARROW = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'  # no gaps between figures and Chinese characters
SUBSTITUTES = {FANG: "仿宋", KAI: "楷体", XIAO: "宋体", HEI: "SimHei", SONG: "SimSun"}


@dataclass(frozen=True)
class Page:
    """Paper and type area."""

    width: int = 11906
    height: int = 16838
    top: int = 2098
    right: int = 1474
    bottom: int = 1984
    left: int = 1588
    footer: int = 1304

    @property
    def text_width(self) -> int:
        """Return the width of the type area."""
        return self.width - self.left - self.right


OFFICIAL = Page()
FORM = Page(top=1417, right=1304, bottom=1304, left=1417, footer=850)
LONG = Page(top=1701, right=1417, bottom=1531, left=1588, footer=992)
_LEADER = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{LONG.text_width}"/></w:tabs>'  # up to the page number
LANDSCAPE = Page(16838, 11906, top=1304, right=1134, bottom=1134, left=1134, footer=737)


@dataclass(frozen=True)
class Style:
    """One paragraph style."""

    id: str
    name: str
    font: str
    size: int
    based_on: str = "Normal"
    align: str = ""
    bold: bool = False
    color: str = ""
    line: int = 0  # twips; 0: by the page's body, −n: n/240 of a line
    grows: bool = False  # lines make room for what is taller, such as a drawing
    before: int = 0
    after: int = 0
    first_line_chars: int = 0
    outline: int = -1
    keep_next: bool = False
    spacing: int = 0
    left_chars: int = 0
    right_chars: int = 0
    frame: str = ""  # borders, character spacing and the like, as Word has them

    def xml(self) -> str:
        """Return the style's definition."""
        return (
            f'<w:style w:type="paragraph" w:customStyle="{int(not self._is_built_in)}" w:styleId="{self.id}">'
            f'<w:name w:val="{escape(self.name)}"/><w:basedOn w:val="{self.based_on}"/><w:qFormat/>'
            f"<w:pPr>{self._paragraph()}</w:pPr><w:rPr>{self._run()}</w:rPr></w:style>"
        ).replace(' w:customStyle="0"', "")

    @property
    def _is_built_in(self) -> bool:
        return self.name in ("Title", "heading 1", "heading 2", "heading 3", "toc 1", "toc 2", "caption", "Subtitle")

    def _paragraph(self) -> str:
        parts = ["<w:keepNext/>" if self.keep_next else "", self.frame]
        pitch = "atLeast" if self.grows else "exact"
        rule = (
            f'w:line="{self.line}" w:lineRule="{pitch}"'
            if self.line > 0
            else f'w:line="{-self.line}" w:lineRule="auto"'
        )
        parts.append(f'<w:spacing w:before="{self.before}" w:after="{self.after}"{" " + rule if self.line else ""}/>')
        parts.append(
            f'<w:ind w:leftChars="{self.left_chars}" w:left="{self.left_chars * self.size // 10}" '
            f'w:rightChars="{self.right_chars}" w:right="{self.right_chars * self.size // 10}" '
            f'w:firstLineChars="{self.first_line_chars}" w:firstLine="{self.first_line_chars * self.size // 10}"/>'
        )
        parts.append(f'<w:jc w:val="{self.align}"/>' if self.align else "")
        parts.append(f'<w:outlineLvl w:val="{self.outline}"/>' if self.outline >= 0 else "")
        return "".join(parts)

    def _run(self) -> str:
        bold = "<w:b/>" if self.bold else '<w:b w:val="0"/>'
        color = f'<w:color w:val="{self.color}"/>' if self.color else ""
        spacing = f'<w:spacing w:val="{self.spacing}"/>' if self.spacing else ""
        return f'{fonts(self.font)}{bold}{color}{spacing}<w:sz w:val="{self.size}"/><w:szCs w:val="{self.size}"/>'


def fonts(east_asian: str) -> str:
    """Return the fonts of a run: Latin letters and figures never take a Chinese face."""
    return f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{east_asian}" w:cs="{LATIN}" w:hint="eastAsia"/>'


def _common(size: int, line: int) -> tuple[Style, ...]:
    """Return the styles that every paper has; `size` of body text, `line` pitch."""
    return (
        Style("Body", "zlxm 正文", FANG, size, first_line_chars=200, line=line, align="both"),
        Style("Plain", "zlxm 顶格", FANG, size, line=line),
        Style("Guide", "zlxm 填写说明", KAI, max(size - 4, 21), color="7F7F7F", first_line_chars=200, line=line),
        Style("Signature", "zlxm 落款", FANG, size, align="right", line=line, right_chars=400, keep_next=True),
        Style("CellLabel", "zlxm 表头", HEI, 21, align="center", line=-264),
        Style("Cell", "zlxm 表格文字", FANG, 21, line=-264),
        Style("CellCenter", "zlxm 表格居中", FANG, 21, align="center", line=-264),
        Style("CellNumber", "zlxm 表格数字", FANG, 21, align="right", line=-264),
        Style("CellSection", "zlxm 分区", HEI, 24, align="left", line=-264, keep_next=True),
        Style("CellLong", "zlxm 表格长文", FANG, 21, first_line_chars=200, line=-288, align="both"),
        Style("CellSign", "zlxm 签章", FANG, 21, align="right", line=-300, right_chars=100),
        Style("CellDay", "zlxm 表格日期", FANG, 20, align="center", line=-264, frame=_NARROW),
        Style("Gap", "zlxm 表前间隔", FANG, size, line=120, keep_next=True),
        Style("Caption", "caption", HEI, 24, align="center", before=120, after=60, keep_next=True),
        Style("Unit", "zlxm 单位说明", FANG, 21, align="right", keep_next=True),
        Style("Toc", "toc 1", FANG, size, line=-360, frame=_LEADER),
        Style("Toc2", "toc 2", FANG, size, line=-360, left_chars=200, frame=_LEADER),
        Style("CoverTitle", "zlxm 封面标题", XIAO, 52, align="center", line=-360, before=2400, after=400),
        Style("CoverKind", "zlxm 封面文种", HEI, 36, align="center", line=-360, after=3600),
        Style("CoverLine", "zlxm 封面落款", KAI, 32, align="center", line=-480),
    )


def _headings(sizes: tuple[int, int, int, int], line: int) -> tuple[Style, ...]:
    title, first, second, third = sizes
    return (
        Style("Title", "Title", XIAO, title, align="center", line=-288, before=120, after=240, outline=-1),
        Style("Heading1", "heading 1", HEI, first, line=line, outline=0, keep_next=True, first_line_chars=200),
        Style("Heading2", "heading 2", KAI, second, line=line, outline=1, keep_next=True, first_line_chars=200),
        Style(
            "Heading3", "heading 3", FANG, third, line=line, outline=2, keep_next=True, first_line_chars=200, bold=True
        ),
    )


def _chapters() -> tuple[Style, ...]:
    """Return headings of long papers, which stand at the margin."""
    return (
        Style("Title", "Title", XIAO, 44, align="center", line=-288, before=120, after=240),
        Style("Heading1", "heading 1", HEI, 32, line=600, before=240, after=120, outline=0, keep_next=True),
        Style(
            "Part",
            "zlxm 附录标题",
            HEI,
            32,
            line=600,
            after=120,
            outline=0,
            keep_next=True,
            frame="<w:pageBreakBefore/>",
        ),
        Style("Heading2", "heading 2", KAI, 28, line=520, before=160, after=80, outline=1, keep_next=True, bold=True),
        Style("Heading3", "heading 3", HEI, 24, line=460, before=80, after=40, outline=2, keep_next=True),
    )


def _growing(styles: tuple[Style, ...], line: int) -> tuple[Style, ...]:
    """Return the styles with lines of at least that pitch, the contents list's a little less."""
    lists = {"Toc": line - 60, "Toc2": line - 60}
    return tuple(
        replace(style, line=lists.get(style.id, line), grows=True, after=80 if style.id == "Guide" else style.after)
        if style.line > 0 or style.id in lists
        else style
        for style in styles
    )


def _letters() -> tuple[Style, ...]:
    """Return what letters need: the letterhead of GB/T 9704 10.1 with lines of 170 mm, the list of annexes, the
    signature centred over its date."""
    line = 'w:space="{}" w:color="FF0000"/></w:pBdr>'
    head = '<w:pBdr><w:bottom w:val="thickThinSmallGap" w:sz="24" ' + line.format(11)
    foot = '<w:pBdr><w:bottom w:val="thinThickSmallGap" w:sz="24" ' + line.format(0)
    return (
        Style("LetterHead", "zlxm 发文机关", XIAO, 52, align="center", color="FF0000", before=850, line=-264),
        Style("LetterRule", "zlxm 首页上线", FANG, 32, line=20, left_chars=-125, right_chars=-125, frame=head),
        Style("LetterFoot", "zlxm 首页下线", FANG, 32, line=20, left_chars=-125, right_chars=-125, frame=foot),
        Style("DocNumber", "zlxm 文号", FANG, 32, align="right", line=579, before=240, after=579),
        Style("SignBlock", "zlxm 署名日期", FANG, 32, align="center", line=579, left_chars=1100, keep_next=True),
        Style("AnnexPage", "zlxm 附件页", HEI, 32, line=579, keep_next=True, frame="<w:pageBreakBefore/>"),
        Style("AnnexGap", "zlxm 附件空行", FANG, 32, line=579, keep_next=True),
        Style("AnnexFirst", "zlxm 附件首行", FANG, 32, line=579, first_line_chars=200),
        Style("AnnexLine", "zlxm 附件续行", FANG, 32, line=579, left_chars=500),
        Style("AnnexLast", "zlxm 附件末行", FANG, 32, line=579, left_chars=500, keep_next=True),
        Style("Keep", "zlxm 正文同页", FANG, 32, first_line_chars=200, line=579, align="both", keep_next=True),
        Style("Listed", "zlxm 条目", FANG, 32, left_chars=200, line=579),
        Style("CoverSort", "zlxm 封面报告名", HEI, 36, align="center", line=-360, after=2400),
        Style("AnnexMark", "zlxm 附件序号", HEI, 32, line=579, keep_next=True),
        Style("Subtitle", "Subtitle", XIAO, 36, align="center", line=-288, after=200, keep_next=True),
    )


def _parts() -> tuple[Style, ...]:
    """Return the heading of a part of a form that stands between two tables."""
    return (Style("FormPart", "zlxm 表间标题", HEI, 24, line=-264, before=200, after=80, keep_next=True),)


@dataclass(frozen=True)
class Look:
    """A page with its styles; `spacing` between characters of body text."""

    page: Page
    styles: tuple[Style, ...]
    size: int
    spacing: int = 0
    dashes: bool = False  # page numbers between dashes, outside edges


LOOKS = {
    "official": Look(OFFICIAL, _common(32, 579) + _headings((44, 32, 32, 32), 579) + _letters(), 32, -5, dashes=True),
    "form": Look(FORM, _common(24, -360) + _headings((40, 28, 26, 24), -360) + _parts(), 24),
    "long": Look(LONG, _growing(_common(24, 460), 460) + _chapters(), 24),
    "landscape": Look(LANDSCAPE, _common(24, -360) + _headings((36, 28, 26, 24), -360) + _parts(), 24),
}


def styles_xml(look: Look) -> str:
    """Return word/styles.xml."""
    spacing = f'<w:spacing w:val="{look.spacing}"/>' if look.spacing else ""
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(FANG)}{spacing}"
        f'<w:kern w:val="2"/><w:sz w:val="{look.size}"/><w:szCs w:val="{look.size}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:widowControl w:val="0"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    )
    table = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
        '<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr>'
        f"<w:tblBorders>{_borders()}</w:tblBorders></w:tblPr></w:style>"
    )
    own = "".join(style.xml() for style in look.styles)
    return f"{HEAD}<w:styles {W}>{defaults}{normal}{table}{own}</w:styles>"


def _borders() -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)


def font_table_xml() -> str:
    """Return word/fontTable.xml: what to take where a font is not installed."""
    fonts_ = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/>'
        '<w:pitch w:val="default"/></w:font>'
        for name, other in SUBSTITUTES.items()
    )
    return f"{HEAD}<w:fonts {W}>{fonts_}</w:fonts>"
