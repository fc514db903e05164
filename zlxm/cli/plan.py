"""zlxm plan."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from zlxm.cli.clock import parse_day, today
from zlxm.cli.made import named, require_ours
from zlxm.cli.streams import write_out

if TYPE_CHECKING:
    from zlxm.services.plan import Plan, PlanRequest

_MANY = 20
_WORD, _EXCEL = ".docx", ".xlsx"
_LEFT_OUT = {"classified": "个涉密项目", "broken": "个项目的清单有误", "other_regulation": "个项目适用别的办法"}


def plan(
    year: Annotated[int, typer.Argument(metavar="年度", min=1990, max=2200, help="哪一年的计划，如 2026")],
    directory: Annotated[str, typer.Argument(metavar="[目录]", help="各项目的上级目录，默认当前目录")] = ".",
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="文件", help="写到哪里，默认当前目录的 年度计划-年度.xlsx")
    ] = "",
    narrow: Annotated[bool, typer.Option("--print", help="窄版：只留打印要用的列，A4 横向")] = False,
    word: Annotated[bool, typer.Option("--word", help="做成公文附件（Word），列与窄版相同")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="原文件有人改过也覆盖")] = False,
    as_of: Annotated[str, typer.Option(metavar="日期", envvar="ZLXM_AS_OF", help="以哪一天为准，默认今天")] = "",
    regulation: Annotated[str, typer.Option(metavar="目录", help="用自己的规则包目录")] = "",
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="只输出文件名")] = False,
) -> None:
    """汇总一个年度的项目，做成年度计划工作簿（Excel 或 Word）。

    工作簿有汇总、按单位、按类别、资金来源、问题、说明六张表。

    例：zlxm plan 2026 · zlxm plan 2026 项目库 -o 计划.xlsx · zlxm plan 2026 --print · zlxm plan 2026 --word

    有问题的项目也列入，问题写在“问题”表里。改好的工作簿可以用 zlxm init --from 读回。
    """
    from zlxm.services.plan import PlanRequest  # noqa: PLC0415 nothing of the work is loaded for --help

    is_word = word or output.lower().endswith(_WORD)
    target = named(output, f"年度计划-{year}{_WORD if is_word else _EXCEL}")
    require_ours(target, may_overwrite=overwrite)
    request = PlanRequest(year, directory, parse_day(as_of) if as_of else today(), regulation or None)
    made = _with_progress(request, shown=not quiet)
    _save(target, _rendered(made, directory, is_word=is_word, is_narrow=narrow))
    _tell(made, target, quiet=quiet)


def _with_progress(request: PlanRequest, *, shown: bool) -> Plan:
    from zlxm.services.plan import make_plan  # noqa: PLC0415

    if not shown or not sys.stderr.isatty():
        return make_plan(request)
    from zlxm.cli.progress import progress_bar  # noqa: PLC0415

    with progress_bar(_MANY) as advance:
        return make_plan(request, advance)


def _rendered(made: Plan, directory: str, *, is_word: bool, is_narrow: bool) -> bytes:
    if is_word:
        from zlxm.render.plan_annex import render_annex  # noqa: PLC0415
        from zlxm.services.settings import template_folders  # noqa: PLC0415

        return render_annex(made, template_folders(directory))
    from zlxm.render.plan_workbook import render_workbook  # noqa: PLC0415

    return render_workbook(made, is_narrow=is_narrow)


def _save(target: str, data: bytes) -> None:
    from zlxm.store.writing import replace_file  # noqa: PLC0415

    replace_file(target, data)


def _tell(made: Plan, target: str, *, quiet: bool) -> None:
    from collections import Counter  # noqa: PLC0415

    from zlxm.output.safe import safe  # noqa: PLC0415

    write_out(f"{safe(target)}\n")
    if quiet:
        return
    problems = sum(len(project.findings) for project in made.projects)
    print(f"列入 {len(made.projects)} 个项目，共 {problems} 个问题。", file=sys.stderr)
    for why, count in Counter(each.why for each in made.left_out).items():
        print(f"没有列入：{count} {_LEFT_OUT[why]}", file=sys.stderr)
