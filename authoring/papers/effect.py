"""The score sheet of a project's effect in use (annex 5): indicators with formulas, subtotals, grade, warnings."""

from __future__ import annotations

from collections.abc import Iterator

from authoring.effect_indicators import ASPECTS, Indicator
from authoring.workbook import Book, Box, Sheet, head, slot

LIMITS = "参数"
BEST, GOOD, FAIR, WARNING, SERIOUS = (f"{LIMITS}!$B${row}" for row in (4, 5, 6, 7, 8))
_SHEET = "绩效评分表"
_FIRST_PAGE = 2  # aspects on the first page
_CAPS = ("发生较大以上网络安全责任事件", "拒不共享应共享的数据", "谎报、瞒报（第三十二条）")


def _effect() -> bytes:
    book = Book("项目绩效评分表")
    sheet = book.sheet(_SHEET, (6, 11, 16, 6, 25, 22, 9, 9, 9, 8, 8, 8, 14, 18), landscape=True)
    spans = _indicators(sheet)
    _result(book.sheet("评价结果", (22, 11, 11, 11, 11, 32)), spans)
    _targets(book.sheet("绩效目标完成情况", (6, 17, 16, 24, 14, 8, 24, 14, 26), landscape=True))
    _limits(book.sheet(LIMITS, (34, 12, 50)))
    return book.xlsx()


def _indicators(sheet: Sheet) -> dict[str, tuple[int, int]]:
    """Fill the sheet of indicators; return aspect → its first and last row."""
    sheet.title("政务信息化项目绩效评分表", "（附件5　{{ 成文日期 }}制表）")
    sheet.add(head("项目名称", 3), slot("项目名称", span=3), head("申报单位", 3), slot("申报单位", span=5))
    sheet.add(
        head("终验日期", 3),
        Box("{{ 终验日期 }}", span=3),
        head("评价期", 3),
        Box("　　　　年　　月至　　　　年　　月", "填写", 5),
    )
    sheet.note(
        "带目标值的指标填实际值，得分自动计算：达到目标值得满分，到零分线得0分，其间按线性计算；其余指标在“评定得分”栏直接填分。"
        "“评定得分”有数时以它为准。不适用的指标选“不适用”，不计入满分。"
    )
    names = (
        "编码",
        "方面",
        "指标",
        "分值",
        "计算方法",
        "评分规则",
        "目标值",
        "零分线",
        "实际值",
        "适用",
        "评定得分",
        "得分",
        "数据来源",
        "佐证材料",
    )
    header = sheet.add(*map(head, names), height=24)
    spans = {}
    for number, (aspect, indicators) in enumerate(ASPECTS.items()):
        if number == _FIRST_PAGE:
            sheet.break_before()
        spans[aspect] = _aspect(sheet, aspect, indicators)
    sheet.finish(f"{header}:{header}", f"D{header + 1}")
    return spans


def _aspect(sheet: Sheet, aspect: str, indicators: tuple[Indicator, ...]) -> tuple[int, int]:
    first, last = sheet.row, sheet.row + len(indicators) - 1
    for place, indicator in enumerate(indicators):
        label = [Box(aspect, "居中", rows=len(indicators))] if place == 0 else []
        sheet.add(Box(indicator.code, "整数"), *label, *_cells(indicator, sheet.row), height=24)
    sheet.choose(f"J{first}:J{last}", ("适用", "不适用"))
    sheet.limit(f"K{first}:K{last}", "0", f"D{first}", "得分应在0与该项分值之间")
    sheet.limit(f"I{first}:I{last}", "0", "10", "请填写百分比，如 85%")
    sheet.add(
        Box(f"{aspect}小计", "小计", 3),
        Box(f"=SUM(D{first}:D{last})", "小计"),
        Box("适用满分", "小计", 6),
        Box(f'=SUMIF(J{first}:J{last},"<>不适用",D{first}:D{last})', "小计分数"),
        Box(f"=SUM(L{first}:L{last})", "小计分数"),
        Box("", "小计", 2),
    )
    return first, last


def _cells(indicator: Indicator, row: int) -> Iterator[Box]:
    yield from (Box(indicator.name), Box(indicator.weight, "整数"), Box(indicator.measure), Box(indicator.rule))
    if indicator.full is None:
        yield from (Box("—", "居中"), Box("—", "居中"), Box("—", "居中"))
    else:
        yield from (Box(indicator.full, "比率"), Box(indicator.zero, "比率"), Box("", "填写比率"))
    line = f"MAX(0,MIN(1,(I{row}-H{row})/(G{row}-H{row})))*D{row}"
    worked_out = f'IF(ISNUMBER(I{row}),ROUND({line},1),"")' if indicator.full is not None else '""'
    score = f'=IF(J{row}="不适用","",IF(ISNUMBER(K{row}),K{row},{worked_out}))'
    yield from (
        Box("适用", "填写居中"),
        Box("", "填写分数"),
        Box(score, "分数"),
        Box(indicator.source),
        Box("", "填写"),
    )


def _result(sheet: Sheet, spans: dict[str, tuple[int, int]]) -> None:
    sheet.title("项目绩效评价结果", "（附件5　由绩效评分表自动计算）")
    sheet.add(head("项目名称"), slot("项目名称", span=5))
    sheet.add(head("申报单位"), slot("申报单位", span=5))
    sheet.section("一、各方面得分")
    sheet.add(*(head(text) for text in ("方面", "分值", "适用满分", "得分", "得分率", "提示")))
    first = sheet.row
    for aspect, (start, end) in spans.items():
        row, total = sheet.row, end + 1
        filled = f"COUNT({_SHEET}!L{start}:L{end})"
        serious = f'=IF(OR(C{row}=0,{filled}=0),"",IF(E{row}<{SERIOUS},"得分率过低，属严重问题（第三十九条）",""))'
        sheet.add(
            Box(aspect, "居中"),
            Box(f"={_SHEET}!D{total}", "整数"),
            Box(f"={_SHEET}!K{total}", "整数"),
            Box(f"={_SHEET}!L{total}", "分数"),
            Box(f'=IF(C{row}=0,"",D{row}/C{row})', "比率"),
            Box(serious, "文字"),
        )
    _grade(sheet, first, sheet.row - 1, spans)


def _grade(sheet: Sheet, first: int, last: int, spans: dict[str, tuple[int, int]]) -> None:
    row = sheet.row
    sums = (f"=SUM({column}{first}:{column}{last})" for column in "BCD")
    rate = Box(f'=IF(C{row}=0,"",D{row}/C{row})', "小计比率")
    sheet.add(Box("合计", "小计"), *(Box(text, "小计分数") for text in sums), rate, Box("", "小计"))
    total = Box(f'=IF(C{row}=0,"",ROUND(D{row}/C{row}*100,1))', "小计分数")
    score = f"B{sheet.add(Box('总分', '小计'), total, Box('得分÷适用满分×100，保留一位小数', span=4))}"
    sheet.section("二、限制项（有一项为“是”，等级不得为良以上）")
    sheet.add(head("情形", 4), head("是或否"), head("说明"))
    caps = f"E{sheet.row}:E{sheet.row + len(_CAPS) - 1}"
    for cap in _CAPS:
        sheet.add(Box(cap, span=4), Box("", "填写居中"), Box("", "填写"))
    sheet.choose(caps, ("是", "否"))
    _conclusion(sheet, score, caps, spans)


def _conclusion(sheet: Sheet, score: str, caps: str, spans: dict[str, tuple[int, int]]) -> None:
    sheet.section("三、评价结论")
    blank = (f'{_SHEET}!J{start}:J{end},"<>不适用",{_SHEET}!L{start}:L{end},""' for start, end in spans.values())
    row = sheet.row
    sheet.add(
        head("未评分指标数"),
        Box("=" + "+".join(f"COUNTIFS({each})" for each in blank), "整数"),
        head("限制项数"),
        Box(f'=COUNTIF({caps},"是")', "整数"),
        head("预警"),
        Box(f'=IF(B{row}>0,"",IF({score}<{WARNING},"低于预警线，应整改","无"))', "居中"),
    )
    plain = f'IF({score}>={BEST},"优",IF({score}>={GOOD},"良",IF({score}>={FAIR},"中","差")))'
    capped = f'IF(AND(D{row}>0,{score}>={GOOD}),"中（受限制项限制）",{plain})'
    grade = f'=IF(B{row}>0,"还有"&B{row}&"项未评分",{capped})'
    sheet.add(head("等级"), Box(grade, "结论", 5), height=30)
    sheet.add(head("主要问题"), Box("", "填写长文", 5), height=90)
    sheet.add(head("改进措施与时限"), Box("", "填写长文", 5), height=90)
    uses = "□继续运行　□整改后运行　□整合　□停用　□核减资源　□调整运维经费"
    sheet.add(head("结果应用建议"), Box(uses, "填写", 5), height=28)
    sheet.blank()
    signature = "填表人：＿＿＿＿＿＿＿　负责人：＿＿＿＿＿＿＿　（单位盖章）　　　　年　　月　　日"
    sheet.add(Box(signature, "签字靠右", 6), height=40)
    sheet.finish()


def _targets(sheet: Sheet) -> None:
    sheet.title("绩效目标完成情况", "（申报时的绩效指标与实际值对照）")
    sheet.add(head("项目名称", 2), slot("项目名称", span=3), head("申报单位", 2), slot("申报单位", span=2))
    header = sheet.add(
        *(
            head(text)
            for text in ("序号", "方面", "二级指标", "三级指标", "目标值", "单位", "计算方法", "实际值", "佐证材料")
        )
    )
    sheet.tag("for 行 in 绩效指标")
    texts = ("方面", "二级指标", "三级指标", "目标值", "单位", "计算方法")
    sheet.add(
        slot("行.序号", "整数"),
        *(slot(f"行.{text}") for text in texts),
        slot("行.实际值", "填写"),
        slot("行.佐证材料", "填写"),
        height=24,
    )
    sheet.tag("endfor")
    sheet.tag("if not 绩效指标")
    for number in range(1, 7):
        sheet.add(Box(number, "整数"), *[Box("", "填写")] * 8, height=24)
    sheet.tag("endif")
    sheet.finish(f"{header}:{header}", f"A{header + 1}")


def _limits(sheet: Sheet) -> None:
    sheet.title("评分参数")
    sheet.note("等级和提示按下表计算，各指标的目标值和零分线在绩效评分表里；区里另有规定的，改这些数即可。")
    sheet.add(head("参数"), head("值"), head("说明"))
    for name, number, remark in (
        ("优：不低于", 90, "总分"),
        ("良：不低于", 80, "总分"),
        ("中：不低于", 60, "总分；再低为差"),
        ("预警：低于", 70, "总分"),
    ):
        sheet.add(Box(name), Box(number, "填写分数"), Box(remark))
    sheet.add(Box("严重问题：得分率低于"), Box(0.4, "填写比率"), Box("任一方面的得分率（第三十九条）"))
    sheet.finish()


FILES = {"zhonglou-2023/绩效评分/template.xlsx": _effect}
