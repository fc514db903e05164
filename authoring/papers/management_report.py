"""The yearly report on how projects are built and managed (Art. 33), for the evaluation and for auditors."""

from __future__ import annotations

from authoring.official import gap
from authoring.paper import Paper

_GUIDE = "（由填报单位补充：应用效果、数据共享、网络安全、运行质效、资源配置等方面的做法、问题和安排。）"
_Column = tuple[str, int, str, str]  # heading, width in parts, column of the rows, style of its cells

_OVERDUE: tuple[_Column, ...] = (
    ("期限", 15, "期限", "CellCenter"),
    ("事项", 32, "事项", "Cell"),
    ("项目", 40, "项目", "Cell"),
    ("相差", 17, "相差", "CellCenter"),
)
_PAPERS: tuple[_Column, ...] = (
    ("序号", 8, "序号", "CellCenter"),
    ("项目", 34, "项目", "Cell"),
    ("下一报送", 13, "报送", "CellCenter"),
    ("已有/应有", 14, "齐备", "CellCenter"),
    ("还缺", 41, "还缺", "Cell"),
)
_CHANGES: tuple[_Column, ...] = (
    ("日期", 14, "日期", "CellCenter"),
    ("项目", 28, "项目", "Cell"),
    ("编号", 8, "编号", "CellCenter"),
    ("结果", 10, "结果", "CellCenter"),
    ("批复投资", 12, "基数", "CellNumber"),
    ("调整额", 11, "调整", "CellNumber"),
    ("占比", 10, "占比", "CellNumber"),
    ("上限", 11, "上限", "CellNumber"),
)
_PROBLEMS: tuple[_Column, ...] = (
    ("条文", 20, "条文", "Cell"),
    ("错误", 10, "错误", "CellCenter"),
    ("警告", 10, "警告", "CellCenter"),
    ("提示", 10, "提示", "CellCenter"),
    ("涉及项目", 12, "项目数", "CellCenter"),
)
_FOUND: tuple[_Column, ...] = (
    ("项目", 34, "项目", "Cell"),
    ("规则", 13, "规则", "CellCenter"),
    ("问题", 60, "问题", "Cell"),
)
_PROJECTS: tuple[_Column, ...] = (
    ("序号", 8, "序号", "CellCenter"),
    ("项目", 34, "项目", "Cell"),
    ("单位", 24, "单位", "Cell"),
    ("年度", 9, "年度", "CellCenter"),
    ("阶段", 13, "阶段", "CellCenter"),
    ("投资", 12, "投资", "CellNumber"),
    ("问题", 13, "问题", "CellCenter"),
)


def _report() -> bytes:
    paper = Paper("official")
    paper.text("{{ 标题 }}", "Title")
    paper.text("（基准日：{{ 基准日 }}）", "CellCenter")
    _overall(paper)
    _progress(paper)
    _deadlines(paper)
    _papers(paper)
    _changes(paper)
    _problems(paper)
    paper.heading(1, "七、主要做法和下一步安排")
    paper.guide(_GUIDE)
    paper.heading(1, "附：项目清单")
    _table(paper, _PROJECTS, "清单")
    paper.text("注：金额单位为万元，有批复的按批复投资，没有的按申报金额。{{ 依据 }}。", "Cell")
    return paper.docx()


def _overall(paper: Paper) -> None:
    paper.heading(1, "一、总体情况")
    paper.text("{{ 总体 }}")
    _shares(paper, "类别", "按类别")
    paper.text("{{ 类别图 }}", "CellCenter")
    _shares(paper, "单位", "按单位")
    _shares(paper, "年度", "按计划年度")


def _progress(paper: Paper) -> None:
    paper.heading(1, "二、建设进度")
    paper.text("{{ 进度 }}")
    paper.text("{{ 阶段图 }}", "CellCenter")


def _deadlines(paper: Paper) -> None:
    paper.heading(1, "三、期限履行")
    paper.text("{{ 期限 }}")
    _optional(paper, _OVERDUE, "逾期", "已经逾期或可能逾期的事项")
    _optional(paper, _OVERDUE, "将到期", "30 天内到期的事项")


def _papers(paper: Paper) -> None:
    paper.heading(1, "四、材料齐备")
    paper.text("{{ 齐备 }}")
    _optional(paper, _PAPERS, "材料", "下一次报送的材料还不齐的项目")


def _changes(paper: Paper) -> None:
    paper.heading(1, "五、投资调整")
    paper.text("{{ 调整 }}")
    _optional(paper, _CHANGES, "变更", "变更台账（万元）")


def _problems(paper: Paper) -> None:
    paper.heading(1, "六、检查发现的问题")
    paper.text("{{ 问题 }}")
    _optional(paper, _PROBLEMS, "条文", "按条文")
    paper.tag("if 条文")
    paper.text("{{ 问题图 }}", "CellCenter")
    paper.tag("endif")
    _optional(paper, _FOUND, "错误", "错误明细")


def _shares(paper: Paper, name: str, caption: str) -> None:
    gap(paper)
    columns = [(name, 46, "名称"), ("项目数", 16, "项目数"), ("投资（万元）", 22, "金额"), ("占比", 16, "占比")]
    paper.table(columns, f"{name}表", caption=caption, styles=("Cell", "CellCenter", "CellNumber", "CellNumber"))
    paper.spacer()


def _optional(paper: Paper, columns: tuple[_Column, ...], rows: str, caption: str) -> None:
    paper.tag(f"if {rows}")
    _table(paper, columns, rows, caption)
    paper.tag("endif")


def _table(paper: Paper, columns: tuple[_Column, ...], rows: str, caption: str = "") -> None:
    gap(paper)
    paper.table([each[:3] for each in columns], rows, caption=caption, styles=[each[3] for each in columns])
    paper.spacer()


FILES = {"report/管理情况报告/template.docx": _report}
