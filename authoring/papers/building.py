"""While a project is built: the request for a change, and the task book that is filed after the contract."""

from __future__ import annotations

from collections.abc import Sequence

from authoring import planning_tables as tables
from authoring.official import SIGNED, listed, parties, slot
from authoring.paper import Paper
from authoring.plans import Listing
from authoring.tables import Cell, label, section, value

GRID = (16, 34, 16, 34)
CENTER, NUMBER = "CellCenter", "CellNumber"
_AWARDED = "{% for 行 in 中标通知 %}{{ 行.日期 }}{% if not loop.last %}、{% endif %}{% endfor %}"
_SUPERVISED = (
    "{% if 任务书施工监理 %}{{ 任务书施工监理 }}{% elif not 要求监理 %}不适用（30 万元以下，第十五条）{% endif %}"
)
_CONNECTED = "{% if 共享供给 %}{{ 共享供给|selectattr('挂接日期')|list|length }}{% else %}0{% endif %}"
_NOTHING_SHARED = "{% if not 共享供给 and not 共享需求 %}无。{{ 不产生公共数据理由|cell }}{% endif %}"


def form(paper: Paper, title: str, rows: Sequence[Sequence[Cell] | str]) -> None:
    """Add a part of a form under its heading."""
    paper.spacer()
    paper.grid(GRID, [[section(title, len(GRID))], *rows])


def two(first: tuple[str, str], second: tuple[str, str]) -> list[Cell]:
    """Return a row of two names with their slots or texts."""
    return [cell for name, text in (first, second) for cell in (label(name), _cell(text))]


def wide(name: str, text: str) -> list[Cell]:
    """Return a row of one name."""
    return [label(name), _cell(text, span=3)]


def long(name: str, text: str, height: int = 900) -> list[Cell]:
    """Return a row with room for several lines."""
    return [label(name), Cell(text if "{" in text else slot(text), "CellLong", 3, height=height)]


def _cell(text: str, span: int = 1) -> Cell:
    return Cell(text if "{" in text else slot(text), span=span)


def listing(paper: Paper, table: Listing, title: str, empty: int = 2) -> None:
    """Add one of the planning tables as a part of a form."""
    paper.spacer()
    columns = [(each.heading, each.width, each.text) for each in table.columns]
    listed(paper, title, columns, table.rows, empty, [each.style for each in table.columns])


def signatures(paper: Paper, title: str, boxes: Sequence[tuple[str, str]]) -> None:
    """Add a box a party to give its opinion in."""
    paper.spacer()
    for number, (name, words) in enumerate(boxes):
        head = [[section(title, 2)]] if number == 0 else []
        paper.grid((16, 84), [*head, [label(name), Cell([words, *SIGNED], "CellSign", height=1800)]], whole=True)


def _change() -> bytes:
    paper = Paper("form")
    paper.text("政务信息化项目变更申请表", "Title")
    paper.grid(
        GRID,
        [
            two(("项目名称", "项目名称"), ("项目编号", "项目编号")),
            two(("建设单位", "申报单位"), ("承建单位", "承建单位")),
            two(("申请编号", "变更编号"), ("申请日期", "变更日期")),
            two(("函复文号", "函复文号"), ("函复日期", "函复日期")),
            two(("核定概算", "{{ 核定金额|cell }}万元"), ("合同金额", "{{ 合同金额|cell }}万元")),
        ],
    )
    form(
        paper,
        "一、变更内容",
        [
            wide("变更类型", "变更类型选项"),
            wide("变更情形（第二十六条）", "变更情形选项"),
            long("依据", "变更依据"),
            long("变更前", "变更前", 1200),
            long("变更后", "变更后", 1200),
            two(("目标是否改变", "变更目标改变"), ("进度影响", "{{ 变更工期影响|cell }}天")),
            long("对质量、安全和数据共享的影响", "变更影响"),
        ],
    )
    _money(paper)
    _verdict(paper)
    form(paper, "四、承建和监理单位意见", [long("承建单位", "承建单位变更意见"), long("监理单位", "监理单位变更意见")])
    boxes = (
        ("建设单位意见", "经集体决策，会议纪要文号：　　　　　　　　　　　"),
        ("联合会审小组意见（第二十六条）", "□同意按调整办理　□须重新申报　□不同意"),
        ("区财政局意见（调整预算）", ""),
    )
    signatures(paper, "五、意见与签章", boxes)
    return paper.docx()


def _money(paper: Paper) -> None:
    paper.spacer()
    columns = (("序号", 8, "序号"), ("调整项目", 60, "项目"), ("增（正）减（负）", 26, "增减"))
    listed(paper, "二、资金调整（单位：万元）", columns, "变更明细", 3, (CENTER, "Cell", NUMBER))
    paper.grid(
        GRID,
        [
            _figures("调增合计", "变更调增", "调减合计", "变更调减"),
            _figures("净额", "变更净额", "调整金额（取较大一边）", "变更金额"),
            _figures("占核定概算比例", "变更占比", "累计调整（含本次）", "变更累计"),
            _figures("累计占比", "变更累计占比", "调整后总投资", "变更后总投资"),
            two(("是否超出核定概算", "变更超概算"), ("比例上限", "10%（第二十六条）{# #}")),
        ],
    )


def _figures(first: str, first_slot: str, second: str, second_slot: str) -> list[Cell]:
    return [label(first), value(first_slot, style=NUMBER), label(second), value(second_slot, style=NUMBER)]


def _verdict(paper: Paper) -> None:
    words = (
        "{% if 变更可调整 == '是' %}☑可按调整办理　□须重新申报{% elif 变更可调整 == '否' %}□可按调整办理　☑须重新申报"
        "{% else %}□可按调整办理　□须重新申报{% endif %}"
    )
    form(paper, "三、对照办法的结论（由程序按上面的数字计算）", [wide("结论", words)])
    paper.tag("if 变更理由")
    columns = (("序号", 8, "序号"), ("须重新申报的理由", 66, "理由"), ("依据", 20, "依据"))
    paper.spacer()
    listed(paper, "理由", columns, "变更理由", 0, (CENTER, "Cell", CENTER))
    paper.tag("endif")


def _task_book() -> bytes:
    paper = Paper("form")
    paper.text("政务信息化项目计划任务书", "Title")
    paper.grid(
        GRID,
        [
            two(("项目名称", "项目名称"), ("项目编号", "项目编号")),
            two(("建设单位", "申报单位"), ("承建单位", "承建单位名单")),
            two(("监理单位", "监理单位"), ("监理合同编号", "监理合同编号")),
            two(("合同编号", "主合同编号"), ("签订日期", "合同日期")),
            two(("合同金额", "{{ 合同金额|cell }}万元"), ("备案日期", "任务书备案日期")),
            wide("备案期限", "{# #}合同签订之日起一个月内（第十三条）"),
        ],
    )
    form(
        paper,
        "一、依据",
        [
            two(("函复文号", "函复文号"), ("函复日期", "函复日期")),
            two(
                ("核定概算", "{{ 核定金额|cell }}万元"),
                ("中标通知", _AWARDED),
            ),
            long("与批复的一致性", "任务书一致性说明"),
        ],
    )
    form(
        paper,
        "二、系统设计与软件开发",
        [long("系统设计", "任务书系统设计", 1400), long("软件开发", "任务书软件开发", 1400)],
    )
    listing(paper, tables.FUNCTIONS, "软件功能（单位：万元）", 3)
    form(paper, "三、设备选型", [long("设备选型", "任务书设备选型")])
    listing(paper, tables.EQUIPMENT, "软硬件配置（单位：万元）")
    form(paper, "四、建设计划", [long("建设计划", "任务书建设计划")])
    listing(paper, tables.MILESTONES, "里程碑", 6)
    form(
        paper,
        "五、网络安全与数据共享",
        [
            long("网络安全", "任务书网络安全"),
            two(("计划测评日期", "计划测评日期"), ("测评机构", "等保测评机构")),
            two(("密码应用", "密码应用情况"), ("网络安全责任人", "网络安全责任人")),
            long("数据共享", "质量与更新机制"),
        ],
    )
    form(paper, "六、施工监理", [[label("施工监理"), Cell(_SUPERVISED, "CellLong", 3, height=900)]])
    listing(paper, tables.PEOPLE, "七、组织与人员", 4)
    paper.spacer()
    columns = (
        ("序号", 8, "序号"),
        ("付款节点", 50, "付款节点"),
        ("比例（%）", 16, "比例"),
        ("金额（万元）", 20, "金额"),
    )
    listed(paper, "八、付款安排", columns, "付款安排", 4, (CENTER, "Cell", NUMBER, NUMBER))
    listing(paper, tables.RISKS, "九、风险", 3)
    form(paper, "十、管理制度", [long("例会与报告", "任务书例会制度"), long("变更流程", "任务书变更流程")])
    parties(
        paper, (("建设单位", "{{ 申报单位 }}"), ("承建单位", "{{ 承建单位名单 }}"), ("监理单位", "{{ 监理单位|cell }}"))
    )
    return paper.docx()


def _sharing() -> bytes:
    paper = Paper("form")
    paper.text("钟楼区政务信息化数据共享信息表", "Title")
    paper.grid(
        GRID,
        [
            two(("项目名称", "项目名称"), ("项目编号", "项目编号")),
            two(("建设单位", "申报单位"), ("访问地址", "访问地址")),
            wide("接入网络", "接入网络选项"),
            two(("数据库类型与版本", "数据库类型"), ("表数量（张）", "数据表数量")),
            two(("数据总量", "数据总量"), ("共享平台前置机或账号", "共享平台账号")),
            two(("数据管理员", "数据管理员"), ("电话", "数据管理员电话")),
            two(("数据质量责任人", "数据质量责任人"), ("产生公共数据", "产生公共数据")),
        ],
    )
    form(
        paper,
        "一、供给与需求",
        [
            two(
                ("供给资源（条）", "供给条数"),
                ("已挂接（条）", _CONNECTED),
            ),
            two(("需求资源（条）", "需求条数"), ("已接入（条）", "已接入条数")),
            long("未挂接、未接入的原因", _NOTHING_SHARED),
        ],
    )
    listing(paper, tables.DATA_SUPPLY, "二、供给的数据")
    listing(paper, tables.DATA_DEMAND, "三、需要的数据")
    listing(paper, tables.INTERFACES, "四、接口")
    form(paper, "五、更新机制", [long("质量与更新机制", "质量与更新机制")])
    boxes = (("建设单位", "以上情况属实。"), ("区大数据管理局核对意见", "□属实　□需补充："))
    signatures(paper, "六、签章", boxes)
    return paper.docx()


FILES = {
    "zhonglou-2023/变更申请表/template.docx": _change,
    "zhonglou-2023/计划任务书/template.docx": _task_book,
    "zhonglou-2023/数据共享信息表/template.docx": _sharing,
}
