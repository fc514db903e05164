"""zlxm status."""

from __future__ import annotations

import os
import sys
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import typer

from zlxm.cli import options
from zlxm.cli.check import Color, terminal_width
from zlxm.cli.clock import parse_day, today
from zlxm.cli.streams import wants_color, write_out

if TYPE_CHECKING:
    from zlxm.model.outlook import Survey
    from zlxm.services.check import CheckRequest
    from zlxm.services.outlook import Wanted

_MANY = 20


class Form(Enum):
    """How to show it."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    ICS = "ics"


class Sort(Enum):
    """What comes first."""

    URGENCY = "urgency"
    NAME = "name"
    UNIT = "unit"
    YEAR = "year"
    STAGE = "stage"
    AMOUNT = "amount"


def status(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[目录]...", help="项目目录或它们的上级目录，默认当前目录")
    ] = None,
    due: Annotated[
        int | None, typer.Option(min=0, metavar="天数", help="只列逾期的和这些天以内到期的项目，如 30")
    ] = None,
    unit: Annotated[str, typer.Option(metavar="单位", help="只列这个单位的，写名称的一部分就行")] = "",
    year: Annotated[int | None, typer.Option(metavar="年度", help="只列这个计划年度的")] = None,
    stage: Annotated[str, typer.Option(metavar="阶段", help="只列处在这个阶段的，如 初验")] = "",
    sort: Annotated[
        Sort,
        typer.Option(
            metavar="次序", help="urgency 最急的在前（默认）、name 名称、unit 单位、year 年度、stage 阶段、amount 金额"
        ),
    ] = Sort.URGENCY,
    form: Annotated[
        Form,
        typer.Option("--format", metavar="格式", help="table 表格（默认）、json、csv、ics 日历（能导入手机和邮箱）"),
    ] = Form.TABLE,
    output: Annotated[str, typer.Option("-o", "--output", metavar="文件", help="写到文件，不写到屏幕")] = "",
    as_of: options.AsOf = "",
    regulation: options.Regulation = "",
    jobs: Annotated[int, typer.Option(min=1, metavar="数目", help="用几个进程；项目很多时才有用")] = 1,
    color: Annotated[Color, typer.Option(metavar="何时", help="是否用颜色： auto、always、never")] = Color.AUTO,
) -> None:
    """看进度和期限：每个项目到了哪一步，材料还差几份，下一个期限是哪天。

    例：zlxm status . · zlxm status . --due 30 · zlxm status 项目目录 · zlxm status . --format ics -o 期限.ics

    只给一个项目时列出经过、期限的算法和下一步的材料。有没有问题都不影响退出码；逐条看问题用 zlxm check。
    """
    from zlxm.output.status import STATUS_FORMATS, StatusStyle  # noqa: PLC0415 nothing of the work is loaded for --help
    from zlxm.services.check import CheckRequest  # noqa: PLC0415
    from zlxm.services.outlook import Wanted  # noqa: PLC0415

    day = parse_day(as_of) if as_of else today()
    request = CheckRequest(tuple(paths or ["."]), day, pack_folder=regulation or None, jobs=jobs)
    wanted = Wanted(due, unit, year, stage, sort.value)
    seen = surveyed(request, wanted)
    is_screen = not output and sys.stdout.isatty()
    style = StatusStyle(terminal_width() if is_screen else None, not output and wants_color(color.value))
    _deliver(STATUS_FORMATS.require(form.value).format_survey(seen, style), output)
    if not (seen.outlooks or is_screen):
        print("没有符合条件的项目", file=sys.stderr)


def surveyed(request: CheckRequest, wanted: Wanted | None = None) -> Survey:
    """Return the survey, with a bar for who waits at a terminal."""
    from zlxm.services.outlook import survey  # noqa: PLC0415

    if not sys.stderr.isatty():
        return survey(request, wanted)
    from zlxm.cli.progress import progress_bar  # noqa: PLC0415

    with progress_bar(_MANY) as advance:
        return survey(request, wanted, advance)


def _deliver(text: str, output: str) -> None:
    if not output:
        write_out(text if os.linesep == "\n" else text.replace("\r\n", "\n"))  # a text stream makes its own line ends
        return
    from zlxm.store.writing import replace_file  # noqa: PLC0415

    replace_file(output, text.encode("utf-8", "backslashreplace"))
