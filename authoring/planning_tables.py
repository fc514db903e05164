"""The tables T1 to T15 that the construction plan, the proposal and their variants share, each filled from one slot."""

from __future__ import annotations

from authoring.plans import Column, Listing

CENTER, NUMBER = "CellCenter", "CellNumber"
MONEY = "单位：万元"
ORDINAL = Column("序号", 6, "序号", CENTER)


def columns(*columns: tuple[str, int] | tuple[str, int, str] | Column) -> tuple[Column, ...]:
    """Return the columns behind a running number; one given as heading and width shows the column of that name."""
    return (ORDINAL, *(each if isinstance(each, Column) else _column(*each) for each in columns))


def _column(heading: str, width: int, style: str = "Cell") -> Column:
    return Column(heading, width, heading, style)


EXISTING_SYSTEMS = Listing(
    "现有信息系统清单",
    "现有系统",
    columns(
        ("系统名称", 15),
        ("建成时间", 9, CENTER),
        ("主要功能", 22),
        Column("用户（人）", 7, "用户数", NUMBER),
        ("等保级别", 9, CENTER),
        ("处置意见", 9, CENTER),
    ),
)
FUNCTIONS = Listing(
    "系统功能清单",
    "软件功能",
    columns(
        ("类别", 6, CENTER),
        ("名称", 15),
        ("功能或规格", 25),
        Column("对应需求", 7, "需求编号", CENTER),
        ("建设性质", 6, CENTER),
        Column("数量", 8, "{{ 行.数量|cell }}{{ 行.单位|cell }}", CENTER),
        ("估算", 9, NUMBER),
    ),
    unit=MONEY,
)
EQUIPMENT = Listing(
    "软硬件配置清单",
    "软硬件配置",
    columns(
        ("类别", 6, CENTER),
        ("名称", 14),
        ("功能或规格", 27),
        ("单位", 6, CENTER),
        ("数量", 7, NUMBER),
        ("是否国产", 6, CENTER),
        ("估算", 9, NUMBER),
    ),
    unit=MONEY,
)
SERVICES = Listing(
    "服务内容清单",
    "服务内容",
    columns(
        ("名称", 16),
        Column("服务内容与要求", 32, "功能或规格"),
        ("单位", 6, CENTER),
        ("数量", 7, NUMBER),
        ("估算", 9, NUMBER),
    ),
    unit=MONEY,
)
CONTENT = Listing(
    "建设内容清单",
    "建设内容",
    columns(
        ("类别", 6, CENTER),
        ("名称", 16),
        ("功能或规格", 29),
        ("单位", 6, CENTER),
        ("数量", 7, NUMBER),
        ("估算", 9, NUMBER),
    ),
    total="建设内容合计",
    unit=MONEY,
)
DATA_RESOURCES = Listing(
    "数据资源目录",
    "数据资源",
    columns(
        ("资源名称", 13),
        ("来源", 11),
        ("信息项", 19),
        Column("格式", 7, "资源格式", CENTER),
        ("数据量", 8, CENTER),
        Column("更新", 6, "更新周期", CENTER),
        ("存储位置", 10),
        ("安全级别", 6, CENTER),
    ),
)
DATA_DEMAND = Listing(
    "共享需求清单",
    "共享需求",
    columns(
        ("资源名称", 13),
        ("提供单位", 11),
        ("信息项", 15),
        ("用途", 14),
        ("频次", 6, CENTER),
        ("获取方式", 6, CENTER),
        Column("状态", 8, "获取状态", CENTER),
    ),
)
DATA_SUPPLY = Listing(
    "共享供给清单",
    "可共享数据",
    columns(
        ("资源名称", 13),
        ("信息项", 18),
        ("共享类型", 10, CENTER),
        ("共享条件", 13),
        ("共享方式", 6, CENTER),
        ("更新周期", 6, CENTER),
        ("责任人", 8, CENTER),
    ),
)
NOT_SHARED = Listing(
    "不予共享的数据及依据",
    "不予共享数据",
    columns(("资源名称", 16), ("信息项", 22), Column("法律、法规或国家规定的条款", 26, "依据"), ("责任人", 8, CENTER)),
    empty=2,
)
INTERFACES = Listing(
    "对接系统清单",
    "对接系统",
    columns(
        ("系统名称", 15),
        ("所属单位", 13),
        ("方向", 6, CENTER),
        ("对接方式", 6, CENTER),
        ("协议", 9, CENTER),
        ("对接频次", 9, CENTER),
        Column("日均（次）", 7, "日均调用", NUMBER),
    ),
)
DOMESTIC = Listing(
    "信创适配清单",
    "信创适配",
    columns(
        ("层级", 10, CENTER), ("产品", 24), ("是否国产", 9, CENTER), Column("未采用国产产品的理由", 26, "未采用理由")
    ),
    empty=4,
)
MILESTONES = Listing(
    "进度计划表",
    "进度计划",
    columns(("节点", 20), ("计划日期", 16, CENTER), Column("工作内容与交付成果", 32, "说明")),
    empty=6,
)
COSTS = Listing(
    "投资概算明细表",
    "投资概算",
    columns(
        Column("编码", 6, "费用编码", CENTER),
        ("费用名称", 17),
        Column("规格或测算依据", 20, "测算依据"),
        ("单位", 6, CENTER),
        ("数量", 7, NUMBER),
        ("单价", 8, NUMBER),
        ("金额", 9, NUMBER),
    ),
    empty=6,
    total="申报金额",
    unit=MONEY,
)
OTHER_COSTS = Listing(
    "其他费用明细表",
    "其他费用明细",
    columns(
        Column("编码", 6, "费用编码", CENTER),
        ("费用名称", 18),
        Column("计费基数与标准", 34, "测算依据"),
        Column("金额", 10, "金额", NUMBER),
    ),
    total="其他费用小计",
    unit=MONEY,
    whole=True,
)
FUNDING = Listing(
    "资金来源分年表",
    "资金来源",
    columns(("年度", 12, CENTER), Column("资金来源", 30, "来源"), ("金额", 14, NUMBER)),
    total="申报金额",
    unit=MONEY,
    whole=True,
)
TARGETS = Listing(
    "绩效指标表",
    "绩效指标",
    columns(
        ("方面", 10, CENTER),
        ("二级指标", 10),
        ("三级指标", 13),
        Column("目标值", 8, "{{ 行.目标值|cell }}{{ 行.单位|cell }}", CENTER),
        ("计算方法", 15),
        ("数据来源", 10),
        ("考核时点", 10, CENTER),
    ),
    empty=6,
)
RISKS = Listing(
    "风险清单",
    "风险清单",
    columns(("风险", 18), ("可能性", 8, CENTER), ("影响", 6, CENTER), ("对策", 28), ("责任人", 8, CENTER)),
)
PEOPLE = Listing(
    "组织与人员表",
    "组织人员",
    columns(
        ("角色", 11, CENTER),
        ("姓名", 8, CENTER),
        ("所在单位", 15),
        Column("职务职称", 10, "职务或职称", CENTER),
        ("职责", 15),
        Column("联系电话", 15, "电话", CENTER),
    ),
    empty=4,
)
GROUNDS = Listing(
    "立项依据清单",
    "立项依据",
    columns(("文件名称", 23), ("文号", 14, CENTER), ("相关条款", 18), ("文件日期", 17, CENTER)),
)
DECISIONS = Listing(
    "集体决策情况",
    "集体决策",
    columns(Column("会议日期", 16, "日期", CENTER), Column("纪要编号", 24, "文号", CENTER), ("备注", 28)),
    empty=1,
)
DUPLICATES = Listing(
    "重复建设比对表",
    "重复建设比对",
    columns(Column("已有或统建系统", 20, "已有系统"), ("与本项目关系", 24), ("比对结论", 24)),
)
REUSE = Listing("公共能力复用清单", "公共能力复用", columns(("公共能力", 22), ("提供单位", 22), ("复用方式", 24)))
REQUIREMENTS = Listing(
    "需求清单",
    "需求清单",
    columns(Column("编号", 8, "需求编号", CENTER), ("需求名称", 16), ("需求内容", 27), ("量化要求", 17)),
    empty=4,
)
OPTIONS = Listing(
    "方案比选表",
    "方案比选",
    columns(
        ("方案名称", 12),
        ("主要内容", 20),
        ("优点", 14),
        ("不足", 13),
        Column("投资估算", 10, "估算投资", NUMBER),
        ("是否选用", 6, CENTER),
    ),
    unit=MONEY,
)
LOTS = Listing(
    "标包划分表",
    "标包划分",
    columns(("标包名称", 20), ("标包内容", 36), Column("预算", 12, "标包预算", NUMBER)),
    total="标包预算合计",
    unit=MONEY,
    whole=True,
)
OPERATION_COSTS = Listing(
    "年度运维费用表",
    "运维费用",
    columns(("费用类别", 15), ("服务内容", 24), ("测算依据", 20), ("金额", 10, NUMBER)),
    empty=4,
    total="运维费用合计",
    unit=MONEY,
    whole=True,
)
SERVICE_LEVELS = Listing(
    "服务级别表", "服务级别", columns(("服务项目", 16), ("响应与恢复要求", 30), ("考核办法", 22)), empty=4
)
OPINIONS = Listing(
    "意见采纳表",
    "意见采纳",
    columns(
        ("环节", 8, CENTER), ("专家或单位", 11), ("意见", 22), ("采纳情况", 6, CENTER), ("修改位置", 10), ("说明", 12)
    ),
    empty=5,
)
