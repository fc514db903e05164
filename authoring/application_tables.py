"""What the application form is made of besides its rows of facts: titled tables, the estimate, annexes, signatures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from authoring import planning_tables as tables
from authoring.paper import Paper
from authoring.plans import Column, Listing
from authoring.tables import Cell, label, section

NUMBER = "CellNumber"
_COSTS = (
    Column("序号", 6, "序号", "CellCenter"),
    Column("编码", 6, "费用编码", "CellCenter"),
    Column("费用名称", 16, "费用名称"),
    Column("规格或测算依据", 20, "测算依据"),
    Column("单位", 6, "单位", "CellCenter"),
    Column("数量", 7, "数量", NUMBER),
    Column("单价", 8, "单价", NUMBER),
    Column("金额", 9, "金额", NUMBER),
    Column("占比", 8, "占比", NUMBER),
)
_SUBTOTALS = (
    "{% if 行.类 == 'A' %}工程（建设）费小计（B）{% elif 行.类 == 'C' %}其他费用小计（D）"
    "{% elif 行.类 == 'E' %}预备费小计（E）{% elif 行.类 == 'O' %}运行维护费小计（O）"
    "{% else %}未列编码费用小计{% endif %}"
)
_ANNEXES = (
    ("项目建设方案或项目建议书", "按金额选附（第五条）"),
    ("“三重一大”会议纪要", "一律提供"),
    ("立项依据文件", "一律提供"),
    ("投资概算明细和询价材料", "一律提供"),
    ("数据共享清单", "产生或者使用公共数据的"),
    ("等级保护定级说明或备案证明", "有定级对象的"),
    ("密码应用方案和评估意见", "涉及密码应用的"),
    ("网信办审核意见", "临时新增和论证时"),
    ("云资源测算表", "使用政务云、公有云的"),
    ("原系统终验报告、上年绩效评价结果、维保合同", "扩建、升级改造和运行维护的"),
    ("分管区领导意见和会议纪要", "临时新增的（第十七条）"),
    ("共建单位确认函", "几家单位共建的"),
)
_MEMBERS = (
    ("区委网信办", "网络安全、数据安全"),
    ("区发改局", "规划衔接"),
    ("区工信局", "信息化和产业政策"),
    ("区财政局", "资金来源、采购方式"),
    ("区审计局", "审计监督"),
    ("区城运中心", "顶层设计、可行性"),
)
_DAY = "　　　　年　　月　　日"
_LINE = "＿＿＿＿＿＿＿"


def _day(name: str) -> str:
    """Return the text of a cell for a day, empty when there is none."""
    return f"{{% if 行.{name}.state == 'value' %}}{{{{ 行.{name} }}}}{{% endif %}}"


GROUNDS = tables.GROUNDS._replace(
    columns=(*tables.GROUNDS.columns[:-1], Column("文件日期", 16, _day("文件日期"), "CellDay")), empty=2
)
DECISIONS = Listing(
    "“三重一大”集体决策（第四条）",
    "集体决策",
    tables.columns(Column("会议日期", 16, _day("日期"), "CellDay"), Column("纪要编号", 28, "文号"), ("备注", 24)),
    empty=1,
)
MILESTONES = Listing(
    "进度计划（第二十三条）",
    "进度计划",
    tables.columns(
        ("节点", 22), Column("计划日期", 16, _day("计划日期"), "CellDay"), Column("工作内容与交付成果", 30, "说明")
    ),
    empty=5,
)
CONTENT = Listing(
    "建设（服务）内容",
    "建设内容",
    tables.columns(
        ("类别", 6, "CellCenter"),
        ("名称", 16),
        ("功能或规格", 25),
        ("单位", 6, "CellCenter"),
        ("数量", 7, "CellNumber"),
        ("建设性质", 7, "CellCenter"),
        ("估算", 9, "CellNumber"),
    ),
    empty=5,
    total="建设内容合计",
    unit="单位：万元",
)


RESOURCES = Listing(
    "拟形成的数据资源",
    "数据资源",
    tables.columns(
        ("资源名称", 16),
        ("信息项", 26),
        ("数据量", 11, "CellCenter"),
        ("更新周期", 7, "CellCenter"),
        ("存储位置", 11),
        ("安全级别", 7, "CellCenter"),
    ),
    empty=2,
)


def sized(table: Listing, widths: Mapping[str, int]) -> Listing:
    """Return a table with other widths of columns, by heading."""
    return table._replace(
        columns=tuple(each._replace(width=widths.get(each.heading, each.width)) for each in table.columns)
    )


def listing(paper: Paper, table: Listing, empty: int = -1, *, whole: bool = False) -> None:
    """Add a table of one slot's rows below its name, both repeated on every page; `empty`: rows to write on."""
    cells = [Cell(_of_row(column.text), column.style) for column in table.columns]
    blanks = [[Cell(style=column.style) for column in table.columns]] * (table.empty if empty < 0 else empty)
    title = f"{table.caption}（{table.unit}）" if table.unit else table.caption
    lines: list[Sequence[Cell] | str] = [
        [section(title, len(table.columns))],
        [label(column.heading) for column in table.columns],
        f"for 行 in {table.rows}",
        cells,
        "else",
        *blanks,
        "endfor",
    ]
    if table.total:
        lines.append(_total(table))
    paper.grid([column.width for column in table.columns], lines, header_rows=2, whole=whole)
    paper.spacer()


def _of_row(text: str) -> str:
    return text if "{" in text else f"{{{{ 行.{text} }}}}"


def _total(table: Listing) -> list[Cell]:
    place = max(number for number, column in enumerate(table.columns) if column.style == NUMBER)
    after = [Cell() for _ in table.columns[place + 1 :]]
    return [label("合计", place), Cell(f"{{{{ {table.total} }}}}", NUMBER), *after]


# ---------------------------------------------------------------------------------------------------- the estimate


def estimate(paper: Paper) -> None:
    """Add the lines of the estimate by kind of cost with subtotals, the total in figures and in capitals."""
    blank = [Cell(style=column.style) for column in _COSTS]
    cells = [Cell(_of_row(column.text), column.style) for column in _COSTS]
    subtotal = [label(_SUBTOTALS, 7), Cell("{{ 行.金额 }}", NUMBER), Cell("{{ 行.占比 }}", NUMBER)]
    paper.grid(
        [column.width for column in _COSTS],
        [
            [section("投资概算表（单位：万元）", len(_COSTS))],
            [label(column.heading) for column in _COSTS],
            *("for 行 in 费用明细", "if 行.小计 == '是'", subtotal, "else", cells, "endif", "endfor"),
            *_without_codes(blank),
            [
                label("概算合计（T）", 7),
                Cell(_told("{{ 申报金额 }}"), NUMBER),
                Cell(_told("{% if 费用明细 %}100.0%{% endif %}"), NUMBER),
            ],
            [label("大写", 3), Cell("{{ 申报金额大写 }}", span=6)],
        ],
        header_rows=2,
    )
    paper.spacer()


def _without_codes(blank: Sequence[Cell]) -> list[Sequence[Cell] | str]:
    """Return what stands there when the estimate has no lines: those of operation and maintenance, or empty ones."""
    yearly = [
        Cell("{{ 行.序号 }}", "CellCenter"),
        Cell("O", "CellCenter"),
        Cell("{{ 行.费用类别 }}"),
        Cell("{{ 行.服务内容|cell }}\n{{ 行.测算依据|cell }}"),
        *[Cell() for _ in range(3)],
        Cell("{{ 行.金额 }}", NUMBER),
        Cell(),
    ]
    total = [label("运行维护费小计（O）", 7), Cell("{{ 运维费用合计 }}", NUMBER), Cell()]
    return [
        "if not 费用明细 and 项目性质 == '运行维护' and 运维费用",
        *("for 行 in 运维费用", yearly, "endfor", total),
        "elif not 费用明细",
        *[list(blank)] * 6,
        "endif",
    ]


def _told(text: str) -> str:
    """Return what stands in a narrow cell; that the amount is missing is said where there is room for it."""
    return f"{{% if 申报金额.state == 'value' %}}{text}{{% endif %}}"


# --------------------------------------------------------------------------------------------------------- annexes


def annexes(paper: Paper) -> None:
    """Add the list of annexes, ticked as far as the dossier tells."""
    lines = [
        [Cell(str(number), "CellCenter"), Cell(name), Cell(when), Cell(_ticked(name), "CellCenter"), Cell()]
        for number, (name, when) in enumerate(_ANNEXES, 1)
    ]
    heads = [label(text) for text in ("序号", "附件名称", "何时提供", "是否附上", "份数")]
    paper.grid((6, 27, 28, 18, 6), [heads, *lines], header_rows=1, whole=True)


def _ticked(name: str) -> str:
    name = name.replace("“", "").replace("”", "")  # quotation marks do not survive in a tag
    there, needless = f"'{name}' in 申报附件", f"'{name}' in 不涉及附件 and '{name}' not in 申报附件"
    box = "{{% if {} %}}☑{{% else %}}□{{% endif %}}{}"
    return box.format(there, "已附　") + box.format(needless, "不涉及")


# ------------------------------------------------------------------------------------------------------ signatures


def signatures(paper: Paper) -> None:
    """Add the blocks in which the offices give their opinions and sign: those who declare and check on one page, those
    who review on one page."""
    paper.grid((4, 13), [*_declaring(), *_checking()], whole=True)
    paper.spacer()
    _reviewing(paper)


def _declaring() -> list[Sequence[Cell]]:
    declared = (
        "本单位对申报材料的真实性、完整性负责；本表和附件不含国家秘密；项目不拆分、不打包立项，已经本单位集体研究决定。",
        "□同意申报　　意见：",
    )
    signed = (f"分管领导（签字）：{_LINE}", f"主要负责人（签字）：{_LINE}", "（单位公章）　　　　", "{{ 填报日期 }}")
    above = ("□同意申报　　□不同意　　□不涉及", "意见：")
    return [
        *_block("申报单位意见\n（第六条）", declared, signed),
        *_block(
            "主管部门或\n牵头单位意见\n（第六条）", above, (f"负责人（签字）：{_LINE}", "（单位公章）　　　　", _DAY)
        ),
    ]


def _checking() -> list[Sequence[Cell]]:
    checked = ("□予以受理　　□材料不齐全　　□格式不符合", "缺少的材料：", "需要补正的内容：", "补正期限：" + _DAY)
    signed = (f"经办人（签字）：{_LINE}", "（盖章）　　　　", _DAY)
    return _block("区政府办\n（区大数据管理局）\n合规性审查意见\n（第七条）", checked, signed)


def _block(title: str, words: Sequence[str], signs: Sequence[str], span: int = 1) -> list[Sequence[Cell]]:
    """Return two rows: what is said, and below it, beside the same label, who signs."""
    return [
        [label(title, rows=2), Cell(words, span=span, height=1400)],
        [Cell(signs, "CellSign", span, height=2000)],
    ]


def _reviewing(paper: Paper) -> None:
    opinion = "□同意　□修改后同意　□不同意\n意见："
    members = [
        [label(f"{name}\n（{matter}）"), Cell(opinion), Cell(["（签字、盖章）", _DAY], "CellSign", height=900)]
        for name, matter in _MEMBERS
    ]
    concluded = (
        "□建议列入年度计划　　□修改后列入　　□不列入",
        "评审得分：＿＿＿＿＿分　　　　核定金额：＿＿＿＿＿＿＿万元",
        "修改要求或不列入的理由：",
    )
    signed = (f"组长（签字）：{_LINE}", f"成员（签字）：{_LINE}{_LINE}{_LINE}", _DAY)
    paper.grid(
        (5, 7, 5),
        [
            [section("评审小组成员单位意见（第九条）", 3)],
            [label("成员单位"), label("意见"), label("签章")],
            *members,
            *_block("评审小组结论\n（第八、九条）", concluded, signed, 2),
        ],
        header_rows=2,
        whole=True,
    )
