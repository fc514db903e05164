"""Trial run, preliminary acceptance, application for final acceptance (Art. 27 to 30)."""

from __future__ import annotations

from authoring.official import facts, filled, gap, listed, opinion, parties, slot
from authoring.paper import Paper
from authoring.tables import Cell, label

PROJECT = (
    ("项目名称", slot("项目名称")),
    ("建设单位", slot("申报单位"), "项目编号", slot("项目编号")),
    ("项目性质", slot("项目性质"), "项目类别", slot("项目类别")),
    ("函复文号", slot("函复文号"), "函复日期", slot("函复日期")),
    ("核定总投资", "{{ 核定金额 }}万元", "建设合同金额", "{{ 合同金额 }}万元"),
    ("承建单位", slot("承建单位名单"), "监理单位", slot("监理单位")),
    ("合同编号", slot("主合同编号"), "签订日期", slot("合同日期")),
    ("开工日期", slot("开工日期"), "完工日期", slot("完工日期")),
    ("试运行", "{{ 试运行开始日期 }}至{{ 试运行结束日期 }}"),
)
ISSUES = (
    ("序号", 6, "{{ loop.index }}"),
    ("环节", 8, "发现环节"),
    ("问题", 13, "问题"),
    ("整改措施", 14, "整改措施"),
    ("责任人", 7, "责任人"),
    ("期限", 15, "整改期限"),
    ("完成", 15, "完成日期"),
)
WORKS = (
    ("序号", 5, "序号"),
    ("类别", 6, "类别"),
    ("名称", 16, "名称"),
    ("功能或规格", 22, "功能或规格"),
    ("数量", 7, "{{ 行.数量 }}{{ 行.计量单位 }}"),
    ("完成情况", 8, "完成情况"),
)
ISSUE_STYLES = ("CellCenter", "CellCenter", "Cell", "Cell", "CellCenter", "CellDay", "CellDay")
WORK_STYLES = ("CellCenter", "CellCenter", "Cell", "Cell", "CellCenter", "CellCenter")
PARTIES = (("承建单位", slot("承建单位名单")), ("监理单位", slot("监理单位")), ("建设单位", slot("申报单位")))
HANDED = "材料目录 if '承建单位' in 行.出具单位 and '初验申请' not in 行.材料名称"
BASIS = (
    "函复意见（{{ 函复文号 }}）和项目建议书（建设方案）最终稿",
    "采购文件、投标文件和建设合同（{{ 主合同编号 }}）",
    "经确认的需求规格说明、设计、变更等技术资料",
)


def issues(paper: Paper, empty: int = 4) -> None:
    """Add the table of faults found and mended."""
    gap(paper)
    paper.table(ISSUES, "验收问题", empty=empty, styles=ISSUE_STYLES)
    paper.spacer()


def works(paper: Paper, empty: int = 8) -> None:
    """Add what was to be built, with how far it got."""
    gap(paper)
    paper.table(WORKS, "验收内容", empty=empty, styles=WORK_STYLES)
    paper.spacer()


# ---------------------------------------------------------------------------------------------------------- trial run


def _trial_report() -> bytes:
    paper = Paper("official")
    paper.text("{{ 项目名称 }}\n试运行报告", "Title")
    _trial_course(paper)
    _trial_results(paper)
    _trial_end(paper)
    _trial_records(paper)
    return paper.docx()


def _trial_course(paper: Paper) -> None:
    paper.heading(1, "一、试运行概况")
    paper.text(
        "{{ 项目名称 }}由{{ 申报单位 }}建设，{{ 承建单位名单 }}承建（合同编号：{{ 主合同编号 }}），于"
        "{{ 试运行开始日期 }}投入试运行，"
        "{{ 试运行结束日期 }}结束。"
    )
    paper.text(
        "参与试运行的单位有{{ 试运行单位 }}，使用人数{{ 试运行人数 }}人，办理业务{{ 试运行业务量 }}件（次），发生故"
        "障{{ 试运行故障次数 }}次。"
    )
    filled(paper, "试运行范围", "（写明试运行的范围：哪些单位、哪些功能、哪些业务已在系统中办理。）")
    paper.heading(1, "二、运行环境和系统版本")
    filled(paper, "试运行环境", "（写明部署位置、服务器和网络环境、系统版本及试运行期间的升级。）")
    gap(paper)
    columns = (
        ("序号", 5, "序号"),
        ("系统名称", 30, "系统名称"),
        ("等保级别", 11, "{% if 行.等保级别 == '0' %}不单独定级{% else %}{{ 行.等保级别 }}级{% endif %}"),
        ("数据库", 7, "数据库"),
        ("共享数据", 8, "共享数据"),
    )
    paper.table(columns, "信息系统", empty=2, styles=("CellCenter", "Cell", *("CellCenter",) * 3))
    paper.spacer()


def _trial_results(paper: Paper) -> None:
    paper.heading(1, "三、功能运行情况")
    filled(paper, "试运行功能情况", "（对照合同和需求规格说明书，逐项写明各功能是否正常使用、使用次数和存在的差异。）")
    paper.heading(1, "四、性能和故障情况")
    paper.text("试运行期间系统可用率为{{ 试运行可用率 }}，发生故障{{ 试运行故障次数 }}次，处理情况见试运行记录。")
    paper.guide("（写明响应时间、并发、容量等指标的实测值与合同要求的对照，故障原因和整改结果。）")
    paper.heading(1, "五、数据共享接口运行情况")
    filled(paper, "试运行共享情况", "（写明供给和需求接口的数量、调用次数、成功率；不涉及的写明理由。）")
    paper.heading(1, "六、培训和用户反馈")
    filled(paper, "试运行反馈", "（写明培训场次和人数，用户提出的主要意见及采纳情况。）")
    paper.heading(1, "七、存在问题和整改")
    issues(paper)


def _trial_end(paper: Paper) -> None:
    paper.heading(1, "八、试运行结论")
    paper.tag("if 试运行结论.state == 'value'")
    paper.text(slot("试运行结论"))
    paper.tag("else")
    paper.text("试运行期间系统运行□稳定　□基本稳定　□不稳定，□具备　□不具备初步验收条件。")
    paper.tag("endif")
    paper.text("按照第二十八条规定，建设单位在试运行结束后30日内组织初步验收。", "Keep")
    parties(paper, PARTIES)


def _trial_records(paper: Paper) -> None:
    paper.page_break()
    paper.text("试运行记录", "Subtitle")
    columns = (
        ("日期", 16, "日期"),
        ("使用单位", 12, "使用单位"),
        ("人数和业务量", 9, ""),
        ("故障现象", 14, "故障现象"),
        ("原因和处理", 17, "{{ 行.原因 }}　{{ 行.处理情况 }}"),
        ("恢复", 8, "恢复时间"),
        ("记录人", 8, "记录人"),
    )
    paper.table(columns, "试运行记录", empty=16, styles=("CellDay", *("Cell",) * 6))


# ---------------------------------------------------------------------------------------------- preliminary acceptance


def _initial_application() -> bytes:
    paper = Paper("form")
    paper.text("项目初步验收申请", "Title")
    facts(paper, (*PROJECT, ("拟初验日期", slot("拟初验日期"), "申请日期", slot("成文日期"))))
    paper.spacer()
    listed(paper, "完成的建设内容", WORKS, "验收内容", 6, WORK_STYLES)
    paper.spacer()
    paper.grid((3, 15), _conditions())
    paper.spacer()
    _handed_over(paper)
    paper.grid(
        (3, 15),
        (
            opinion("承建单位申请", ("合同约定的内容已经完成，申请组织初步验收。",), 1, 1700),
            opinion("监理单位审核意见", ("□具备初验条件　□不具备初验条件　□不实行监理",), 1, 1700),
            opinion("建设单位意见", ("□同意组织初验　□整改后再申请",), 1, 1700),
        ),
    )
    return paper.docx()


def _conditions() -> tuple[list[Cell], ...]:
    return (
        [label("自查情况"), Cell("自查日期：{{ 自查日期 }}　　结论：{{ 自查结论 }}")],
        [label("测试结论"), Cell(slot("测试结论"), "CellLong", height=700)],
        [label("等保测评结论"), Cell(slot("等保测评结论"), "CellLong", height=700)],
        [label("数据共享情况"), Cell(slot("共享完成情况"), "CellLong", height=700)],
        [
            label("遗留问题"),
            Cell(
                "{% for 行 in 验收问题 if 行.完成日期.state != 'value' %}{{ 行.问题 }}；{% endfor %}",
                "CellLong",
                height=900,
            ),
        ],
    )


def _handed_over(paper: Paper) -> None:
    """Add the papers that the contractor hands over."""
    columns = (
        ("序号", 5, "{{ loop.index }}"),
        ("材料名称", 22, "材料名称"),
        ("文件", 26, "文件"),
        ("日期", 16, "日期"),
    )
    listed(
        paper,
        "提交的资料",
        columns,
        HANDED,
        6,
        ("CellCenter", "Cell", "Cell", "CellDay"),
    )
    paper.spacer()


def _initial_report() -> bytes:
    paper = Paper("official")
    paper.text("{{ 项目名称 }}\n初步验收报告", "Title")
    paper.heading(1, "一、项目基本情况")
    facts(paper, PROJECT)
    paper.spacer()
    _initial_meeting(paper)
    _initial_checks(paper)
    paper.heading(1, "六、初验结论")
    paper.text("初验组听取了汇报，查看了系统，查阅了资料，经质询和讨论，形成初验结论：{{ 初验结论选项 }}。")
    paper.guide("（逐条写明意见；需要整改的，写明要求和期限。）")
    paper.text("初验结果按第二十八条规定通过平台上传，初验结束3个月后提交终验申请。", "Keep")
    paper.text("附件：签到表、点验核对记录、资料清单、现场照片。", "Keep")
    parties(paper, PARTIES)
    return paper.docx()


def _initial_meeting(paper: Paper) -> None:
    paper.heading(1, "二、初验组织")
    paper.text(
        "{{ 承建单位名单 }}于{{ 初验申请日期 }}提出初验申请。{{ 申报单位 }}按照《{{ 管理办法 }}》第二十八条规定，于"
        "{{ 初验日期 }}"
        "在{{ 初验地点 }}自行组织初步验收。初验组组成如下："
    )
    gap(paper)
    columns = (
        ("组内职务", 9, ""),
        ("姓名", 9, "姓名"),
        ("单位", 22, "单位"),
        ("职务或职称", 14, "职务或职称"),
        ("签名", 12, ""),
    )
    paper.table(columns, "验收组", empty=5)
    paper.spacer()
    paper.tag("if 历次初验|length > 1")
    paper.text("本项目共组织初验{{ 历次初验|length }}次，历次情况如下：", "Keep")
    gap(paper)
    rounds = (("次序", 6, "序号"), ("日期", 14, "日期"), ("结论", 12, "结论"), ("备注", 30, "备注"))
    paper.table(rounds, "历次初验", styles=("CellCenter", "CellDay", "CellCenter", "Cell"))
    paper.spacer()
    paper.tag("endif")
    paper.heading(1, "三、验收依据")
    paper.tag("if 验收依据.state == 'value'")
    paper.tag("for 行 in 验收依据|lines")
    paper.text("{{ loop.index }}. {{ 行 }}")
    paper.tag("endfor")
    paper.tag("else")
    for number, text in enumerate(BASIS, 1):
        paper.text(f"{number}. {text}")
    paper.tag("endif")
    paper.text("有关国家标准、行业标准、地方标准和建设过程中有效的技术资料（第二十九条）一并作为依据。")


def _initial_checks(paper: Paper) -> None:
    paper.heading(1, "四、核查情况")
    paper.heading(2, "（一）建设内容")
    works(paper, 5)
    paper.heading(2, "（二）其他方面")
    gap(paper)
    paper.grid((4, 14), ([label("核查内容"), label("核查情况")], *_other_checks()), header_rows=1)
    paper.spacer()
    paper.heading(1, "五、存在问题和整改")
    issues(paper)


def _other_checks() -> list[list[Cell] | str]:
    return [
        [label("文档资料"), Cell("第三十条所列材料已有{{ 验收资料|selectattr('已有', 'eq', '是')|list|length }}项。")],
        [label("测试"), Cell(slot("测试结论"), height=500)],
        [label("网络安全"), Cell("{{ 等保测评结论 }}", height=500)],
        [label("数据共享"), Cell(slot("共享完成情况"), height=500)],
        [label("培训"), Cell("", height=500)],
        [label("试运行"), Cell("{{ 试运行开始日期 }}至{{ 试运行结束日期 }}。{{ 试运行结论 }}", height=500)],
        [label("系统自查"), Cell("{{ 自查日期 }}完成，结论：{{ 自查结论 }}。")],
        "for 行 in 核查结果",
        [Cell("{{ 行.核查内容 }}", "CellLabel", shade="F2F2F2"), Cell("{{ 行.核查情况 }}")],
        "endfor",
    ]


FILES = {
    "zhonglou-2023/试运行报告/template.docx": _trial_report,
    "zhonglou-2023/初验申请/template.docx": _initial_application,
    "zhonglou-2023/初验报告/template.docx": _initial_report,
}
