"""The annual plan as an annex of an official paper: the columns meant for print, on a landscape page."""

from __future__ import annotations

from authoring.paper import Paper
from authoring.tables import Cell, label

_COLUMNS = (
    ("序号", 5, "序号", "CellCenter"),
    ("申报单位", 11, "申报单位", "Cell"),
    ("项目名称", 18, "项目名称", "Cell"),
    ("项目性质", 6, "项目性质", "CellCenter"),
    ("项目类别", 10, "项目类别", "CellCenter"),
    ("主要建设内容", 24, "主要建设内容", "Cell"),
    ("建设周期", 9, "建设周期", "CellCenter"),
    ("投资概算合计", 9, "投资概算合计", "CellNumber"),
    ("资金来源", 9, "资金来源", "CellCenter"),
    ("计划年度资金", 9, "计划年度资金", "CellNumber"),
    ("评审得分", 6, "评审得分", "CellCenter"),
    ("核定金额", 9, "核定金额", "CellNumber"),
    ("结论", 6, "结论", "CellCenter"),
    ("备注", 6, "备注", "Cell"),
)
_SUBTOTALS = (("申报单位", "单位小计"), ("项目类别", "类别小计"))


def _annex() -> bytes:
    paper = Paper("landscape")
    paper.text("附件", "FormPart")
    paper.text("{{ 标题 }}", "Title")
    paper.text("单位：万元", "Unit")
    paper.table(
        [(name, width, column) for name, width, column, _ in _COLUMNS],
        "项目",
        total=_sums(),
        styles=[style for *_, style in _COLUMNS],
    )
    for heading, rows in _SUBTOTALS:
        paper.spacer()
        paper.table(
            _overview(heading), rows, caption=f"按{heading}小计", styles=("CellCenter", "Cell", *["CellNumber"] * 4)
        )
    paper.text("注：依据《{{ 管理办法 }}》，以{{ 基准日 }}的项目清单为准；类别小计按主要类别计。", "Cell")
    return paper.docx()


def _sums() -> list[Cell]:
    amounts = {"投资概算合计", "计划年度资金", "核定金额"}
    cells = [
        Cell(f"{{{{ 合计.{column} }}}}" if column in amounts else "", "CellNumber") for _, _, column, _ in _COLUMNS[3:]
    ]
    return [label("合计", span=2), Cell("共{{ 项目数 }}项", "CellCenter"), *cells]


def _overview(heading: str) -> list[tuple[str, int, str]]:
    return [
        ("序号", 6, "序号"),
        (heading, 40, "名称"),
        ("项目数", 12, "项目数"),
        ("投资概算合计", 18, "投资概算合计"),
        ("计划年度资金", 18, "计划年度资金"),
        ("核定金额", 18, "核定金额"),
    ]


FILES = {"zhonglou-2023/年度计划/template.docx": _annex}
