"""Annex 1: the application form of a project (Art. 6), from what it is to who agrees to it."""

from __future__ import annotations

from collections.abc import Sequence

from authoring import application_tables as parts
from authoring import planning_tables as tables
from authoring.paper import Paper
from authoring.planning_parts import SYSTEMS
from authoring.tables import Cell, label

_WIDTHS = (9, 16, 9, 16)
_SPAN = (
    "{% if 计划开始.state == 'value' or 计划结束.state == 'value' %}{{ 计划开始 }}至{{ 计划结束 }}"
    "{% else %}　　年　月至　　年　月{% endif %}"
)


def _application() -> bytes:
    paper = Paper("form")
    paper.header("{{ 项目名称 }}")
    paper.text("钟楼区政务信息化项目建设申报表", "Title")
    for write in (_head, _basics, _kinds, _grounds, _situation, _aims, _cloud, _data, _security):
        write(paper)
    for write in (_money, _procurement, _targets, _last):
        write(paper)
    return paper.docx()


def _facts(paper: Paper, lines: Sequence[Sequence[str] | str], *, whole: bool = False) -> None:
    """Add names and slots (or texts with tags) side by side; one pair takes the whole width; a text is a row tag."""
    paper.grid(_WIDTHS, [line if isinstance(line, str) else _row(line) for line in lines], whole=whole)
    paper.spacer()


def _row(line: Sequence[str]) -> list[Cell]:
    if len(line) == 2:  # noqa: PLR2004 a pair
        return [label(line[0]), Cell(_slot(line[1]), span=3)]
    return [label(text) if number % 2 == 0 else Cell(_slot(text)) for number, text in enumerate(line)]


def _slot(text: str) -> str:
    return text if not text or "{" in text or "□" in text else f"{{{{ {text} }}}}"


def _texts(paper: Paper, lines: Sequence[tuple[str, str, int]]) -> None:
    """Add long answers: name, slot, height of the box left to write in."""
    rows = [[label(name), Cell(f"{{{{ {slot} }}}}", "CellLong", height=height)] for name, slot, height in lines]
    paper.grid((9, 41), rows)
    paper.spacer()


def _part(paper: Paper, title: str) -> None:
    paper.text(title, "FormPart")


# ------------------------------------------------------------------------------------------------ who, what and why


def _head(paper: Paper) -> None:
    _facts(
        paper,
        (
            ("计划年度", "{{ 计划年度 }}年", "项目编号", "项目编号"),
            ("申报类型", "申报类型", "填报日期", "填报日期"),
            ("金额档次", "金额档次"),
            ("非涉密确认", "□已确认：本表和附件不含国家秘密（涉密项目不在本表申报，第四十一条）"),
        ),
    )


def _basics(paper: Paper) -> None:
    _part(paper, "一、基本信息")
    _facts(
        paper,
        (
            ("项目名称", "项目名称"),
            ("申报单位\n（全称）", "申报单位"),
            ("统一社会\n信用代码", "统一社会信用代码", "单位类型", "单位类型"),
            ("主管部门或\n牵头单位", "主管部门", "共建单位", "共建单位"),
            ("申报金额\n（万元）", "申报金额", "大写", "申报金额大写"),
            ("实施机构\n（第二十一条）", "实施机构", "计划起止", _SPAN),
            ("项目责任人", "{{ 责任人姓名|cell }}　{{ 责任人职务|cell }}", "电话", "责任人电话"),
            ("联系人", "联系人姓名", "电话", "联系人电话"),
            ("电子邮箱", "联系人邮箱", "建设或\n服务地点", "建设地点"),
        ),
    )
    _texts(paper, (("项目概述\n（300 字以内）", "项目概述", 1400),))


def _kinds(paper: Paper) -> None:
    _part(paper, "二、项目属性")
    _facts(
        paper,
        (
            ("项目性质", "项目性质选项"),
            ("项目类别", "项目类别选项"),
            ("建设方式", "建设方式选项"),
            ("使用范围", "使用范围选项"),
            ("内部用户（人）", "内部用户数", "外部用户（人）", "外部用户数"),
            ("年业务量\n（件次）", "年业务量", "紧迫程度", "紧迫程度选项"),
            ("紧迫程度说明", "紧迫程度说明"),
            "if 项目性质 != '新建'",
            ("原系统名称", "原系统名称", "建成时间", "原系统建成时间"),
            ("验收日期", "原系统验收日期", "原承建单位", "原承建单位"),
            ("累计投入", "{{ 原系统累计投入|cell }}万元", "上年运维费", "{{ 上年运维费|cell }}万元"),
            "endif",
        ),
    )


def _grounds(paper: Paper) -> None:
    _part(paper, "三、立项依据与集体决策")
    parts.listing(paper, parts.GROUNDS, whole=True)
    parts.listing(paper, parts.DECISIONS)
    _facts(
        paper,
        (
            ("会议名称", "决策会议", "会议类型", "决策会议类型选项"),
            ("议题", "决策议题"),
            ("决策结论", "决策结论"),
            ("不拆分声明", "不拆分声明选项"),
        ),
    )
    paper.tag("if 临时新增 == '是'")
    _facts(
        paper,
        (
            ("临时新增理由\n（第十七条）", "临时新增理由选项"),
            ("审议批准日期", "临时新增批准日期", "文号", "临时新增批准文号"),
            ("已取得的依据", "临时新增依据选项"),
        ),
    )
    paper.tag("endif")


def _situation(paper: Paper) -> None:
    _part(paper, "四、现状与必要性")
    _texts(
        paper,
        (
            ("业务现状", "业务现状", 1100),
            ("主要问题\n（用数字说明）", "主要问题", 1400),
            ("建设必要性\n（500 字以内）", "建设必要性", 1400),
        ),
    )
    parts.listing(paper, parts.sized(tables.EXISTING_SYSTEMS, {"等保级别": 11, "主要功能": 20}), 2, whole=True)
    parts.listing(paper, tables.DUPLICATES, 2, whole=True)
    parts.listing(paper, tables.REUSE._replace(caption="拟复用的公共能力"), 2, whole=True)
    paper.tag("if not 公共能力复用")
    _texts(paper, (("不复用的理由", "不复用理由", 600),))
    paper.tag("endif")


def _aims(paper: Paper) -> None:
    _part(paper, "五、建设目标与内容")
    _texts(paper, (("总体目标\n（200 字以内）", "总体目标", 1100), ("预期成果", "预期成果", 900)))
    parts.listing(paper, parts.CONTENT)
    _facts(paper, (("规模度量\n（有定制开发）", "规模度量方法选项", "规模", "开发规模"),))
    parts.listing(paper, parts.MILESTONES, whole=True)


# -------------------------------------------------------------------------------------- cloud, data and security


def _cloud(paper: Paper) -> None:
    _part(paper, "六、部署与云网资源")
    _facts(
        paper,
        (
            ("部署方式", "部署方式选项"),
            "if 部署方式 != '政务云' and 部署方式 != '不涉及'",
            ("未上政务云\n的理由", "未上云理由"),
            "endif",
            ("接入网络", "接入网络选项"),
            ("访问地址", "访问地址", "支持 IPv6", "支持IPv6"),
            ("移动端形态", "移动端形态选项"),
            ("备份级别", "备份级别选项", "备份位置", "备份位置"),
            ("恢复点目标", "恢复点目标", "恢复时间目标", "恢复时间目标"),
            "if 部署方式 != '不涉及'",
            ("处理器（核）", "云处理器", "内存（GB）", "云内存"),
            ("云盘（GB）", "云盘", "对象存储（GB）", "云对象存储"),
            ("数据库服务", "云数据库", "图形处理器", "云图形处理器"),
            ("带宽（Mbps）", "云带宽", "安全组件", "云安全组件"),
            ("云资源测算依据", "云测算依据"),
            "endif",
        ),
    )


def _data(paper: Paper) -> None:
    _part(paper, "七、数据资源与共享")
    _facts(
        paper,
        (
            ("涉及个人信息", "涉及个人信息", "涉及人数（人）", "涉及人数"),
            ("含敏感\n个人信息", "含敏感个人信息", "含重要数据", "含重要数据"),
            ("产生公共数据", "产生公共数据"),
            "if 产生公共数据 == '否'",
            ("不产生的理由", "不产生公共数据理由"),
            "endif",
        ),
    )
    paper.tag("if 产生公共数据 != '否'")
    parts.listing(paper, parts.RESOURCES, whole=True)
    parts.listing(
        paper, parts.sized(tables.DATA_SUPPLY, {"共享类型": 12})._replace(caption="可共享的数据（供给）"), 2, whole=True
    )
    parts.listing(paper, tables.NOT_SHARED, 1, whole=True)
    paper.tag("endif")
    parts.listing(paper, tables.DATA_DEMAND._replace(caption="需要共享的数据（需求）"), 2, whole=True)
    parts.listing(paper, tables.INTERFACES, 2, whole=True)


def _security(paper: Paper) -> None:
    _part(paper, "八、网络安全、密码与信创")
    parts.listing(paper, SYSTEMS._replace(caption="等级保护拟定级（第二十七条）"))
    _facts(
        paper,
        (
            ("定级理由", "定级理由"),
            ("归属的\n定级对象", "归属定级对象", "备案号", "等保备案号"),
            ("备案日期", "等保备案日期", "计划测评日期", "计划测评日期"),
            ("等保测评费", "{{ 等保测评费|cell }}万元", "密码评估费", "{{ 密码评估费|cell }}万元"),
            ("密码应用", "密码应用选项"),
            ("关键信息\n基础设施", "关键信息基础设施", "网络安全\n责任人", "网络安全责任人"),
        ),
    )
    parts.listing(paper, tables.DOMESTIC, whole=True)
    _texts(paper, (("数据安全措施", "数据安全措施", 1100),))


# --------------------------------------------------------------------------------------------- money and the rest


def _money(paper: Paper) -> None:
    _part(paper, "九、投资概算")
    parts.estimate(paper)
    _part(paper, "十、资金来源")
    parts.listing(paper, tables.FUNDING, whole=True)
    _facts(
        paper,
        (("财政资金类别", "财政资金类别选项"), ("预算项目编码", "预算项目编码"), ("资金边界说明", "资金边界说明")),
    )


def _procurement(paper: Paper) -> None:
    _part(paper, "十一、采购与实施")
    _facts(
        paper,
        (
            ("拟采购方式", "拟采购方式选项"),
            ("采购组织形式", "采购组织形式选项", "软件测评", "安排软件测评"),
            ("监理安排\n（第十五条）", "监理安排选项"),
            ("知识产权与\n源代码归属", "知识产权选项"),
            ("质保期", "{{ 计划质保期|cell }}个月", "年运维费", "{{ 年运维费|cell }}万元"),
            ("培训安排", "培训安排"),
        ),
    )
    parts.listing(paper, tables.LOTS, 2, whole=True)


def _targets(paper: Paper) -> None:
    _part(paper, "十二、绩效目标")
    parts.listing(
        paper,
        parts.sized(tables.TARGETS, {"考核时点": 12})._replace(caption="绩效指标（第三十三条五个方面，至少六条）"),
    )


def _last(paper: Paper) -> None:
    _part(paper, "十三、附件清单")
    parts.annexes(paper)
    _part(paper, "十四、意见与签章")
    parts.signatures(paper)


FILES = {"zhonglou-2023/申报表/template.docx": _application}
