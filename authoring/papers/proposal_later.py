"""The proposal (annex 3): chapters 7 to 12."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from authoring import planning_parts as parts
from authoring import planning_tables as tables
from authoring.plans import Plan
from authoring.tables import Cell, label

COSTS = (
    ("工程（建设）费", "A 类", "工程费小计"),
    ("工程建设其他费用", "C 类", "其他费用小计"),
    ("预备费", "E 类", "预备费小计"),
    ("运行维护服务费", "O 类", "运维服务费小计"),
    ("未编码的费用", "", "未编码费用小计"),
)


def _data(plan: Plan) -> None:
    plan.chapter("数据资源与共享")
    plan.section("数据资源规划与目录")
    plan.text(
        "本项目{% if 产生公共数据 == '否' %}不产生公共数据，理由：{{ 不产生公共数据理由 }}{% else %}"
        "形成的数据资源如下{% endif %}。"
    )
    plan.listing(tables.DATA_RESOURCES)
    plan.section("共享供给")
    plan.listing(tables.DATA_SUPPLY)
    plan.section("共享需求")
    plan.listing(tables.DATA_DEMAND)
    plan.section("共享交换方式、质量与更新")
    plan.narrative("质量与更新机制", "（写明共享方式、更新周期、质量核查和问题反馈办法、责任人。）")
    plan.listing(tables.INTERFACES)
    plan.section("开放与授权")
    plan.guide("（写明拟向社会开放的数据、开放条件和脱敏要求；没有的写“不涉及”。）")
    plan.section("不予共享的依据")
    plan.listing(tables.NOT_SHARED)
    plan.guide(
        "（逐项写法律、法规或国家规定的条款；没有不予共享的数据写“无”。本章内容与验收时的数据共享清单一致，第三十条。）"
    )


def _security(plan: Plan) -> None:
    plan.chapter("安全、密码与信创")
    plan.section("定级与安全需求")
    parts.levels(plan)
    plan.section("安全技术与管理方案")
    plan.guide(
        "（按拟定等级写物理环境、通信网络、区域边界、计算环境、管理中心的技术措施，"
        "以及机构、人员、建设、运维的管理措施。）"
    )
    plan.section("密码应用方案")
    parts.crypto(plan)
    plan.guide("（写明身份鉴别、传输、存储、完整性保护各环节采用的密码技术和产品。）")
    plan.section("数据安全与个人信息保护")
    parts.privacy(plan)
    plan.section("信创适配")
    plan.listing(tables.DOMESTIC)
    plan.section("备份、应急与供应链安全")
    parts.backup(plan)


def _carrying_out(plan: Plan) -> None:
    plan.chapter("项目实施与管理")
    plan.section("领导与实施组织")
    plan.text(
        "{{ 申报单位 }}负责项目的组织实施，{{ 实施机构 }}承担日常工作，"
        "项目责任人为{{ 责任人姓名 }}。人员和职责见第2章。"
    )
    plan.guide("（写明领导小组、例会和报告制度，多个单位共建的写明各单位分工。）")
    plan.section("进度计划")
    plan.text("建设周期自{{ 计划开始 }}至{{ 计划结束 }}，关键节点如下。")
    plan.listing(tables.MILESTONES)
    plan.section("采购方案")
    plan.text(
        "拟采用{{ 拟采购方式 }}方式，{{ 采购组织形式 }}。合同金额不超过采购预算，"
        "签订合同前不开工（第十五条、第十九条）。"
    )
    plan.listing(tables.LOTS)
    plan.section("监理方案")
    plan.text(
        "{% if 要求监理 == '是' %}项目委托监理（第十五条），监理费{{ 监理费 }}万元。"
        "{% else %}投资不足 30 万元，不要求监理（第十五条）。{% endif %}"
    )
    plan.guide("（写明监理范围、质量和进度控制要点、监理人员资格和到场要求。）")
    plan.section("测试与测评")
    plan.text(
        "安排第三方软件测评：{{ 安排软件测评 }}，软件测评费{{ 软件测评费 }}万元；等级保护测评费{{ 等保测评费 }}万元，"
        "密码应用安全性评估费{{ 密码评估费 }}万元。等级保护测评在项目验收前完成（第二十七条）。"
    )
    plan.guide("（写明功能、性能、安全测试的范围、通过标准和承担单位。）")
    plan.section("变更控制")
    plan.text(
        "批复后不擅自变更。确需调整且不超过批复概算、不改变建设目标、调整金额不超过概算总投资10%的"
        "，按第二十六条提出申请，批准后实施；不符合条件的重新申报（第二十五条、"
        "第二十六条）。"
    )
    plan.section("培训")
    plan.narrative("培训安排", "（写明培训对象、人数、场次、教材和考核办法。）")
    plan.section("试运行与验收")
    plan.text(
        "系统完成测试后试运行，试运行期间完成系统自查和等级保护测评（第二十七条）；"
        "试运行结束后三十日内自行组织初验，初验满三个月后提交终验申请"
        "（第二十八条），终验合格后正式投入使用（第三十一条）。"
    )
    plan.guide("（写明试运行时长、参加单位、试运行通过的标准和验收依据。）")
    plan.section("档案与资产管理")
    plan.narrative("档案与资产安排", "（写明档案收集责任人；软硬件资产验收后纳入资产管理系统，第二十四条。）")


def _operation(plan: Plan) -> None:
    plan.chapter("运行维护")
    plan.section("运维组织与内容")
    plan.text("质保期{{ 计划质保期 }}个月，知识产权与源代码归属：{{ 知识产权归属 }}。")
    plan.narrative("运维组织", "（写明运维责任单位和责任人、巡检、故障处理、升级、安全、数据更新的安排。）")
    plan.section("服务级别")
    plan.listing(tables.SERVICE_LEVELS)
    plan.section("运维费测算")
    plan.text(
        "建成后年运维费{{ 年运维费 }}万元，不计入本项目投资。数据共享的改造和对接费用列入运行维护费用（第三十七条）。"
    )
    plan.listing(tables.OPERATION_COSTS)
    plan.section("停用与迁移预案")
    plan.narrative(
        "停用与迁移预案", "（写明停用条件、数据移交和归档、资源释放、资产处置的办法，按第三十八条、第三十九条办理。）"
    )


def _estimate(plan: Plan) -> None:
    plan.chapter("投资估算与资金筹措")
    plan.section("编制说明与依据")
    plan.narrative("编制依据", "（写明计费标准名称、询价日期和家数、人月或功能点单价的来源，金额均含税。）")
    plan.section("总投资")
    _total(plan)
    plan.text("总投资估算{{ 申报金额 }}万元，{{ 申报金额大写 }}。")
    plan.section("分项明细与单价来源")
    plan.listing(tables.COSTS)
    plan.listing(tables.OTHER_COSTS)
    plan.guide("（成品软硬件附三家以上询价；定制开发写功能点或人月的计数表；与第6章清单的名称、数量一致。）")
    plan.section("资金来源与分年计划")
    parts.funding(plan)
    plan.section("与预算的衔接")
    plan.text(
        "财政资金类别为{{ 财政资金类别 }}，预算项目编码{{ 预算项目编码 }}。"
        "列入年度预算后，按下达的预算调整投资和建设内容（第八条、第四十条）。"
    )


def _total(plan: Plan) -> None:
    plan.caption("总投资估算表")
    plan.text("单位：万元", "Unit")
    rows: list[list[Cell] | str] = [[label(name) for name in ("序号", "费用类别", "编码", "金额", "说明")]]
    for number, (name, code, slot) in enumerate(COSTS, 1):
        line = [
            Cell(str(number), "CellCenter"),
            Cell(name),
            Cell(code, "CellCenter"),
            Cell(f"{{{{ {slot} }}}}", "CellNumber"),
            Cell(),
        ]
        is_rare = number > len(COSTS) - 2
        rows += [f"if {slot}.state == 'value'", line, "endif"] if is_rare else [line]
    rows.append([label("总投资", 3), Cell("{{ 申报金额 }}", "CellNumber"), Cell("{{ 申报金额大写 }}")])
    plan.grid((6, 22, 8, 12, 30), rows, header_rows=1)
    plan.spacer()


def _effects(plan: Plan) -> None:
    plan.chapter("效益、绩效与风险")
    plan.section("社会与管理效益")
    plan.narrative("预期效益", "（写明群众和企业办事、基层减负、部门协同方面的改善，用建成前后的数字比较。）")
    plan.section("经济效益或节约")
    plan.guide("（写明节约的人力、时间、设备和经费及其计算过程；没有直接经济效益的如实说明。）")
    plan.section("绩效目标与指标")
    parts.targets(plan)
    plan.section("风险识别与对策")
    plan.listing(tables.RISKS)


LATER = (_data, _security, _carrying_out, _operation, _estimate, _effects)
FILES: Mapping[str, Callable[[], bytes]] = {}
