"""The compliance review of what is handed in: the receipt, and the notice of everything that is to be put right."""

from __future__ import annotations

from authoring.letterhead import Letter
from authoring.official import slot
from authoring.paper import Paper
from authoring.tables import Cell, label, section, value

_MATERIALS = (
    ("序号", 5, "序号", "CellCenter"),
    ("材料名称", 23, "材料名称", "Cell"),
    ("状态", 25, "状态", "CellCenter"),
    ("日期", 21, "{% if 行.日期.state == 'value' %}{{ 行.日期 }}{% endif %}", "CellCenter"),
    ("说明", 24, "说明", "Cell"),
)
_GAPS = (
    ("序号", 5, "序号", "CellCenter"),
    ("性质", 8, "性质", "CellCenter"),
    ("问题", 30, "问题", "Cell"),
    ("依据", 11, "依据", "CellCenter"),
    ("补正要求", 26, "补正要求", "Cell"),
)


def _receipt() -> bytes:
    paper = Paper("form")
    paper.text("政务信息化项目材料合规性审查回执", "Title")
    paper.grid(
        (14, 36, 14, 26),
        [
            [label("项目名称"), value("项目名称", span=3)],
            [label("申报单位"), value("申报单位"), label("项目编号"), value("项目编号")],
            [label("报送事项"), value("报送事项"), label("审查依据"), value("审查依据")],
            [label("收件日期"), value("收件日期"), label("收件编号"), value("收件编号")],
        ],
    )
    paper.text("一、材料清单（应有{{ 应报材料数 }}份，已有{{ 已报材料数 }}份，不合格{{ 不合格材料数 }}份）", "FormPart")
    _rows(paper, _MATERIALS, "报送材料", 3)
    paper.text("二、缺项和格式等问题", "FormPart")
    paper.tag("if 补正事项")
    _rows(paper, _GAPS, "补正事项", 0)
    paper.tag("else")
    paper.text("没有发现缺项和格式问题。", "Plain")
    paper.tag("endif")
    paper.spacer()
    _conclusion(paper)
    return paper.docx()


def _rows(paper: Paper, columns: tuple[tuple[str, int, str, str], ...], rows: str, empty: int) -> None:
    plain = [(name, width, column) for name, width, column, _ in columns]
    paper.table(plain, rows, empty=empty, styles=[style for *_, style in columns])


def _conclusion(paper: Paper) -> None:
    day = "　　　　年　　月　　日"
    paper.grid(
        (12, 34, 12, 34),
        [
            [section("三、审查结论", 4)],
            [label("结论"), value("审查结论选项"), label("补正期限"), Cell(day, "CellCenter")],
            [
                label("审查意见"),
                Cell(
                    "应补正{{ 应补正数 }}项，应核实{{ 应核实数 }}项。上列结论由程序按项目档案得出，"
                    "以经办人签署的为准。",
                    span=3,
                    height=900,
                ),
            ],
            [
                label("经办人"),
                Cell(["（签字）", day], "CellSign", height=1200),
                label("审查单位"),
                Cell(["（盖章）", day], "CellSign"),
            ],
            [label("签收"), Cell("申报单位签收人：　　　　　　　　签收日期：" + day, span=3)],
        ],
        whole=True,
    )


def _notice() -> bytes:
    paper = Letter(slot("主送机关"))
    paper.number("　　　　〔{{ 成文年份 }}〕　　号")
    paper.text("关于{{ 项目名称 }}\n{{ 报送事项 }}材料一次性补正的告知书", "Title")
    paper.text("{{ 申报单位 }}：", "Plain")
    paper.text(
        "你单位{% if 收件日期.state == 'value' %}于{{ 收件日期 }}{% endif %}报送的{{ 项目名称 }}{{ 报送事项 }}材料"
        "{% if 收件编号.state == 'value' %}（受理编号：{{ 收件编号 }}）{% endif %}收悉。根据《{{ 管理办法 }}》"
        "{{ 审查依据 }}，经合规性审查，现告知如下："
    )
    _notified(paper)
    paper.tag("if 补正事项")
    paper.text("", "AnnexGap")
    paper.text("附件：补正事项清单", "AnnexFirst")
    paper.tag("endif")
    paper.text("", "AnnexGap")
    paper.text("{{ 主送机关 }}", "Signature")
    paper.text("{{ 成文日期 }}", "Signature")
    paper.text("（联系人：　　　　　　，联系电话：　　　　　　　　）")
    paper.tag("if 补正事项")
    paper.text("附件", "AnnexPage")
    paper.text("补正事项清单", "Title")
    _rows(paper, _GAPS, "补正事项", 0)
    paper.tag("endif")
    return paper.docx()


def _notified(paper: Paper) -> None:
    paper.tag("if 补正事项")
    paper.text(
        "应报材料{{ 应报材料数 }}份，缺少{{ 缺少材料数 }}份，不合格{{ 不合格材料数 }}份；应补正{{ 应补正数 }}项，"
        "应核实{{ 应核实数 }}项，详见附件。{% if 应补正数 != '0' %}材料不齐全或者不符合要求，暂不予接收。{% endif %}"
    )
    paper.text(
        "请按附件一次性补正，于　　　　年　　月　　日以前重新提交；应核实的事项，请核对后一并书面说明。",
        "Keep",
    )
    paper.tag("else")
    paper.text("材料齐全，符合要求，无须补正。", "Keep")
    paper.tag("endif")


FILES = {"zhonglou-2023/审查回执/template.docx": _receipt, "zhonglou-2023/补正告知书/template.docx": _notice}
