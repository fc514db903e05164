"""zlxm report."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from zlxm.cli import options
from zlxm.cli.clock import parse_day, today
from zlxm.cli.made import named, require_ours
from zlxm.cli.status import surveyed
from zlxm.cli.streams import write_out

if TYPE_CHECKING:
    from zlxm.model.outlook import Survey
    from zlxm.services.check import CheckRequest

_PAGE, _WORD = "report.html", "report.docx"


def report(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[目录]...", help="项目目录或它们的上级目录，默认当前目录")
    ] = None,
    output: Annotated[
        str,
        typer.Option("-o", "--output", metavar="文件", help="写到哪里，默认 report.html，Word 是 report.docx"),
    ] = "",
    word: Annotated[
        bool, typer.Option("--word", help="做成 Word：项目建设管理情况报告，有表有图，用于后评价（第三十三条）和审计")
    ] = False,
    unit: Annotated[str, typer.Option(metavar="单位", help="只列这个单位的，写名称的一部分就行")] = "",
    year: Annotated[int | None, typer.Option(metavar="年度", help="只列这个计划年度的")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="原来的 Word 文件有人改过也覆盖")] = False,
    as_of: options.AsOf = "",
    regulation: options.Regulation = "",
    jobs: Annotated[int, typer.Option(min=1, metavar="数目", help="用几个进程；项目很多时才有用")] = 1,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="只输出文件名")] = False,
) -> None:
    """做一个给领导看的网页：投资、阶段、期限、材料齐备、变更、问题，每个项目一节。

    一个文件，不联网也能打开，可以打印成 A4（验收资料表是 A3）。加 --word 做成 Word 报告。

    例：zlxm report . · zlxm report 项目库 -o 情况.html · zlxm report . --word --year 2026
    """
    from zlxm.services.check import CheckRequest  # noqa: PLC0415 nothing of the work is loaded for --help
    from zlxm.services.outlook import Wanted  # noqa: PLC0415
    from zlxm.store.writing import replace_file  # noqa: PLC0415

    is_word = word or output.lower().endswith(".docx")
    target = named(output, _WORD if is_word else _PAGE)
    if is_word:
        require_ours(target, may_overwrite=overwrite)
    request = CheckRequest(
        tuple(paths or ["."]), parse_day(as_of) if as_of else today(), pack_folder=regulation or None, jobs=jobs
    )
    seen = surveyed(request, Wanted(unit=unit, year=year))
    replace_file(target, _word(seen, request, year) if is_word else _page(seen))
    _tell(seen, target, quiet=quiet)


def _page(seen: Survey) -> bytes:
    from zlxm.output.page import page_of  # noqa: PLC0415

    return page_of(seen).encode("utf-8", "backslashreplace")


def _word(seen: Survey, request: CheckRequest, year: int | None) -> bytes:
    from zlxm.render.management_report import render_management_report  # noqa: PLC0415
    from zlxm.services.settings import template_folders  # noqa: PLC0415

    return render_management_report(seen, year, template_folders(request.paths[0]))


def _tell(seen: Survey, target: str, *, quiet: bool) -> None:
    from zlxm.output.safe import safe  # noqa: PLC0415
    from zlxm.wording.survey import overview  # noqa: PLC0415

    write_out(f"{safe(target)}\n")
    if not quiet:
        print(overview(seen), file=sys.stderr)
