"""What the construction plan and the proposal say alike: who and what, data, security, schedule, money, versions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from authoring import planning_tables as tables
from authoring.plans import Column, Listing, Plan
from authoring.tables import Cell, label

LEVELS = "{'1': '第一级', '2': '第二级', '3': '第三级', '4': '第四级'}"
SYSTEMS = Listing(
    "定级对象清单",
    "信息系统",
    tables.columns(
        ("系统名称", 30),
        Column("拟定级别", 16, f"{{{{ {LEVELS}.get(行.等保级别, '不单独定级') }}}}", tables.CENTER),
        Column("建有数据库", 11, "数据库", tables.CENTER),
        ("共享数据", 11, tables.CENTER),
    ),
    empty=1,
)
Chapter = Callable[[Plan], None]
REVISED = "版本 != '申报版'"


def whole_paper(kind: str, chapters: Sequence[Chapter], drawings: Sequence[str], papers: Sequence[str]) -> bytes:
    """Return the file that holds the chapters between its front and back pages. `papers`: its annexes."""
    plan = Plan(kind)
    plan.cover_page()
    versions(plan)
    plan.contents_page()
    for write in chapters:
        write(plan)
    revisions(plan)
    figures(plan, drawings)
    annexes(plan, papers)
    return plan.docx()


def versions(plan: Plan) -> None:
    """Add who wrote the paper, its versions and, from the argumentation on, what became of every opinion."""
    plan.text("编制说明", "Title")
    plan.grid(
        (4, 7, 4, 7),
        (
            [label("编制单位"), Cell("{{ 申报单位 }}", span=3)],
            [label("编制人"), Cell(), label("联系电话"), Cell()],
            [label("审核人"), Cell(), label("项目责任人"), Cell("{{ 责任人姓名 }}")],
        ),
    )
    plan.text("版本记录", "Caption")
    plan.grid(
        (4, 7, 9, 4, 4),
        (
            [label(name) for name in ("版本", "日期", "主要修改内容", "编制人", "审核人")],
            [Cell("{{ 版本 }}", "CellCenter"), Cell("{{ 成文日期 }}", "CellCenter"), Cell(), Cell(), Cell()],
            *[[Cell() for _ in range(5)]] * 3,
        ),
        header_rows=1,
    )
    plan.page_break()


def revisions(plan: Plan) -> None:
    """Add, in later versions, what differs from the one before and what became of every opinion."""
    with plan.only_if(REVISED):
        plan.appendix("修改情况与意见采纳表")
        plan.text(
            "{% if 版本 == '论证版' %}本版在申报版基础上，按列入年度计划的金额和评审意见修改，用于项目论证（第十条）。"
            "{% else %}本版按论证意见修改，报审后作为批复和以后变更比较的依据（第十二条、第二十六条）。{% endif %}"
        )
        plan.text("与上一版的差异", "Caption")
        plan.grid(
            (7, 7, 10, 8),
            (
                [label(name) for name in ("修改事项", "上一版", "本版", "修改原因")],
                [Cell("建设内容"), Cell(), Cell(), Cell()],
                [Cell("投资概算（万元）"), Cell(), Cell("{{ 申报金额 }}", "CellCenter"), Cell()],
                [
                    Cell("建设周期"),
                    Cell(),
                    Cell("{% if 计划开始.state == 'value' %}{{ 计划开始 }}至{{ 计划结束 }}{% endif %}", "CellCenter"),
                    Cell(),
                ],
                [Cell("其他"), Cell(), Cell(), Cell()],
            ),
            header_rows=1,
        )
        plan.spacer()
        plan.listing(tables.OPINIONS)
        plan.guide("（评审、论证和网信办的意见逐条答复；修改位置写到章节；不采纳的写明理由。）")


def project_facts(plan: Plan) -> None:
    """Add the project at a glance."""
    plan.facts(
        (
            ("项目名称", "项目名称"),
            ("项目编号", "项目编号", "计划年度", "{{ 计划年度 }}年"),
            ("项目性质", "项目性质选项"),
            ("项目类别", "项目类别选项"),
            ("建设方式", "建设方式选项"),
            ("使用范围", "使用范围选项"),
            ("建设单位", "申报单位"),
            ("主管或牵头单位", "主管部门", "共建单位", "共建单位"),
            ("实施机构", "实施机构", "项目责任人", "{{ 责任人姓名|cell }}　{{ 责任人职务|cell }}"),
            ("计划开始", "计划开始", "计划结束", "计划结束"),
            ("建设或服务地点", "建设地点"),
            ("概算合计（万元）", "申报金额"),
        )
    )


def grounds(plan: Plan) -> None:
    """Add what the project rests on and how the unit decided on it (Art. 4)."""
    plan.listing(tables.GROUNDS)
    plan.text(
        "本项目已经{{ 决策会议 }}集体研究，会议类型为{{ 决策会议类型 }}，议题为{{ 决策议题 }}，结论为{{ 决策结论 }}。"
        "已声明不拆分、不打包立项（第四条）：{{ 不拆分声明 }}。"
    )
    plan.listing(tables.DECISIONS)


def money_in_short(plan: Plan) -> None:
    """Add the total and where it comes from."""
    plan.text(
        "项目概算合计{{ 申报金额 }}万元（{{ 申报金额大写 }}）。资金来源为"
        "{% for 行 in 资金来源 %}{{ 行.来源 }}{{ 行.年度 }}年{{ 行.金额 }}万元{% if not loop.last %}，{% endif %}"
        "{% else %}＿＿＿＿＿＿＿＿{% endfor %}。"
    )


def base_system(plan: Plan) -> None:
    """Add what is known of the system that is extended, upgraded or maintained."""
    plan.facts(
        (
            ("原系统名称", "原系统名称", "建成时间", "原系统建成时间"),
            ("验收日期", "原系统验收日期", "原承建单位", "原承建单位"),
            ("累计投入", "{{ 原系统累计投入|cell }}万元", "上年运维费", "{{ 上年运维费|cell }}万元"),
        )
    )


def users(plan: Plan) -> None:
    """Add how many will use it."""
    plan.text(
        "使用范围为{{ 使用范围 }}。内部用户{{ 内部用户数 }}人，外部用户{{ 外部用户数 }}人，年业务量{{ 年业务量 }}件次。"
    )


def deployment(plan: Plan) -> None:
    """Add where it runs."""
    plan.facts(
        (
            ("部署方式", "部署方式选项"),
            ("接入网络", "接入网络选项"),
            ("访问地址", "访问地址", "支持 IPv6", "支持IPv6"),
            ("移动端形态", "移动端形态", "备份级别", "备份级别"),
        )
    )
    with plan.only_if("部署方式.state == 'value' and 部署方式 != '政务云'"):
        plan.text("未部署在政务云的理由：{{ 未上云理由 }}")


def cloud(plan: Plan) -> None:
    """Add what it needs of the cloud (T4)."""
    plan.caption("云网资源清单")
    plan.facts(
        (
            ("处理器（核）", "云处理器", "内存（GB）", "云内存"),
            ("云盘（GB）", "云盘", "对象存储（GB）", "云对象存储"),
            ("数据库服务", "云数据库", "图形处理器", "云图形处理器"),
            ("带宽（Mbps）", "云带宽", "安全组件", "云安全组件"),
            ("测算依据", "云测算依据"),
        )
    )


def levels(plan: Plan) -> None:
    """Add the classified protection (Art. 27)."""
    plan.listing(SYSTEMS)
    plan.facts(
        (
            ("定级理由", "定级理由"),
            ("归属的定级对象", "归属定级对象"),
            ("备案号", "等保备案号", "备案日期", "等保备案日期"),
            ("计划测评日期", "计划测评日期", "等保测评费", "{{ 等保测评费|cell }}万元"),
            ("关键信息基础设施", "关键信息基础设施", "网络安全责任人", "网络安全责任人"),
        )
    )
    plan.text("第二级以上系统在项目验收前完成等级保护测评（第二十七条），发现的问题整改后再申请验收。")


def crypto(plan: Plan) -> None:
    """Add the use of cryptography."""
    plan.facts(
        (
            ("密码应用情况", "密码应用情况", "评估机构", "密码评估机构"),
            ("评估日期", "密码评估日期", "密码评估费", "{{ 密码评估费|cell }}万元"),
            ("评估结论", "密码评估结论"),
        )
    )


def privacy(plan: Plan) -> None:
    """Add how data are protected."""
    plan.facts(
        (
            ("涉及个人信息", "涉及个人信息", "涉及人数（人）", "涉及人数"),
            ("含敏感个人信息", "含敏感个人信息", "含重要数据", "含重要数据"),
        )
    )
    plan.narrative("数据安全措施", "（写明数据分类分级、访问控制、脱敏、加密、日志审计、备份的措施和责任人。）")


def backup(plan: Plan) -> None:
    """Add backups and emergencies."""
    plan.facts(
        (
            ("备份级别", "备份级别", "备份位置", "备份位置"),
            ("恢复点目标", "恢复点目标", "恢复时间目标", "恢复时间目标"),
        )
    )
    plan.narrative("应急与供应链安全", "（写明应急预案与演练、故障切换，软硬件供应链和开源组件的管理。）")


def targets(plan: Plan) -> None:
    """Add the targets that the yearly self-evaluation compares with (Art. 33)."""
    plan.text(
        "绩效指标覆盖应用效果、数据共享、网络安全、运行质效、实际应用资源配置五个方面（第三十三条"
        "），目标值作为年度绩效自评的比较依据。"
    )
    plan.listing(tables.TARGETS)


def funding(plan: Plan) -> None:
    """Add the sources of money by year."""
    plan.listing(tables.FUNDING)
    with plan.only_if("资金边界说明.state == 'value'"):
        plan.text("资金边界：{{ 资金边界说明 }}")


def figures(plan: Plan, names: Sequence[str]) -> None:
    """Add the list of drawings to be put in."""
    plan.appendix("附图")
    plan.guide("（图形插在下页起，一图一页，图名写在图的下方；没有的图在备注栏写“不涉及”。）")
    plan.spacer()
    _list(plan, ("序号", "图名", "所在页", "备注"), [f"附图{number}　{name}" for number, name in enumerate(names, 1)])


def annexes(plan: Plan, names: Sequence[str]) -> None:
    """Add the list of annexes with boxes to tick."""
    plan.appendix("附件", on_new_page=False)
    _list(plan, ("序号", "材料名称", "份数", "是否附上"), names, "□是　□不涉及")


def _list(plan: Plan, heads: Sequence[str], names: Sequence[str], last: str = "") -> None:
    lines = [
        [Cell(str(number), "CellCenter"), Cell(name), Cell(), Cell(last, "CellCenter")]
        for number, name in enumerate(names, 1)
    ]
    plan.grid((3, 19, 4, 6), ([label(head) for head in heads], *lines), header_rows=1)
