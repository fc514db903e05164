"""Annex 6: the self-check before acceptance."""

from __future__ import annotations

from collections.abc import Sequence

from authoring.paper import Paper
from authoring.tables import Cell, label, section, value

_ITEMS = (
    ("序号", 4, "序号", "CellCenter"),
    ("环节", 7, "环节", "CellCenter"),
    ("检查内容及应有佐证", 27, "{{ 行.检查内容 }}\n（{{ 行.应有佐证 }}）", "Cell"),
    ("依据", 13, "依据", "CellCenter"),
    ("判定\n方式", 7, "判定方式", "CellCenter"),
    ("已有佐证", 25, "已有佐证", "Cell"),
    ("结论", 16, "结论", "CellCenter"),
    ("问题及说明", 24, "说明", "Cell"),
)
_NOTE = (
    "“自动”项由程序按项目档案判定；“自动＋人工”项由程序核对，没有发现问题的由填表人确认；“人工”项由填表人判断。"
    "不适用的写明理由；待补的在初验以前补齐。"
)
_ISSUES = (
    ("序号", 4, "序号", "CellCenter"),
    ("对应项", 5, "项目序号", "CellCenter"),
    ("存在问题", 32, "问题", "Cell"),
    ("依据", 12, "依据", "CellCenter"),
    ("责任人", 7, "责任人", "CellCenter"),
    ("整改期限", 18, "限期", "CellCenter"),
    ("状态", 24, "状态", "CellCenter"),
)


def _self_check() -> bytes:
    paper = Paper("landscape")
    paper.text("政务信息化项目验收自查表", "Title")
    _head(paper)
    paper.text("一、检查项", "FormPart")
    _table(paper, _ITEMS, "自查项目")
    _summary(paper)
    paper.text("三、整改清单", "FormPart")
    _table(paper, _ISSUES, "整改清单", empty=3)
    paper.spacer()
    _foot(paper)
    return paper.docx()


def _head(paper: Paper) -> None:
    supervised = (
        "{% if 要求监理 == '是' or 监理单位.state == 'value' %}{{ 监理单位 }}"
        "{% elif 申报金额.state == 'value' %}不要求{% endif %}"
    )
    paper.grid(
        (12, 38, 12, 38),
        [
            [label("项目名称"), value("项目名称"), label("项目编号"), value("项目编号")],
            [label("建设单位"), value("申报单位"), label("承建单位"), value("承建单位名单")],
            [label("监理单位"), Cell(supervised), label("函复文号及金额"), Cell("{{ 函复文号 }}　{{ 核定金额 }}万元")],
            [label("合同编号"), Cell("{{ 合同编号 }}"), label("合同金额"), Cell("{{ 合同金额 }}万元")],
            [
                label("试运行起止"),
                Cell("{{ 试运行开始日期 }}至{{ 试运行结束日期 }}"),
                label("自查日期"),
                value("自查日期"),
            ],
            [label("自查组成员"), Cell("", span=3)],
            [label("填表说明"), Cell(_NOTE, span=3)],
        ],
    )


def _table(paper: Paper, columns: Sequence[tuple[str, int, str, str]], rows: str, empty: int = 0) -> None:
    plain = [(name, width, column) for name, width, column, _ in columns]
    paper.table(plain, rows, empty=empty, styles=[style for *_, style in columns])


def _summary(paper: Paper) -> None:
    paper.text("二、小结", "FormPart")
    fails = "不符合{{ 自查不符合数 }}项{% if 自查不符合数 != '0' %}（第{{ 自查不符合项 }}项）{% endif %}"
    pending = "待补{{ 自查待补数 }}项{% if 自查待补数 != '0' %}（第{{ 自查待补项 }}项）{% endif %}"
    not_applicable = "不适用{{ 自查不适用数 }}项{% if 自查不适用数 != '0' %}（第{{ 自查不适用项 }}项）{% endif %}"
    paper.grid(
        (14, 86),
        [
            [label("自动判定结果"), Cell(f"符合{{{{ 自查符合数 }}}}项；{fails}；{pending}；{not_applicable}。")],
            [
                label("人工判断项"),
                Cell(
                    [
                        "共{{ 自查人工数 }}项{% if 自查人工数 != '0' %}（第{{ 自查人工项 }}项）{% endif %}。",
                        "判断结果：符合＿＿＿＿项，不符合＿＿＿＿项，不适用＿＿＿＿项。",
                    ]
                ),
            ],
        ],
    )


def _foot(paper: Paper) -> None:
    day = "　　　　年　　月　　日"
    signs = [Cell([sign, day], "CellSign", height=1400) for sign in ("（签字）", "（盖章）", "（签字、盖章）")]
    paper.grid(
        (1, 1, 1),
        [
            [section("四、自查结论", 3)],
            [Cell(["结论：□具备初验条件　　□不具备初验条件", "需要说明的问题："], span=3, height=1100)],
            [label("项目责任人"), label("建设单位"), label("监理单位（30 万元（含）以上项目）")],
            signs,
        ],
        whole=True,
    )


FILES = {"zhonglou-2023/自查表/template.docx": _self_check}
