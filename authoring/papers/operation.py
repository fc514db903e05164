"""After acceptance: the yearly self-evaluation (Art. 33) and the statement when a system is shut down (Art. 38, 39)."""

from __future__ import annotations

from authoring.letterhead import Covered
from authoring.official import OWNER, annexes, closing, contact, facts, filled, gap, slot
from authoring.paper import Paper
from authoring.tables import Cell, label

INDICATORS = (
    ("序号", 6, "序号"),
    ("方面", 9, "方面"),
    ("指标", 16, "三级指标"),
    ("目标值", 10, "{{ 行.目标值 }}{% if 行.单位.state == 'value' %}{{ 行.单位 }}{% endif %}"),
    ("实际值", 9, "实际值"),
    ("完成情况", 9, ""),
    ("佐证材料", 16, "佐证材料"),
)
INDICATOR_STYLES = ("CellCenter", "CellCenter", "Cell", "CellCenter", "CellCenter", "CellCenter", "Cell")
ASPECTS = (
    ("应用效果", "35", "目标实现、功能应用、用户活跃、业务办理、满意度、提质增效"),
    ("数据共享", "20", "目录编制、应共享数据挂接、更新及时、共享使用与协同"),
    ("网络安全", "15", "等保与密码、隐患整改、安全事件、数据安全和个人信息保护"),
    ("运行质效", "15", "可用率、故障响应、运维规范、资金执行和资产入账"),
    ("实际应用资源配置", "15", "计算、存储、网络利用率，申请与实际偏差，闲置和运维成本"),
)
ASSETS = (
    ("序号", 6, "序号"),
    ("类别", 10, "资产类别"),
    ("名称和型号", 22, "{{ 行.资产名称 }}{% if 行.规格型号.state == 'value' %}（{{ 行.规格型号 }}）{% endif %}"),
    ("数量", 6, "数量"),
    ("原值", 10, "原值"),
    ("资产编号", 14, "资产编号"),
    ("处置方式", 9, "处置方式"),
)
SYSTEM = (
    "{% if 停用系统.state == 'value' %}{{ 停用系统 }}{% else %}{% for 行 in 信息系统 %}"
    "{{ 行.系统名称 }}{% if not loop.last %}、{% endif %}{% endfor %}{% endif %}"
)
ASSET_STYLES = ("CellCenter", "CellCenter", "Cell", "CellCenter", "CellNumber", "Cell", "CellCenter")


# --------------------------------------------------------------------------------------------------- self-evaluation


def _evaluation() -> bytes:
    paper = Covered()
    paper.text(slot("项目名称"), "CoverTitle")
    paper.text("{{ 自评年度 }}年度绩效自评报告", "CoverSort")
    for line in _cover_lines():
        paper.text(line, "CoverLine")
    paper.page_break()
    paper.text("{{ 项目名称 }}\n{{ 自评年度 }}年度绩效自评报告", "Title")
    _project(paper)
    _targets(paper)
    _aspects(paper)
    _conclusions(paper)
    annexes(paper, ("绩效自评分表", "佐证材料目录"))
    closing(paper)
    return paper.docx()


def _cover_lines() -> tuple[str, ...]:
    return (
        "单位（盖章）：{{ 申报单位 }}",
        f"项目责任人：{OWNER}",
        "日期：{{ 成文日期 }}",
    )


def _project(paper: Paper) -> None:
    paper.heading(1, "一、项目概况")
    facts(
        paper,
        (
            ("项目名称", slot("项目名称")),
            ("建设单位", slot("申报单位"), "项目编号", slot("项目编号")),
            ("函复文号", slot("函复文号"), "函复日期", slot("函复日期")),
            ("核定总投资", "{{ 核定金额 }}万元", "合同总额", "{{ 合同总额 }}万元"),
            ("承建单位", slot("承建单位名单"), "监理单位", slot("监理单位")),
            (
                "初验",
                "{{ 初验日期 }}{% if 初验结论.state == 'value' %}　{{ 初验结论 }}{% endif %}",
                "终验",
                "{{ 终验日期 }}{% if 终验结论.state == 'value' %}　{{ 终验结论 }}{% endif %}",
            ),
            ("正式投用", slot("正式投用日期"), "资产登记", slot("资产登记日期")),
        ),
    )
    paper.spacer()
    paper.text(slot("项目概述"))
    paper.heading(1, "二、自评组织与方法")
    paper.text("按照《{{ 管理办法 }}》第三十三条规定，我单位于{{ 自评年度 }}年11月对项目建设管理和应用绩效开展自评。")
    filled(paper, "自评方法", "（写明自评小组、评价期、数据取得办法和佐证材料的来源。）")


def _targets(paper: Paper) -> None:
    paper.heading(1, "三、绩效目标完成情况")
    filled(paper, "总体目标", "（写明立项时的总体目标和完成情况。）")
    gap(paper)
    paper.table(INDICATORS, "绩效指标", empty=8, styles=INDICATOR_STYLES)
    paper.spacer()
    paper.guide("（实际值与目标值偏差较大的，逐项说明原因；指标调整过的，写明依据。）")


def _aspects(paper: Paper) -> None:
    paper.heading(1, "四、五个方面自评")
    gap(paper)
    rows = [[label("方面"), label("主要看什么"), label("满分"), label("自评分"), label("依据和佐证编号")]]
    rows += [
        [label(name), Cell(what), Cell(full, "CellCenter"), Cell(), Cell("", height=680)]
        for name, full, what in ASPECTS
    ]
    rows.append([label("合计", 2), Cell("100", "CellCenter"), Cell(), Cell()])
    paper.grid((10, 26, 6, 8, 26), rows, header_rows=1)
    paper.spacer()
    for number, (name, _, _) in zip("一二三四五", ASPECTS, strict=True):
        paper.heading(2, f"（{number}）{name}")
        paper.tag(f"for 行 in 绩效指标 if 行.方面 == '{name}' and 行.实际值.state == 'value'")
        paper.text(
            "{{ 行.三级指标 }}：目标{{ 行.目标值 }}{% if 行.单位.state == 'value' %}{{ 行.单位 }}{% endif %}，实际"
            "{{ 行.实际值 }}。"
        )
        paper.tag("endfor")
        paper.guide("（写明计算过程、得分理由和主要失分点。）")


def _conclusions(paper: Paper) -> None:
    paper.heading(1, "五、资金和资产情况")
    paper.text("项目核定总投资{{ 核定金额 }}万元，合同总额{{ 合同总额 }}万元，已支付{{ 已付金额 }}万元。")
    filled(paper, "自评资金资产", "（写明资金到位和执行率、年运维费、资产入账和使用情况。）")
    paper.heading(1, "六、主要成效与经验")
    filled(paper, "自评成效", "（用前后对比的数字说明，不超过一页。）")
    paper.heading(1, "七、存在问题与原因")
    filled(paper, "自评问题", "（对应失分点逐条写。）")
    paper.heading(1, "八、改进措施与时限")
    filled(paper, "自评改进", "（每条问题写明措施、责任人和完成时限。）")
    paper.heading(1, "九、下年度资金与运维建议")
    filled(paper, "自评建议", "（评价结果是安排下年经费的依据，建议与得分相称。）")


# --------------------------------------------------------------------------------------------------------- shutdown


def _shutdown() -> bytes:
    paper = Paper("official")
    paper.text("{{ 项目名称 }}\n停用情况说明", "Title")
    paper.text("{{ 主送机关 }}：", "Plain")
    paper.text(
        "根据《{{ 管理办法 }}》第三十八条规定，我单位{{ 项目名称 }}拟停用报废，经{{ 停用决策日期 }}集体决策（"
        "{{ 停用决策文号 }}）同意，"
        "现将有关情况说明如下："
    )
    _system(paper)
    _reason(paper)
    _data(paper)
    _assets(paper)
    _days(paper)
    annexes(paper, ("停用集体决策会议纪要", "停用依据和用户通知", "数据处置方案", "资产清单"))
    closing(paper)
    contact(paper)
    return paper.docx()


def _system(paper: Paper) -> None:
    paper.heading(1, "一、系统基本情况")
    facts(
        paper,
        (
            ("系统名称", SYSTEM),
            ("项目编号", slot("项目编号"), "责任人", OWNER),
            ("函复文号", slot("函复文号"), "核定总投资", "{{ 核定金额 }}万元"),
            ("终验日期", slot("终验日期"), "正式投用", slot("正式投用日期")),
            ("累计投入", "{{ 停用累计投入 }}万元", "年运维费", "{{ 停用年运维费 }}万元"),
        ),
    )
    paper.spacer()


def _reason(paper: Paper) -> None:
    paper.heading(1, "二、停用原因")
    paper.text("停用原因：{{ 停用原因选项 }}。")
    filled(paper, "停用原因说明", "（写明停用的依据和必要性：业务终止的文件、替代系统的上线情况或评价结果。）")
    paper.heading(1, "三、使用情况和影响")
    paper.text("近12个月活跃用户{{ 停用前用户 }}人，业务量{{ 停用前业务量 }}件（次），资源利用率{{ 停用前利用率 }}。")
    filled(paper, "停用影响", "（写明受影响的单位、用户和业务，历史业务如何查询。）")
    filled(paper, "停用通知", "（写明对接系统的清单、通知日期和接口关闭的安排。）")
    filled(paper, "停用替代", "（写明替代系统或替代办法、切换时间。）")


def _data(paper: Paper) -> None:
    paper.heading(1, "四、数据处置")
    facts(
        paper,
        (
            ("数据量", slot("停用数据量"), "保存期限", slot("停用保存期限")),
            ("处置方式", slot("停用数据处置")),
            ("个人信息", slot("停用个人信息")),
            ("共享目录", slot("停用共享目录")),
        ),
    )
    paper.spacer()
    paper.heading(1, "五、云网资源释放")
    gap(paper)
    columns = (("资源名称", 22, "资源名称"), ("数量与规格", 28, "数量与规格"), ("释放日期", 16, "释放日期"))
    paper.table(columns, "停用资源", empty=4, styles=("Cell", "Cell", "CellDay"))
    paper.spacer()
    paper.heading(1, "六、安全处置")
    filled(paper, "停用安全处置", "（写明等保备案撤销、账号注销、接口和端口关闭、存储介质清除的安排。）")


def _assets(paper: Paper) -> None:
    paper.heading(1, "七、资产清查和处置")
    paper.tag("if 资产清查日期.state == 'value'")
    paper.text(
        "已于{{ 资产清查日期 }}完成资产清查{% if 资产处置日期.state == 'value' %}，{{ 资产处置日期 }}办结处置手续"
        "{% endif %}。"
    )
    paper.tag("else")
    paper.text("停用后按第三十九条规定清查软硬件资产，依规履行处置手续。")
    paper.tag("endif")
    gap(paper)
    paper.table(ASSETS, "资产明细", unit="单位：万元", empty=3, styles=ASSET_STYLES)
    paper.spacer()


def _days(paper: Paper) -> None:
    paper.heading(1, "八、时间安排")
    facts(
        paper,
        (
            ("拟停用日期", slot("拟停用日期"), "上报日期", slot("停用上报日期")),
            ("实际停用日期", slot("停用日期"), "平台编号", slot("停用上报编号")),
        ),
    )
    paper.spacer()
    paper.text("停用后不再申请运维经费和相关云网资源。", "Keep")


FILES = {
    "zhonglou-2023/绩效自评报告/template.docx": _evaluation,
    "zhonglou-2023/停用情况说明/template.docx": _shutdown,
}
