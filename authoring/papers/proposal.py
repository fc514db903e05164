"""The proposal (annex 3): chapters 1 to 6 of twelve, and the file; chapters 7 to 12 are in `proposal_later`."""

from __future__ import annotations

from authoring import planning_parts as parts
from authoring import planning_tables as tables
from authoring.papers.construction_variants import MAINTENANCE, MAINTENANCE_FIGURES
from authoring.papers.proposal_later import LATER
from authoring.plans import Plan

KIND = "项目建议书"
FIGURES = ("业务流程图", "总体架构图", "应用功能结构图", "部署与网络拓扑图", "数据流图", "安全架构图", "进度横道图")
ANNEXES = (
    "“三重一大”集体决策会议纪要",
    "立项依据文件",
    "投资估算询价材料（三家以上）",
    "数据共享清单（供给与需求）",
    "网络安全等级保护定级说明或备案证明",
    "密码应用方案及评估意见",
    "区委网信办审核意见",
    "云资源测算表",
    "原系统终验报告、上年绩效评价结果和维保合同",
    "分管区领导意见和会议纪要（临时新增项目）",
    "共建单位确认函",
    "其他：",
)


def _summary(plan: Plan) -> None:
    plan.chapter("项目简介")
    plan.section("项目名称")
    plan.text("{{ 项目名称 }}")
    plan.section("建设单位与责任人")
    parts.project_facts(plan)
    plan.section("编制依据")
    parts.grounds(plan)
    plan.section("项目概况")
    plan.narrative("项目概述", "（用一页以内说明建设目标、主要内容、规模和服务对象。）")
    plan.narrative("总体目标", "（写可以考核的总体目标，二百字以内。）")
    plan.text("建设周期自{{ 计划开始 }}至{{ 计划结束 }}，紧迫程度为{{ 紧迫程度 }}。")
    plan.section("投资与资金来源")
    parts.money_in_short(plan)
    plan.section("主要结论与建议")
    plan.guide("（从必要性、技术可行性、投资合理性、组织保障四方面各写一句结论，再写需要评审小组明确的事项。）")


def _unit(plan: Plan) -> None:
    plan.chapter("建设单位概况")
    plan.section("职能与机构")
    plan.narrative("单位职能", "（只写与本项目有关的职能、内设机构和人员，说明哪一项职能由哪部分建设内容支撑。）")
    plan.section("实施机构与职责")
    plan.text(
        "项目实施机构为{{ 实施机构 }}，项目责任人为{{ 责任人姓名 }}（{{ 责任人职务 }}），"
        "开工前确定并保持稳定（第二十一条）。"
    )
    plan.listing(tables.PEOPLE)
    plan.section("信息化队伍与管理制度")
    plan.narrative("信息化队伍", "（写明信息化人员数量、分工，已有的运维、安全、数据管理制度名称和印发时间。）")


def _necessity(plan: Plan) -> None:
    plan.chapter("项目建设的必要性")
    plan.section("项目背景")
    plan.guide("（说明上级部署、本区规划和任务分工，与第1章编制依据逐条对应，只写与本项目直接有关的要求。）")
    plan.section("业务与信息化现状")
    plan.narrative(
        "业务现状", "（分系统、数据、云网、安全、经费五方面写现状，给出用户数、数据量、设备年限、近三年信息化支出。）"
    )
    plan.listing(tables.EXISTING_SYSTEMS)
    plan.section("主要问题与差距")
    plan.narrative("主要问题", "（逐条写，每条带一个能核对的数字，并说明与目标的差距。）")
    plan.section("建设必要性")
    plan.narrative("建设必要性", "（从政策要求、单位职能、业务需要三方面说明，不实施会有什么后果。）")
    with plan.only_if("紧迫程度说明.state == 'value'"):
        plan.text("紧迫程度为{{ 紧迫程度 }}：{{ 紧迫程度说明 }}")
    plan.section("与相关项目和统建能力的关系")
    plan.text("与本单位已建、在建系统和全区统建系统比对如下，能够复用的公共能力不再建设。")
    plan.listing(tables.DUPLICATES)
    plan.listing(tables.REUSE)
    with plan.only_if("不复用理由.state == 'value'"):
        plan.text("未复用公共能力的理由：{{ 不复用理由 }}")
    with plan.only_if("项目性质 != '新建'"):
        plan.section("前期建设与绩效")
        parts.base_system(plan)
        plan.guide(
            "（写明前期建设内容、终验结论、实际用户数和业务量、上年绩效自评结果，以及在此基础上扩建、升级的理由。）"
        )


def _needs(plan: Plan) -> None:
    plan.chapter("需求分析")
    plan.section("服务对象与业务目标")
    parts.users(plan)
    plan.guide("（按服务对象列出办理事项，写明建成后办理时长、环节、材料减少到多少。）")
    plan.section("业务功能、流程与业务量")
    plan.guide("（逐项业务写流程步骤、参与岗位、年业务量和高峰日业务量，流程图列入附图。）")
    plan.section("数据与信息量分析")
    plan.guide("（由业务量推算数据条数、单条大小、年增长量、保存年限，得出存储总量；写出计算过程。）")
    plan.section("系统功能需求")
    plan.listing(tables.REQUIREMENTS)
    plan.guide("（每条需求编号，与第6章功能清单、配置清单对应，便于验收时逐条核对。）")
    plan.section("性能、可用性与可扩展需求")
    plan.guide("（写并发用户数、响应时间、可用率、可扩展的倍数，并由业务量推算，不写“先进”“高效”一类没有数字的要求。）")
    plan.section("数据共享与协同需求")
    plan.guide("（写明需要哪些单位的哪些数据、用在哪个环节，本系统要向谁提供数据；清单列在第7章。）")
    plan.section("安全、密码与信创需求")
    plan.guide("（写明拟定等级、密码应用和信创适配范围、个人信息保护要求；措施列在第8章。）")


def _whole(plan: Plan) -> None:
    plan.chapter("总体建设方案")
    plan.section("建设原则与策略")
    plan.guide("（写三至五条能指导取舍的原则，如先复用后新建、数据一数一源、分期上线。）")
    plan.section("总体目标与分期目标")
    plan.narrative("总体目标", "（写可以考核的总体目标。）")
    plan.narrative("分期目标", "（分年或分期写目标，各期可以独立验收。）")
    plan.section("建设任务")
    plan.listing(tables.CONTENT)
    plan.section("总体架构")
    plan.narrative("总体架构", "（从业务、应用、数据、技术、安全五方面说明组成和相互关系，架构图列入附图。）")
    plan.section("技术路线与方案比选")
    plan.narrative("技术路线", "（写明主要技术选择和理由。）")
    plan.text("至少对两个技术路线或建设方式作比较，从功能满足程度、安全、工期、投资和运维费用等方面说明选用理由。")
    plan.listing(tables.OPTIONS)
    plan.guide("（比选结论：选用哪一方案，主要理由是什么，未选方案的不足能否避免。）")
    plan.section("标准规范")
    plan.narrative("标准规范", "（列出遵循的数据、接口、安全标准名称和编号，需要自编的规范写明名称。）")


def _now(plan: Plan) -> None:
    plan.chapter("本期建设方案")
    plan.section("本期目标、范围与规模")
    plan.guide("（写明本期完成哪些任务、覆盖哪些单位和用户、不包括什么；规模写功能点或人月、设备台数、数据量。）")
    plan.text("定制开发的规模按{{ 规模度量方法 }}度量，为{{ 开发规模 }}。")
    plan.narrative("预期成果", "（列出交付的系统、数据、文档、设备和服务。）")
    plan.section("应用系统")
    plan.listing(tables.FUNCTIONS)
    plan.guide("（逐个子系统写功能、使用者、输入输出；改造的写明改造前后的差别。）")
    plan.section("应用支撑与公共组件复用")
    plan.guide("（写明复用的身份认证、电子签章、短信、地图等公共组件和对接方式，清单见第3章。）")
    plan.section("数据库与数据治理")
    plan.guide("（写明主题库和数据表规划、历史数据迁移数量、清洗和质量核查办法。）")
    plan.section("云网与部署")
    parts.deployment(plan)
    parts.cloud(plan)
    plan.section("终端与其他设备")
    plan.guide("（写明终端、感知、显示等设备的数量测算和配备标准；不涉及的写“不涉及”。）")
    plan.section("软硬件选型原则与配置清单")
    plan.guide("（写明选型原则；参数不指向特定品牌，不高于实际需要。）")
    plan.listing(tables.EQUIPMENT)
    plan.listing(tables.SERVICES)
    plan.section("机房与配套")
    plan.guide("（写明机房、布线、供配电是否具备；不涉及的写“不涉及”。）")


def _proposal() -> bytes:
    chapters = (_summary, _unit, _necessity, _needs, _whole, _now, *LATER)
    return parts.whole_paper(KIND, chapters, FIGURES, ANNEXES)


def _maintenance() -> bytes:
    return parts.whole_paper(KIND, MAINTENANCE, MAINTENANCE_FIGURES, ANNEXES)


FILES = {
    "zhonglou-2023/建议书/template.docx": _proposal,
    "zhonglou-2023/建议书/om.docx": _maintenance,
}
