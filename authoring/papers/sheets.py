"""Lists in Excel: what data a project supplies and needs, and the papers of a dossier."""

from __future__ import annotations

from collections.abc import Sequence

from authoring.workbook import Book, Box, Sheet, head, slot

Column = tuple[str, float, str, str]  # heading, width, column of the slot or tags, style


def _given(name: str, before: str = "") -> str:
    """Return tags that show a column where it has a value."""
    return f"{{% if 行.{name}.state == 'value' %}}{before}{{{{ 行.{name} }}}}{{% endif %}}"


_WAY = _given("共享方式") + _given("服务地址", "\n")
_LEVEL = _given("安全级别") + "{% if 行.个人信息 == '是' %}\n含个人信息{% endif %}"
_SUPPLY: tuple[Column, ...] = (
    ("序号", 5, "序号", "整数"),
    ("信息资源名称", 15, "资源名称", "文字"),
    ("资源代码", 10, "资源代码", "居中"),
    ("来源系统或库表", 13, "来源", "文字"),
    ("信息项", 24, "信息项", "文字"),
    ("资源格式", 8, "资源格式", "居中"),
    ("数据量", 9, "数据量", "文字"),
    ("更新周期", 8, "更新周期", "居中"),
    ("共享类型", 8, "共享类型", "居中"),
    ("共享条件或不予共享依据", 17, "共享条件", "文字"),
    ("共享方式与服务地址", 14, _WAY, "文字"),
    ("安全级别", 10, _LEVEL, "居中"),
    ("开放属性", 8, "开放属性", "居中"),
    ("挂接日期", 14, "挂接日期", "日期"),
    ("责任人", 8, "责任人", "居中"),
)
_DEMAND: tuple[Column, ...] = (
    ("序号", 5, "序号", "整数"),
    ("信息资源名称", 16, "资源名称", "文字"),
    ("提供单位与系统", 16, "提供单位", "文字"),
    ("所需信息项", 24, "信息项", "文字"),
    ("用途与业务场景", 20, "用途", "文字"),
    ("使用依据", 16, "使用依据", "文字"),
    ("频次", 8, "频次", "居中"),
    ("获取方式", 9, "获取方式", "居中"),
    ("获取状态", 10, "获取状态", "居中"),
    ("申请单号", 12, "申请单号", "居中"),
    ("替代方案", 14, "替代方案", "文字"),
    ("责任人", 9, "责任人", "居中"),
    ("备注", 10, "", "文字"),
)
_PAPERS: tuple[Column, ...] = (
    ("序号", 6, "序号", "整数"),
    ("材料名称", 28, "材料名称", "文字"),
    ("文件", 38, "文件", "文字"),
    ("日期", 16, "日期", "日期"),
    ("出具单位", 18, "出具单位", "文字"),
    ("备注", 18, "备注", "文字"),
)
_CHOICES = {
    "资源格式": ("数据库", "文件", "接口", "表格", "图形", "流媒体"),
    "更新周期": ("实时", "每日", "每周", "每月", "每季", "每年", "不定期"),
    "共享类型": ("无条件共享", "有条件共享", "不予共享"),
    "开放属性": ("不开放", "有条件开放", "开放"),
    "频次": ("实时", "每日", "每周", "每月", "不定期"),
    "获取方式": ("接口", "库表", "文件"),
    "获取状态": ("已有", "申请中", "未申请"),
}


def _sharing() -> bytes:
    book = Book("数据共享清单")
    for title, rows, columns, name in (
        ("供给清单", "共享供给", _SUPPLY, "数据共享清单（供给）"),
        ("需求清单", "共享需求", _DEMAND, "数据共享清单（需求）"),
    ):
        sheet = book.sheet(title, [width for _, width, _, _ in columns], landscape=True)
        sheet.title(name)
        last = len(columns)
        sheet.add(head("项目名称", 2), slot("项目名称", span=4), head("填报单位", 2), slot("申报单位", span=last - 8))
        header = _list(sheet, columns, rows, empty=8)
        sheet.blank()
        sheet.add(
            Box(
                "填表人：＿＿＿＿＿＿＿＿　　负责人：＿＿＿＿＿＿＿＿　　（单位盖章）　　{{ 成文日期 }}",
                "签字靠右",
                last,
            ),
            height=30,
        )
        sheet.finish(f"{header}:{header}", f"C{header + 1}")
    return book.xlsx()


def _catalogue() -> bytes:
    book = Book("材料目录")
    sheet = book.sheet("材料目录", [width for _, width, _, _ in _PAPERS])
    sheet.title("项目材料目录")
    sheet.add(head("项目名称", 2), slot("项目名称", span=4))
    sheet.add(head("申报单位", 2), slot("申报单位"), head("项目编号"), slot("项目编号", span=2))
    header = _list(sheet, _PAPERS, "材料目录", empty=12)
    sheet.add(Box("共 {{ 材料目录|length if 材料目录 else '＿＿' }} 份", "单位", len(_PAPERS)))
    sheet.add(
        Box("移交人：＿＿＿＿＿＿＿＿　　接收人：＿＿＿＿＿＿＿＿　　　　　　年　　月　　日", "签字靠右", len(_PAPERS)),
        height=36,
    )
    sheet.finish(f"{header}:{header}", f"A{header + 1}")
    return book.xlsx()


def _list(sheet: Sheet, columns: Sequence[Column], rows: str, empty: int) -> int:
    """Add the rows of a slot below their headings, empty ones when there are none; return the row of the headings."""
    header = sheet.add(*(head(name) for name, _, _, _ in columns), height=26)
    first = sheet.tag(f"for 行 in {rows}")
    sheet.add(*(Box(_tag(text), style) for _, _, text, style in columns), height=24)
    sheet.tag("endfor")
    sheet.tag(f"if not {rows}")
    for number in range(1, empty + 1):
        sheet.add(Box(number, "整数"), *(Box("", style) for _, _, _, style in columns[1:]), height=24)
    last = sheet.tag("endif")
    for place, (name, _, _, _) in enumerate(columns):
        if name in _CHOICES:
            letter = chr(ord("A") + place)
            sheet.choose(f"{letter}{first}:{letter}{last}", _CHOICES[name])
    return header


def _tag(text: str) -> str:
    return text if "{" in text or not text else f"{{{{ 行.{text} }}}}"


FILES = {"zhonglou-2023/数据共享清单/template.xlsx": _sharing, "zhonglou-2023/材料目录/template.xlsx": _catalogue}
