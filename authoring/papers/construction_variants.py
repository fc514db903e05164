"""The construction plan of projects that build no software: hardware, consulting and research, maintenance."""

from __future__ import annotations

from authoring import planning_parts as parts
from authoring import planning_tables as tables
from authoring.papers.construction_plan import carrying_out, data, estimate, overview, situation, written
from authoring.plans import Plan
from authoring.tables import Cell, label

SERVED = ("服务单位", "人员数量", "岗位与资质", "驻场或响应方式")


def _ruled(plan: Plan, caption: str, heads: tuple[str, ...], widths: tuple[int, ...], empty: int = 4) -> None:
    """Add a table for which the dossier has no data: a person fills it in."""
    plan.caption(caption)
    lines = [[Cell(str(number), "CellCenter"), *[Cell() for _ in heads]] for number in range(1, empty + 1)]
    plan.grid((6, *widths), ([label("序号"), *map(label, heads)], *lines), header_rows=1)
    plan.spacer()


# ------------------------------------------------------------------------------------------------------------ hardware


def _quantities(plan: Plan) -> None:
    plan.chapter("需求与数量测算")
    plan.section("使用对象与业务需求")
    parts.users(plan)
    plan.guide("（说明设备由谁使用、放在哪里、承载哪些业务，现有设备的数量、年限和可利用情况。）")
    plan.section("数量测算")
    _ruled(
        plan,
        "设备数量测算表",
        ("设备名称", "测算基数", "配备标准", "应配数量", "可利用", "拟购数量"),
        (18, 14, 14, 10, 8, 10),
    )
    plan.guide("（基数写人数、点位数或流量；配备标准写明出处；扣除仍可使用的设备。）")
    plan.section("性能与环境要求")
    plan.listing(tables.REQUIREMENTS)
    plan.section("建设目标与绩效指标")
    plan.narrative("总体目标", "（写可以考核的目标，二百字以内。）")
    parts.targets(plan)


def _configuration(plan: Plan) -> None:
    plan.chapter("选型与配置方案")
    plan.section("选型原则")
    plan.guide("（写明够用、兼容、安全可靠、易维护的具体要求；不指定品牌，不写只有一家能满足的参数。）")
    plan.section("配置清单")
    plan.listing(tables.CONTENT)
    plan.section("网络与部署")
    plan.narrative("总体架构", "（说明网络区域、链路、点位分布，拓扑图列入附图。）")
    parts.deployment(plan)
    plan.section("安装环境")
    plan.guide("（写明机房或机柜位置、供配电、制冷、承重、布线、防雷接地是否具备，不具备的如何解决、费用列在哪一项。）")
    plan.section("兼容与国产化")
    plan.listing(tables.DOMESTIC)
    plan.section("对接系统")
    plan.listing(tables.INTERFACES)


def _protection(plan: Plan) -> None:
    plan.chapter("安全保障")
    plan.section("等级保护")
    parts.levels(plan)
    plan.section("密码应用")
    parts.crypto(plan)
    plan.section("数据安全与个人信息")
    parts.privacy(plan)
    plan.section("备份与应急")
    parts.backup(plan)


def _hardware() -> bytes:
    chapters = (overview, situation, _quantities, _configuration, data, _protection, carrying_out, estimate)
    return written(chapters, ("网络拓扑图", "点位分布图", "机房或机柜布置图", "进度横道图"))


# ------------------------------------------------------------------------------------------------- consulting, research


def _question(plan: Plan) -> None:
    plan.chapter("研究背景与问题")
    plan.section("项目基本情况")
    parts.project_facts(plan)
    plan.narrative("项目概述", "（用一段话说明研究什么、为谁服务、形成什么成果。）")
    plan.section("立项依据与集体决策")
    parts.grounds(plan)
    plan.section("背景与现状")
    plan.narrative("业务现状", "（说明工作现状、已有研究和资料，能够直接利用的成果不再重复立项。）")
    plan.section("要解决的问题")
    plan.narrative("主要问题", "（逐条列出，写明不解决会影响哪项决策或工作。）")
    plan.section("必要性")
    plan.narrative("建设必要性", "（从政策要求、单位职能、业务需要说明，并说明为什么要委托外部力量。）")


def _method(plan: Plan) -> None:
    plan.chapter("研究内容与方法")
    plan.section("研究目标")
    plan.narrative("总体目标", "（写可以检验的目标。）")
    plan.section("研究内容")
    plan.listing(tables.CONTENT._replace(caption="研究内容清单"))
    plan.section("研究方法与技术路线")
    plan.narrative("技术路线", "（写明资料收集、实地调研、问卷访谈、数据分析、专家咨询等方法，样本范围和数量。）")
    plan.section("所需数据")
    plan.listing(tables.DATA_DEMAND)


def _results(plan: Plan) -> None:
    plan.chapter("成果形式与验收标准")
    plan.section("成果形式")
    plan.narrative("预期成果", "（列出报告、规划、标准、数据集、软件等成果及份数、载体。）")
    plan.section("验收标准")
    _ruled(plan, "成果验收标准表", ("成果名称", "形式与篇幅", "质量要求", "验收办法"), (18, 14, 26, 16))
    plan.section("绩效指标")
    parts.targets(plan)


def _progress(plan: Plan) -> None:
    plan.chapter("进度与团队")
    plan.section("进度安排")
    plan.text("项目周期自{{ 计划开始 }}至{{ 计划结束 }}。")
    plan.listing(tables.MILESTONES)
    plan.section("组织与团队")
    plan.text("{{ 实施机构 }}为项目实施机构，项目责任人{{ 责任人姓名 }}（{{ 责任人职务 }}）（第二十一条）。")
    plan.listing(tables.PEOPLE)
    plan.guide("（受托单位确定后补充其负责人、骨干的专业、职称和同类业绩。）")
    plan.section("采购方式")
    plan.text("拟采用{{ 拟采购方式 }}方式采购，合同金额不超过采购预算（第十五条、第十九条）。")


def _expenses(plan: Plan) -> None:
    plan.chapter("经费测算")
    plan.section("测算说明")
    plan.narrative("编制依据", "（写明人员投入、调研差旅、资料数据、评审会务等费用的标准和依据，金额含税。）")
    plan.section("经费明细")
    plan.listing(tables.COSTS)
    plan.text("概算合计{{ 申报金额 }}万元，{{ 申报金额大写 }}。")
    plan.section("资金安排")
    parts.funding(plan)


def _use(plan: Plan) -> None:
    plan.chapter("成果应用与保密")
    plan.section("成果应用")
    plan.narrative("预期效益", "（写明成果用于哪项决策或工作，由谁采用，何时见效。）")
    plan.section("知识产权")
    plan.text("成果及过程资料的知识产权归属：{{ 知识产权归属 }}。")
    plan.section("数据安全与保密")
    parts.privacy(plan)
    plan.guide("（写明向受托单位提供资料的范围、审批、脱敏和收回办法，保密协议和违约责任。）")


def _consulting() -> bytes:
    return written(
        (_question, _method, _results, _progress, _expenses, _use), ("研究框架图", "技术路线图", "进度横道图")
    )


# --------------------------------------------------------------------------------------------------------- maintenance


def _maintained(plan: Plan) -> None:
    plan.chapter("运维对象与现状")
    plan.section("项目基本情况")
    parts.project_facts(plan)
    plan.narrative("项目概述", "（用一段话说明运维哪些系统和设备、服务多长时间。）")
    plan.section("依据与集体决策")
    parts.grounds(plan)
    plan.section("运维对象")
    parts.base_system(plan)
    plan.listing(tables.EXISTING_SYSTEMS)
    _ruled(plan, "运维资产清单", ("资产名称", "型号或版本", "数量", "启用时间", "质保到期"), (20, 20, 8, 14, 14))
    plan.section("验收与质保情况")
    plan.text("本项目所运维的系统已于{{ 原系统验收日期 }}通过验收，原承建单位为{{ 原承建单位 }}。")
    plan.guide("（质保期内的免费服务不列入本项目；写明每个对象的质保到期日。）")
    plan.section("上年服务与绩效")
    plan.narrative("业务现状", "（写明上年服务单位、费用、故障次数和时长、可用率、用户数和业务量、绩效评价结果。）")
    plan.section("存在的问题")
    plan.narrative("主要问题", "（逐条写，带数字，说明本年度怎样改进。）")


def _services(plan: Plan) -> None:
    plan.chapter("服务内容与服务级别")
    plan.section("服务内容")
    plan.listing(tables.SERVICES)
    plan.guide("（按巡检、故障处理、版本升级、数据维护、安全加固、培训支持等逐项写明频次。）")
    plan.section("服务级别")
    plan.listing(tables.SERVICE_LEVELS)
    plan.section("数据共享对接改造")
    plan.text("数据共享所需的改造和对接费用列入运行维护费用（第三十七条），对接系统如下。")
    plan.listing(tables.INTERFACES)
    plan.section("安全运维")
    parts.levels(plan)


def _organization(plan: Plan) -> None:
    plan.chapter("组织与保障")
    plan.section("组织与责任人")
    plan.text("{{ 实施机构 }}负责运维管理，责任人{{ 责任人姓名 }}（{{ 责任人职务 }}）。")
    plan.listing(tables.PEOPLE)
    plan.section("服务队伍")
    plan.narrative("运维组织", "（写明服务单位选择方式、驻场与二线支持、人员稳定要求。）")
    _ruled(plan, "服务人员配备表", SERVED, (20, 12, 22, 20), 3)
    plan.section("应急保障")
    parts.backup(plan)
    plan.section("保密与交接")
    plan.guide("（写明账号权限管理、数据不得外带、保密协议，服务单位更换时资料、账号、源代码的交接清单。）")
    plan.section("进度安排")
    plan.text("服务期自{{ 计划开始 }}至{{ 计划结束 }}。")
    plan.listing(tables.MILESTONES)


def _charges(plan: Plan) -> None:
    plan.chapter("费用测算")
    plan.section("测算说明")
    plan.narrative(
        "编制依据", "（写明软件运维费率、维保单价、驻场人员单价、云网资源单价的来源，与上年比较增减的原因。）"
    )
    plan.section("费用明细")
    plan.listing(tables.COSTS)
    plan.text("概算合计{{ 申报金额 }}万元，{{ 申报金额大写 }}。上年运维费{{ 上年运维费 }}万元。")
    plan.section("资金安排")
    parts.funding(plan)


def _assessment(plan: Plan) -> None:
    plan.chapter("绩效目标与考核办法")
    plan.section("绩效目标")
    plan.narrative("总体目标", "（写可用率、响应与恢复时间、满意度、共享数据更新等可以考核的目标。）")
    parts.targets(plan)
    plan.section("考核与付款")
    _ruled(plan, "考核扣款办法", ("考核事项", "合格标准", "考核周期", "扣款办法"), (18, 24, 12, 20))
    plan.guide("（付款与考核结果挂钩，写明付款节点和比例。）")
    plan.section("停用与迁移")
    plan.narrative(
        "停用与迁移预案", "（系统停用时按第三十八条、第三十九条办理，写明数据移交、资源释放和资产处置的办法。）"
    )


MAINTENANCE = (_maintained, _services, _organization, _charges, _assessment)
MAINTENANCE_FIGURES = ("系统部署与网络拓扑图", "运维流程图")


def _maintenance() -> bytes:
    return written(MAINTENANCE, MAINTENANCE_FIGURES)


FILES = {
    "zhonglou-2023/建设方案/hardware.docx": _hardware,
    "zhonglou-2023/建设方案/consulting.docx": _consulting,
    "zhonglou-2023/建设方案/om.docx": _maintenance,
}
