"""Application for final acceptance (Art. 28) with its list of papers (Art. 30), and the owner's report on the whole."""

from __future__ import annotations

from authoring.letterhead import Letter
from authoring.official import OWNER, annexes, closing, contact, facts, filled, gap, listed, opinion, slot
from authoring.paper import Paper
from authoring.papers.acceptance import ISSUE_STYLES, ISSUES, PROJECT, WORK_STYLES, WORKS, issues, works
from authoring.tables import Cell, label

CONTRACTS = (
    ("种类", 9, "合同种类"),
    ("对方单位", 19, "对方单位"),
    ("合同编号", 12, "合同编号"),
    ("签订日期", 17, "签订日期"),
    ("采购方式", 13, "{% for 次 in 采购 if 次.标段 == 行.标段 %}{{ 次.采购方式 }}{% endfor %}"),
    ("金额", 9, "合同金额"),
)
CONTRACT_STYLES = ("CellCenter", "Cell", "Cell", "CellDay", "CellCenter", "CellNumber")
PAPERS = (
    ("序号", 12, "序号"),
    ("材料名称", 48, "材料名称"),
    ("提交", 12, "{% if 行.已有 == '是' %}☑{% else %}□{% endif %}"),
    ("份数", 12, "份数"),
    ("最近日期", 38, "日期"),
    ("说明", 54, "{% if 行.说明.state == 'value' %}{{ 行.说明 }}{% elif 行.不要求 == '是' %}本项目不涉及{% endif %}"),
)
PAPER_STYLES = ("CellCenter", "Cell", "CellCenter", "CellCenter", "CellDay", "Cell")


def contracts(paper: Paper) -> None:
    """Add the contracts with how each was procured, amounts in 10,000 yuan."""
    gap(paper)
    total = [label("合计", 5), Cell(slot("合同总额"), "CellNumber")]
    paper.table(CONTRACTS, "合同", unit="单位：万元", empty=3, total=total, styles=CONTRACT_STYLES)
    paper.spacer()


# ------------------------------------------------------------------------------------------------------- application


def _application() -> bytes:
    paper = Letter(slot("申报单位"))
    paper.number("　　　函〔{{ 成文年份 }}〕　　号")
    paper.text("关于申请{{ 项目名称 }}终验的函", "Title")
    paper.text("{{ 主送机关 }}：", "Plain")
    _letter(paper)
    annexes(paper, ("项目终验申请表", "项目验收资料清单", "验收资料"))
    closing(paper)
    contact(paper)
    _form(paper)
    _papers(paper)
    return paper.docx()


def _letter(paper: Paper) -> None:
    paper.text(
        "{{ 项目名称 }}经区政府办（区大数据管理局）函复意见（{{ 函复文号 }}）批复，核定总投资{{ 核定金额 }}万元，由"
        "{{ 承建单位名单 }}承建{% if 监理单位.state == 'value' %}，{{ 监理单位 }}监理{% endif %}，"
        "合同金额{{ 合同金额 }}万元，现已按批复和合同{% if 项目性质 == '运行维护' %}完成服务{% else %}建成{% endif %}。"
    )
    paper.text(
        "{% if 试运行开始日期.state == 'value' %}项目于{{ 试运行开始日期 }}至{{ 试运行结束日期 }}试运行，{% endif %}"
        "{{ 自查日期 }}完成系统自查，{{ 初验日期 }}由我单位组织初验，结论为“{{ 初验结论 }}”"
        "{% if 初验问题 %}，提出问题{{ 初验问题|length }}项，已完成整改"
        "{{ 初验问题|selectattr('完成日期.state', 'eq', 'value')|list|length }}项{% endif %}。初验结果已于"
        "{{ 初验上传日期 }}"
        "通过平台上传（编号：{{ 初验上传编号 }}），合规性审查结论为“{{ 初验合规审查结论 }}”。"
    )
    paper.text(
        "目前，初验结束已满3个月，验收资料已按第三十条备齐。根据《{{ 管理办法 }}》第二十八条规定，现申请组织项目终验。"
    )
    paper.guide("（初验问题须整改到位，初验结束满3个月后方可提出；没有的验收资料在附件2逐项说明。）")
    paper.text("特此函达，请予支持。", "Keep")


def _form(paper: Paper) -> None:
    paper.page_break()
    paper.text("附件1", "AnnexMark")
    paper.text("项目终验申请表", "Subtitle")
    facts(paper, (*PROJECT, ("项目责任人", OWNER, "责任人电话", slot("责任人电话"))))
    paper.spacer()
    listed(paper, "参建单位和合同（金额单位：万元）", CONTRACTS, "合同", 3, CONTRACT_STYLES)
    paper.spacer()
    facts(paper, _money())
    paper.spacer()
    listed(paper, "建设内容完成情况", WORKS, "验收内容", 5, WORK_STYLES)
    paper.spacer()
    listed(
        paper,
        "初验提出的问题和整改情况",
        ISSUES,
        "验收问题 if 行.发现环节 == '初验'",
        3,
        ISSUE_STYLES,
    )
    paper.spacer()
    paper.grid((3, 15), _results())


def _money() -> tuple[tuple[str, ...], ...]:
    return (
        ("申报概算", "{{ 申报金额 }}万元", "核定总投资", "{{ 核定金额 }}万元"),
        ("合同总额", "{{ 合同总额 }}万元", "结算金额", "{{ 结算金额 }}万元"),
        ("已付金额", "{{ 已付金额 }}万元", "结余资金", "　　　　　　万元"),
        ("初验日期", slot("初验日期"), "初验结论", slot("初验结论")),
    )


def _results() -> tuple[list[Cell], ...]:
    return (
        [label("与批复对照"), Cell(slot("完成内容"), "CellLong", height=900)],
        [label("等保测评"), Cell("测评机构：{{ 等保测评机构 }}　　结论：{{ 等保测评结论 }}", height=560)],
        [label("密码应用"), Cell("{{ 密码应用情况 }}　　评估结论：{{ 密码评估结论 }}", height=560)],
        [label("数据共享"), Cell(slot("共享完成情况"), "CellLong", height=700)],
        [label("资产入账"), Cell("登记日期：{{ 资产登记日期 }}　　{{ 资产入账情况 }}", height=560)],
        opinion("建设单位意见", ("以上内容和所附资料真实、完整，申请组织终验。",), 1, 1700),
    )


def _papers(paper: Paper) -> None:
    paper.page_break()
    paper.text("附件2", "AnnexMark")
    paper.text("项目验收资料清单", "Subtitle")
    gap(paper)
    head = [label(name) for name, _, _ in PAPERS]
    cells = [
        Cell(text if "{" in text else slot(f"行.{text}"), style)
        for (_, _, text), style in zip(PAPERS, PAPER_STYLES, strict=True)
    ]
    paper.grid(
        [width for _, width, _ in PAPERS], [head, "for 行 in 验收资料", cells, "endfor"], header_rows=1, height=380
    )
    paper.text("注：已提交的打勾；没有的，在“说明”栏写明理由，并附同意人和日期（第三十条）。", "Cell")


# ------------------------------------------------------------------------------------------------- report on the whole


def _summary() -> bytes:
    paper = Paper("official")
    paper.text("{{ 项目名称 }}\n建设总结报告", "Title")
    _approved(paper)
    _organised(paper)
    _built(paper)
    _judged(paper)
    annexes(paper, ("项目函复意见", "变更批准文件（有变更的）", "项目决算或结算资料"))
    closing(paper)
    return paper.docx()


def _approved(paper: Paper) -> None:
    paper.heading(1, "一、项目概况")
    facts(paper, PROJECT)
    paper.spacer()
    paper.text(slot("项目概述"))
    paper.heading(1, "二、立项和批复")
    paper.text(
        "{{ 决策日期 }}，经本单位集体决策（{{ 决策文号 }}）同意建设；{{ 申报日期 }}申报（受理编号：{{ 受理编号 }}）"
        "，列入{{ 计划年度 }}"
        "年度计划（{{ 计划文号 }}），计划金额{{ 计划金额 }}万元；{{ 论证日期 }}通过论证；{{ 函复日期 }}取得函复意见"
        "（{{ 函复文号 }}），"
        "核定总投资{{ 核定金额 }}万元（{{ 核定金额大写 }}）。"
    )


def _organised(paper: Paper) -> None:
    paper.heading(1, "三、组织和采购")
    paper.text(
        "项目实施机构为{{ 实施机构 }}，项目责任人为{{ 责任人姓名 }}（{{ 责任人职务 }}）。项目计划任务书于"
        "{{ 任务书备案日期 }}备案，"
        "{{ 开工日期 }}开工。采购和合同情况如下："
    )
    contracts(paper)
    paper.guide("（写明管理制度、例会和监理工作情况，以及承建、监理、测评单位履约情况。）")


def _built(paper: Paper) -> None:
    paper.heading(1, "四、建设内容完成情况")
    filled(paper, "完成内容", "（对照函复意见和合同逐项写明完成情况，有增减的说明依据。）")
    works(paper, 6)
    paper.heading(1, "五、变更情况")
    paper.tag("if 变更记录")
    gap(paper)
    columns = (
        ("序号", 5, "序号"),
        ("申请日期", 14, "日期"),
        ("编号", 12, "编号"),
        ("变更理由", 20, "理由"),
        ("调整后总投资", 12, "调整后总投资"),
    )
    paper.table(columns, "变更记录", unit="单位：万元", styles=("CellCenter", "CellDay", "Cell", "Cell", "CellNumber"))
    paper.spacer()
    paper.guide("（写明每次变更的内容、批准情况和实施结果。）")
    paper.tag("else")
    paper.text("本项目建设内容、规模、标准和总投资未作调整。")
    paper.tag("endif")
    paper.heading(1, "六、投资和资金使用")
    paper.text(
        "项目核定总投资{{ 核定金额 }}万元，签订合同总额{{ 合同总额 }}万元（{{ 合同总额大写 }}），结算{{ 结算金额 }}"
        "万元，已支付"
        "{{ 已付金额 }}万元。"
    )
    paper.guide("（按资金来源和年度写明到位、支付和结余情况；形成的资产是否已全部纳入资产管理系统。）")
    filled(paper, "资产入账情况", "（写明固定资产、无形资产的名称、数量、原值和入账日期。）")


def _judged(paper: Paper) -> None:
    paper.heading(1, "七、质量、测试和安全")
    filled(paper, "测试结论", "（写明单元、集成、性能测试和第三方软件测评的结论，遗留缺陷的处理。）")
    filled(paper, "等保测评结论", "（写明定级、备案、等级保护测评和密码应用评估的结论，高风险问题的整改。）")
    paper.heading(1, "八、数据共享")
    filled(paper, "共享完成情况", "（写明资源目录编制、挂接和接口开通情况，与申报时承诺的对照。）")
    paper.heading(1, "九、试运行和初验")
    paper.text(
        "系统于{{ 试运行开始日期 }}至{{ 试运行结束日期 }}试运行。{{ 初验日期 }}组织初验，结论为“{{ 初验结论 }}”，初"
        "验结果于"
        "{{ 初验上传日期 }}通过平台上传。发现的问题和整改情况如下："
    )
    issues(paper)
    paper.heading(1, "十、应用效果、经验和建议")
    filled(
        paper, "建设体会", "（用数字写明应用范围、业务量、效率和服务的变化，项目管理的经验，存在的不足和运维建议。）"
    )


FILES = {
    "zhonglou-2023/终验申请书/template.docx": _application,
    "zhonglou-2023/建设总结报告/template.docx": _summary,
}
