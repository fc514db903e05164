"""The construction plan (annex 2): the eight chapters of projects that build software."""

from __future__ import annotations

from collections.abc import Sequence

from authoring import planning_parts as parts
from authoring import planning_tables as tables
from authoring.plans import Plan

KIND = "项目建设方案"
FIGURES = ("业务流程图", "总体架构图", "部署与网络拓扑图", "进度横道图")
ANNEXES = (
    "“三重一大”集体决策会议纪要",
    "立项依据文件",
    "投资概算询价材料",
    "数据共享清单",
    "网络安全等级保护定级说明或备案证明",
    "密码应用方案及评估意见",
    "区委网信办审核意见",
    "共建单位确认函",
    "其他：",
)


# -------------------------------------------------------------------------------------- chapters 1 and 2, 7 and 8


def overview(plan: Plan) -> None:
    """Write chapter 1."""
    plan.chapter("项目概况")
    plan.section("项目名称与建设单位")
    parts.project_facts(plan)
    plan.section("立项依据与集体决策")
    parts.grounds(plan)
    plan.section("建设内容与周期")
    plan.narrative("项目概述", "（用一段话说明做什么、给谁用、解决什么问题，三百字以内。）")
    plan.text("建设周期自{{ 计划开始 }}至{{ 计划结束 }}。")
    plan.section("投资与资金来源")
    parts.money_in_short(plan)


def situation(plan: Plan) -> None:
    """Write chapter 2."""
    plan.chapter("现状与必要性")
    plan.section("业务与信息化现状")
    plan.narrative("业务现状", "（说明业务流程、办理人员、现有系统和设备、数据情况，写出用户数、年业务量、办理时长。）")
    plan.listing(tables.EXISTING_SYSTEMS)
    with plan.only_if("项目性质 != '新建'"):
        parts.base_system(plan)
    plan.section("存在的主要问题")
    plan.narrative("主要问题", "（逐条写，每条带一个能核对的数字，如排队时长、重复录入次数、故障次数。）")
    plan.section("建设必要性")
    plan.narrative("建设必要性", "（分别从政策要求、单位职能、业务需要三方面说明，不实施会有什么后果。）")
    plan.section("不重复建设说明")
    plan.text("与已建、在建和全区统建系统比对如下，能够复用的公共能力不再建设。")
    plan.listing(tables.DUPLICATES)
    plan.listing(tables.REUSE)


def carrying_out(plan: Plan) -> None:
    """Write how it is carried out."""
    plan.chapter("实施、验收与运维")
    plan.section("组织与责任人")
    plan.text(
        "{{ 实施机构 }}为项目实施机构，项目责任人{{ 责任人姓名 }}（{{ 责任人职务 }}），"
        "开工前确定并保持稳定（第二十一条）。"
    )
    plan.listing(tables.PEOPLE)
    plan.section("进度安排")
    plan.listing(tables.MILESTONES)
    plan.section("采购方式")
    plan.text(
        "拟采用{{ 拟采购方式 }}方式采购，组织形式为{{ 采购组织形式 }}。"
        "项目采购纳入政府采购，合同金额不超过采购预算（第十五条、第十九条）。"
    )
    plan.section("测试、试运行与验收")
    plan.text(
        "系统完成测试后开展试运行；试运行期间完成系统自查和等级保护测评（第二十七条）。"
        "试运行结束后三十日内自行组织初验，初验满三个月后提交终验"
        "申请（第二十八条），终验合格后正式投入使用（第三十一条）。"
    )
    plan.text(
        "{% if 要求监理 == '是' %}项目委托监理（第十五条），监理费{{ 监理费 }}万元。"
        "{% else %}投资不足 30 万元，不要求监理（第十五条）。{% endif %}"
    )
    plan.text("安排第三方软件测评：{{ 安排软件测评 }}。")
    plan.guide("（写明测试内容与通过标准、试运行起止和参加单位、验收依据。）")
    plan.section("培训")
    plan.narrative("培训安排", "（写明培训对象、人数、场次和教材。）")
    plan.section("运维与质保")
    plan.text(
        "质保期{{ 计划质保期 }}个月，知识产权与源代码归属：{{ 知识产权归属 }}。建成后年运维费{{ 年运维费 }}万元。"
    )
    plan.narrative("运维组织", "（写明运维责任单位、服务内容、响应时限和经费渠道。）")


def estimate(plan: Plan) -> None:
    """Write what it costs."""
    plan.chapter("投资概算")
    plan.section("编制说明")
    plan.narrative("编制依据", "（写明计费标准、询价日期和家数、人月单价或功能点单价的来源，金额含税。）")
    plan.section("概算表")
    plan.listing(tables.COSTS)
    plan.text("概算合计{{ 申报金额 }}万元，{{ 申报金额大写 }}。")
    plan.section("资金安排")
    parts.funding(plan)


# ------------------------------------------------------------------------------------------------------ chapters 3 to 6


def needs(plan: Plan) -> None:
    """Write what is needed."""
    plan.chapter("需求与目标")
    plan.section("用户与业务需求")
    parts.users(plan)
    plan.guide("（按用户角色写：谁、在什么场景、办什么事、现在怎么办、建成后怎么办。）")
    plan.section("功能与性能需求")
    plan.listing(tables.REQUIREMENTS)
    plan.guide("（性能写并发用户数、响应时间、可用率；每条需求编号，与功能清单对应。）")
    plan.section("数据需求")
    plan.guide("（说明输入哪些数据、产生哪些数据；需要其他单位提供的列入第5章共享需求清单。）")
    plan.section("建设目标与绩效指标")
    plan.narrative("总体目标", "（写可以考核的目标，二百字以内。）")
    parts.targets(plan)


def design(plan: Plan) -> None:
    """Write the solution."""
    plan.chapter("建设方案")
    plan.section("总体架构与部署")
    plan.narrative("总体架构", "（说明应用、数据、技术、安全各层的组成和边界，架构图、部署图列入附图。）")
    parts.deployment(plan)
    plan.section("功能方案")
    plan.listing(tables.FUNCTIONS)
    plan.guide("（与功能需求逐条对应；属于改造的写明改造前后的差别。）")
    plan.section("软硬件与云资源")
    plan.listing(tables.EQUIPMENT)
    parts.cloud(plan)
    plan.section("接口与业务协同")
    plan.listing(tables.INTERFACES)


def data(plan: Plan) -> None:
    """Write what becomes of data (Art. 30)."""
    plan.chapter("数据资源与共享")
    plan.section("资源目录")
    plan.text(
        "本项目{% if 产生公共数据 == '否' %}不产生公共数据，理由：{{ 不产生公共数据理由 }}{% else %}"
        "形成的数据资源如下{% endif %}。"
    )
    plan.listing(tables.DATA_RESOURCES)
    plan.section("供需清单")
    plan.listing(tables.DATA_SUPPLY)
    plan.listing(tables.NOT_SHARED)
    plan.listing(tables.DATA_DEMAND)
    plan.section("共享方式与更新")
    plan.narrative("质量与更新机制", "（写明共享方式、更新周期、质量核查办法和责任人，与验收时的数据共享清单一致。）")


def security(plan: Plan) -> None:
    """Write security."""
    plan.chapter("安全与信创")
    plan.section("等级保护")
    parts.levels(plan)
    plan.section("密码应用")
    parts.crypto(plan)
    plan.section("数据安全与个人信息")
    parts.privacy(plan)
    plan.section("信创适配")
    plan.listing(tables.DOMESTIC)
    plan.section("备份与应急")
    parts.backup(plan)


def written(chapters: Sequence[parts.Chapter], figures: Sequence[str] = FIGURES) -> bytes:
    """Return the plan that holds these chapters."""
    return parts.whole_paper(KIND, chapters, figures, ANNEXES)


def _software() -> bytes:
    return written((overview, situation, needs, design, data, security, carrying_out, estimate))


FILES = {
    "zhonglou-2023/建设方案/template.docx": _software,
}
