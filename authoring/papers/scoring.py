"""Review score sheets (annex 4): one sheet for an expert, one that sums up, and the limits that both use."""

from __future__ import annotations

from authoring.review_items import DIMENSIONS, VETOES
from authoring.workbook import Book, Box, Sheet, head, slot

EXPERTS = 9
LIMITS = "参数"
ADMIT, AMEND, DEFER, TRIM = (f"{LIMITS}!$B${row}" for row in (4, 5, 6, 7))
_MEMBERS = 6
_EXPERT = "专家评分表"


def _scores() -> bytes:
    book = Book("项目评审评分表")
    totals = _expert(book.sheet(_EXPERT, (7, 11, 20, 8, 36, 28, 9, 9, 24), landscape=True))
    _opinion(book.sheet("专家意见", (10, 28, 12, 12, 12, 30)), totals)
    _summary(book.sheet("汇总表", (20, 9, *[10] * EXPERTS, 10, 10), landscape=True))
    _members(book.sheet("成员单位意见", (26, 44, 16, 18)))
    _limits(book.sheet(LIMITS, (34, 12, 50)))
    return book.xlsx()


# ------------------------------------------------------------------------------------------------ what an expert fills


def _expert(sheet: Sheet) -> tuple[str, str]:
    """Fill the sheet; return the cells of the score and of the number of items without one."""
    sheet.title("政务信息化项目评审评分表", "（附件4　专家评分表）")
    _project(sheet)
    sheet.section("一、评分（不适用的项目在“适用”栏选“不适用”，不计入满分）")
    header = sheet.add(
        *(
            head(text)
            for text in ("编码", "评审维度", "评分项", "分值", "得分要点", "扣分提示", "适用", "得分", "扣分理由")
        )
    )
    first, last = _items(sheet)
    totals = _results(sheet, first, last)
    sheet.finish(f"{header}:{header}")
    return totals


def _project(sheet: Sheet) -> None:
    sheet.add(head("项目名称", 2), slot("项目名称", span=3), head("申报单位"), slot("申报单位", span=3))
    sheet.add(
        head("申报金额（万元）", 2),
        slot("申报金额", "金额居左", 3),
        head("项目性质、类别"),
        Box("{{ 项目性质 }}　{{ 项目类别 }}", span=3),
    )
    sheet.add(head("专家姓名", 2), Box("", "填写", 3), head("工作单位"), Box("", "填写", 3))
    sheet.add(head("职称", 2), Box("", "填写", 3), head("专业领域"), Box("", "填写", 3))
    avoidance = "□本人与申报单位、拟承建单位无利害关系，独立评分　　□有利害关系，申请回避"
    sheet.add(head("回避声明", 2), Box(avoidance, "填写", 7))


def _items(sheet: Sheet) -> tuple[int, int]:
    """Add a row an item and return the first and the last of them."""
    first = sheet.row
    for number, (dimension, items) in enumerate(DIMENSIONS.items()):
        if number == len(DIMENSIONS) // 2:
            sheet.break_before()
        for place, item in enumerate(items):
            label = [Box(dimension, "居中", rows=len(items))] if place == 0 else []
            sheet.add(
                Box(item.code, "整数"),
                *label,
                Box(item.name),
                Box(item.weight, "整数"),
                Box(item.aim),
                Box(item.loss),
                Box("适用", "填写居中"),
                Box("", "填写分数"),
                Box("", "填写"),
                height=24,
            )
    last = sheet.row - 1
    sheet.choose(f"G{first}:G{last}", ("适用", "不适用"))
    sheet.limit(f"H{first}:H{last}", "0", f"D{first}", "得分应在0与该项分值之间")
    return first, last


def _results(sheet: Sheet, first: int, last: int) -> tuple[str, str]:
    """Add the points of every dimension; return the cells of the score and of the number of items without one."""
    sheet.section("二、得分")
    sheet.add(head("评审维度", 2), head("分值"), head("适用满分", 2), head("实得分"), head("得分率", 2), head("说明"))
    codes, weights, fits, points = (f"${column}${first}:${column}${last}" for column in "ADGH")
    start = sheet.row
    for dimension, items in DIMENSIONS.items():
        prefix, row = items[0].code[:2], sheet.row
        full = f'SUMIFS({weights},{codes},"{prefix}*",{fits},"<>不适用")'
        sheet.add(
            Box(dimension, "居中", 2),
            Box(f'=SUMIF({codes},"{prefix}*",{weights})', "整数"),
            Box(f"={full}", "整数", 2),
            Box(f'=SUMIFS({points},{codes},"{prefix}*",{fits},"<>不适用")', "分数"),
            Box(f'=IF(D{row}=0,"",F{row}/D{row})', "比率", 2),
            Box("", "填写"),
        )
    total, end = sheet.row, sheet.row - 1
    sheet.add(
        Box("合计", "小计", 2),
        *(
            Box(f"=SUM({column}{start}:{column}{end})", style, span)
            for column, style, span in (("C", "小计", 1), ("D", "小计", 2), ("F", "小计分数", 1))
        ),
        Box(f'=IF(D{total}=0,"",F{total}/D{total})', "小计比率", 2),
        Box("", "小计"),
    )
    missing = f'COUNTIFS({fits},"<>不适用",{points},"")'
    row = sheet.add(
        Box("折算总分", "小计", 2),
        Box(f'=IF(D{total}=0,"",ROUND(F{total}/D{total}*100,1))', "小计分数"),
        Box("实得分÷适用满分×100，保留一位小数", span=3),
        head("未评分项数", 2),
        Box(f"={missing}", "整数"),
    )
    return f"{_EXPERT}!$C${row}", f"{_EXPERT}!$I${row}"


def _opinion(sheet: Sheet, totals: tuple[str, str]) -> None:
    """Fill what an expert says beside the points."""
    sheet.title("专家评审意见", "（附件4　与专家评分表一并提交）")
    sheet.add(head("项目名称"), slot("项目名称", span=2), head("专家姓名"), Box("", "填写", 2))
    vetoes = _vetoes(sheet)
    _reductions(sheet)
    score, missing = totals
    sheet.section("三、综合意见")
    advice = f'IF({missing}>0,"还有"&{missing}&"项未评分",{_advice(score)})'
    advice = f'=IF(COUNTIF({vetoes},"有")>0,"有否决项，不予通过",{advice})'
    sheet.add(head("折算总分"), Box(f"={score}", "小计分数"), head("结论建议"), Box(advice, "结论", 3), height=30)
    sheet.add(head("综合意见"), Box("", "填写长文", 5), height=150)
    sheet.blank()
    sheet.add(Box("专家签名：＿＿＿＿＿＿＿＿＿＿　　　　　　　　　年　　月　　日", "签字靠右", 6), height=36)
    sheet.finish()


def _vetoes(sheet: Sheet) -> str:
    """Add what ends a review and return the cells of the answers."""
    sheet.section("一、否决项（有一项为“有”即不予通过）")
    sheet.add(head("序号"), head("内容", 3), head("有或无"), head("说明"))
    first = sheet.row
    for number, veto in enumerate(VETOES, 1):
        sheet.add(Box(number, "整数"), Box(veto, span=3), Box("", "填写居中"), Box("", "填写"))
    cells = f"E{first}:E{sheet.row - 1}"
    sheet.choose(cells, ("有", "无"))
    return cells


def _reductions(sheet: Sheet) -> None:
    sheet.section("二、核减建议（单位：万元）")
    sheet.add(head("费用编码"), head("费用名称"), head("申报额"), head("建议额"), head("核减额"), head("理由"))
    start = sheet.tag("for 行 in 投资概算")
    row = sheet.row
    _reduction(sheet, slot("行.费用编码", "居中"), slot("行.费用名称"), slot("行.金额", "金额"))
    sheet.tag("endfor")
    sheet.tag("if not 投资概算")
    for _ in range(4):
        _reduction(sheet, Box("", "填写居中"), Box("", "填写"), Box("", "填写金额"))
    end = sheet.tag("endif")
    sheet.limit(f"D{row}:D{end - 1}", "0", "99999999", "请填写以万元为单位的数")
    sums = (f"=SUM({column}{start}:{column}{end})" for column in "CDE")
    sheet.add(Box("合计", "小计", 2), *(Box(text, "小计金额") for text in sums), Box("", "小计"))


def _reduction(sheet: Sheet, *boxes: Box) -> None:
    row = sheet.row
    sheet.add(*boxes, Box("", "填写金额"), Box(f'=IF(D{row}="","",C{row}-D{row})', "金额"), Box("", "填写"), height=24)


def _advice(score: str) -> str:
    below = f'IF({score}>={DEFER},"暂缓，补充后再审","不建议列入")'
    return f'IF({score}>={ADMIT},"建议列入",IF({score}>={AMEND},"修改后列入",{below}))'


# ------------------------------------------------------------------------------------------------ summary and limits


def _summary(sheet: Sheet) -> None:
    sheet.title("政务信息化项目评审评分汇总表", "（附件4　由评审工作人员汇总各专家的实得分）")
    sheet.add(head("项目名称"), slot("项目名称", span=6), head("申报单位", 2), slot("申报单位", span=4))
    trim = sheet.row
    sheet.add(
        head("去掉最高、最低分"),
        Box("否", "填写居中", 6),
        head("评审日期", 2),
        Box("　　　　年　　月　　日", "填写居中", 4),
    )
    sheet.choose(f"B{trim}", ("是", "否"))
    sheet.section("一、各专家评分")
    experts = [head(f"专家{number}") for number in range(1, EXPERTS + 1)]
    sheet.add(head("评审维度"), head("分值"), *experts, head("平均分"), head("得分率"))
    sheet.add(head("专家姓名", 2), *[Box("", "填写居中")] * EXPERTS, Box("", "居中"), Box("", "居中"))
    first, last = _averages(sheet)
    scores = _totals(sheet, first, last, f"$B${trim}")
    _decision(sheet, *scores)
    sheet.finish()


def _averages(sheet: Sheet) -> tuple[int, int]:
    first = sheet.row
    for dimension, items in DIMENSIONS.items():
        row, weight = sheet.row, sum(item.weight for item in items)
        mean = f'=IF(COUNT(C{row}:K{row})=0,"",ROUND(AVERAGE(C{row}:K{row}),2))'
        rate = f'=IF(L{row}="","",L{row}/B{row})'
        blanks = [Box("", "填写分数")] * EXPERTS
        sheet.add(Box(dimension, "居中"), Box(weight, "整数"), *blanks, Box(mean, "分数"), Box(rate, "比率"))
    last = sheet.row - 1
    sheet.limit(f"C{first}:K{last}", "0", f"$B{first}", "得分应在0与该维度分值之间")
    return first, last


def _totals(sheet: Sheet, first: int, last: int, trim: str) -> tuple[str, str, str]:
    """Add the sums; return the cells of the final score, of the scores that it comes from and of the vetoes."""
    columns = [chr(ord("C") + number) for number in range(EXPERTS)]
    sums = [
        Box(f'=IF(COUNT({each}{first}:{each}{last})=0,"",SUM({each}{first}:{each}{last}))', "分数") for each in columns
    ]
    own = sheet.add(
        Box("实得合计", "居中"), Box(f"=SUM(B{first}:B{last})", "整数"), *sums, Box("", "居中"), Box("", "居中")
    )
    full = sheet.add(
        Box("适用满分", "居中"), Box("", "居中"), *[Box(100, "填写分数")] * EXPERTS, Box("", "居中"), Box("", "居中")
    )
    sheet.limit(f"C{full}:K{full}", "1", "100", "适用满分应在1与100之间，没有不适用项目的为100")
    scores = [Box(f'=IF({each}{own}="","",ROUND({each}{own}/{each}{full}*100,1))', "小计分数") for each in columns]
    row = sheet.row
    cells = f"C{row}:K{row}"
    trimmed = f"(SUM({cells})-MAX({cells})-MIN({cells}))/(COUNT({cells})-2)"
    whole = f'IF(AND({trim}="是",COUNT({cells})>={TRIM}),{trimmed},AVERAGE({cells}))'
    final = Box(f'=IF(COUNT({cells})=0,"",ROUND({whole},1))', "小计分数", 2)
    sheet.add(Box("折算总分", "小计", 2), *scores, final, height=26)
    vetoes = sheet.add(
        Box("否决项（有几项）", "居中", 2),
        *[Box("", "填写分数")] * EXPERTS,
        Box(f"=SUM(C{row + 1}:K{row + 1})", "整数", 2),
    )
    sheet.limit(f"C{vetoes}:K{vetoes}", "0", str(len(VETOES)), "请填写否决项的数目")
    return f"L{row}", cells, f"L{vetoes}"


def _decision(sheet: Sheet, score: str, cells: str, vetoes: str) -> None:
    sheet.section("二、评审结论")
    extremes = (f'=IF(COUNT({cells})=0,"",{name}({cells}))' for name in ("MAX", "MIN"))
    highest, lowest = (Box(text, "分数", 2) for text in extremes)
    sheet.add(
        head("参评专家"),
        Box(f"=COUNT({cells})", "整数", 2),
        head("最高分", 2),
        highest,
        head("最低分", 2),
        lowest,
        head("最终得分"),
        Box(f"={score}", "小计分数"),
    )
    row = sheet.row
    cut = Box(f'=IF(AND(ISNUMBER(B{row}),ISNUMBER(F{row})),B{row}-F{row},"")', "小计金额", 4)
    sheet.add(
        head("申报金额（万元）"),
        slot("申报金额", "金额", 2),
        head("核减金额", 2),
        Box("", "填写金额", 2),
        head("核定金额", 2),
        cut,
    )
    sheet.limit(f"F{row}", "0", "99999999", "请填写以万元为单位的数")
    advice = f'=IF({vetoes}>0,"有否决项，不予通过",IF({score}="","尚未评分",{_advice(score)}))'
    sheet.add(head("结论建议"), Box(advice, "结论", 12), height=28)
    sheet.add(head("评审意见"), Box("", "填写长文", 12), height=70)


def _members(sheet: Sheet) -> None:
    sheet.title("评审小组成员单位意见", "（附件4　附在汇总表之后）")
    sheet.add(head("项目名称"), slot("项目名称", span=3))
    sheet.add(head("申报单位"), slot("申报单位", span=3))
    sheet.add(head("成员单位"), head("意见"), head("签名"), head("日期"))
    for _ in range(_MEMBERS):
        sheet.add(*[Box("", "填写")] * 4, height=54)
    sheet.blank()
    sheet.add(Box("评审组长签名：＿＿＿＿＿＿＿＿＿＿　　　　　　　　　年　　月　　日", "签字靠右", 4), height=36)
    sheet.finish()


def _limits(sheet: Sheet) -> None:
    sheet.title("评分参数")
    sheet.note("结论和汇总按下表计算；区里另有规定的，改这里的数即可。")
    sheet.add(head("参数"), head("值"), head("说明"))
    for name, number, remark in (
        ("建议列入：不低于", 80, "达到或超过此分，结论为“建议列入”"),
        ("修改后列入：不低于", 70, "低于上一档、达到此分，结论为“修改后列入”"),
        ("暂缓：不低于", 60, "低于上一档、达到此分，结论为“暂缓，补充后再审”；再低为“不建议列入”"),
        ("去掉最高、最低分的最少专家数", 7, "专家不足此数时仍按全部专家平均"),
    ):
        sheet.add(Box(name), Box(number, "填写分数"), Box(remark))
    sheet.finish()


FILES = {"zhonglou-2023/评分标准/template.xlsx": _scores}
