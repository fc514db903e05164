"""Argumentation (Art. 10): the request as a letter and as a form."""

from __future__ import annotations

from authoring.letterhead import Letter
from authoring.official import OWNER, annexes, closing, contact, facts, opinion, slot
from authoring.paper import Paper
from authoring.tables import Cell, label

GOAL = ("{{ 项目概述|cell }}", "{%p if 总体目标.state == 'value' %}", "{{ 总体目标 }}", "{%p endif %}")
FUNDING = (
    "资金来源为{% for 行 in 资金来源 %}{{ 行.来源 }}{{ 行.年度 }}年{{ 行.金额 }}万元{% if not loop.last %}，"
    "{% endif %}{% else %}"
    "＿＿＿＿＿＿＿＿{% endfor %}。"
)


def _planned(paper: Paper) -> None:
    paper.tag("if 临时新增 == '是'")
    paper.text(
        "该项目属当年必须实施的临时新增项目（{{ 临时新增理由 }}），已于{{ 临时新增批准日期 }}经审议通过（文号："
        "{{ 临时新增批准文号 }}），"
        "按第十七条规定进行项目论证。"
    )
    paper.tag("else")
    paper.text(
        "该项目于{{ 申报日期 }}通过钟楼区政务信息化项目管理平台申报（受理编号：{{ 受理编号 }}），已列入"
        "{{ 计划年度 }}年度政务信息化"
        "项目建设计划并纳入年度预算安排（{{ 计划文号 }}），计划金额{{ 计划金额 }}万元。"
    )
    paper.tag("endif")


def _letter() -> bytes:
    paper = Letter(slot("申报单位"))
    paper.number("　　　函〔{{ 成文年份 }}〕　　号")
    paper.text("关于申请组织{{ 项目名称 }}论证的函", "Title")
    paper.text("{{ 主送机关 }}：", "Plain")
    paper.text("根据《{{ 管理办法 }}》第十条规定，现就申请组织{{ 项目名称 }}论证的有关事项函告如下：")
    paper.heading(1, "一、项目列入计划情况")
    _planned(paper)
    paper.heading(1, "二、建设目标和主要内容")
    paper.text("{{ 项目概述 }}")
    paper.tag("if 总体目标.state == 'value'")
    paper.text("{{ 总体目标 }}")
    paper.tag("endif")
    paper.guide("（补充写明建设内容的主要部分、服务对象和规模，与论证版材料一致，不超过一段。）")
    paper.heading(1, "三、投资概算")
    paper.text("本次提交论证的概算为{{ 申报金额 }}万元（{{ 申报金额大写 }}）。" + FUNDING)
    paper.guide("（概算与计划金额不一致的，说明增减内容和理由。）")
    paper.heading(1, "四、网络安全审核")
    paper.text("区委网信办审核意见{{ 网信办意见 }}。")
    paper.guide("（写明出具日期和落实情况；尚未取得的，取得后再提交。）")
    paper.heading(1, "五、申请事项")
    paper.text("论证材料已按要求备齐并通过平台提交，请予审查，并于近期组织评审小组论证。", "Keep")
    annexes(paper, ("{{ 论证材料 }}", "区委网信办审核意见", "论证版与申报版的差异说明", "其他相关资料"))
    closing(paper)
    contact(paper)
    return paper.docx()


def _form() -> bytes:
    paper = Paper("form")
    paper.text("项目论证申请", "Title")
    facts(
        paper,
        (
            ("项目名称", slot("项目名称")),
            ("申报单位", slot("申报单位"), "共建单位", slot("共建单位")),
            ("项目编号", slot("项目编号"), "项目性质", slot("项目性质")),
            ("项目类别", slot("项目类别选项")),
            ("项目责任人", OWNER, "责任人电话", slot("责任人电话")),
            ("联系人", slot("联系人姓名"), "联系电话", slot("联系人电话")),
            ("计划年度", "{{ 计划年度 }}年", "计划文号", slot("计划文号")),
            ("计划金额", "{{ 计划金额 }}万元", "论证版概算", "{{ 申报金额 }}万元（{{ 申报金额大写 }}）"),
            ("申报日期", slot("申报日期"), "受理编号", slot("受理编号")),
        ),
    )
    paper.spacer()
    _request(paper)
    paper.text("注：依据第十条填写；合规性审查意见由区政府办公室（区大数据管理局）填写。", "Cell")
    return paper.docx()


def _request(paper: Paper) -> None:
    paper.grid(
        (3, 15),
        (
            [label("建设目标和主要内容"), Cell(GOAL, "CellLong", height=1500)],
            [label("与申报版的差异"), Cell("", "CellLong", height=900)],
            [
                label("网信办审核意见"),
                Cell("{{ 网信办意见 }}　　出具日期：　　　　年　　月　　日　　主要要求落实情况：", height=700),
            ],
            [
                label("提交的材料"),
                Cell(["{{ 论证材料选项 }}", "□与申报版的差异说明　□其他：　　　　　　　　　　"], height=700),
            ],
            opinion("申报单位意见", ("论证材料真实、完整，申请组织项目论证。",), 1, 1500),
            opinion(
                "合规性审查意见",
                (
                    "□材料齐全，进入项目论证　□材料不齐全　□格式不符合要求",
                    "需要补正：　　　　　　　　　　　　　　　　　　　　　　　　",
                ),
                1,
            ),
        ),
    )


FILES = {
    "zhonglou-2023/论证函/template.docx": _letter,
    "zhonglou-2023/论证申请/template.docx": _form,
}
