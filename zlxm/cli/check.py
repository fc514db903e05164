"""zlxm check."""

from __future__ import annotations

import sys
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import typer

from zlxm.cli.clock import parse_day, today
from zlxm.cli.streams import wants_color

if TYPE_CHECKING:
    from collections.abc import Callable

    from zlxm.model.finding import Report
    from zlxm.model.problem import Severity
    from zlxm.output.formats import Style
    from zlxm.services.check import CheckRequest

_MANY = 20  # fewer dossiers than this are checked before a progress bar would be seen


class FailOn(Enum):
    """From which severity on the exit code is 1."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


class Color(Enum):
    """When to colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def check(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[目录]...", help="项目目录或它们的上级目录，默认当前目录")
    ] = None,
    submission: Annotated[
        str, typer.Option("--for", metavar="报送", help="现在办这项报送能不能通过： 申报、初验、终验等")
    ] = "",
    as_of: Annotated[str, typer.Option(metavar="日期", envvar="ZLXM_AS_OF", help="以哪一天为准，默认今天")] = "",
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="格式",
            envvar="ZLXM_FORMAT",
            help="text（默认）、concise、json、sarif、junit、github、gitlab、markdown、csv",
        ),
    ] = "",
    output: Annotated[str, typer.Option("-o", "--output", metavar="文件", help="写到文件，不写到屏幕")] = "",
    reports: Annotated[
        list[str] | None,
        typer.Option("--report", metavar="格式=文件", help="另外再写一份，如 sarif=结果.sarif，可重复"),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(metavar="编号", help="只看这些规则，如 ZL30、FILE，可重复"),
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="编号", help="不看这些规则，写法同上")] = None,
    fail_on: Annotated[
        FailOn, typer.Option(metavar="级别", help="从哪一级起退出码为 1： error、warning、never")
    ] = FailOn.ERROR,
    regulation: Annotated[str, typer.Option(metavar="目录", help="用自己的规则包目录")] = "",
    baseline: Annotated[
        str, typer.Option(metavar="文件", help="只看这份基线里没有的问题，基线用 zlxm baseline 建")
    ] = "",
    strict_baseline: Annotated[
        bool, typer.Option("--strict-baseline", help="基线里有已经改好的问题时，退出码也为 1")
    ] = False,
    since: Annotated[
        str, typer.Option(metavar="提交", help="只查这个提交以来改动过的项目，并核对历史，如 origin/main、旧..新")
    ] = "",
    staged: Annotated[
        bool, typer.Option("--staged", help="提交之前，查 git 暂存区里的样子；只查改动过的项目，并核对历史")
    ] = False,
    jobs: Annotated[int, typer.Option(min=1, metavar="数目", help="用几个进程；项目很多时才有用")] = 1,
    color: Annotated[Color, typer.Option(metavar="何时", help="是否用颜色： auto、always、never")] = Color.AUTO,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="列出全部规则的结果和材料清单")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="只给问题和结论")] = False,
) -> None:
    """对照办法检查项目：现在应当做到的是否都做到了。

    例：zlxm check . · zlxm check 项目目录 --for 终验 · zlxm check . --format json -o 结果.json
    """
    from zlxm.cli.adopting import adopt, tell_adoption  # noqa: PLC0415 nothing of the work is loaded for --help
    from zlxm.cli.delivering import deliver, plan_delivery, root_for  # noqa: PLC0415
    from zlxm.output.formats import Style  # noqa: PLC0415
    from zlxm.services.check import CheckRequest  # noqa: PLC0415
    from zlxm.services.selection import Selection  # noqa: PLC0415

    delivery = plan_delivery(form, output, reports or ())
    request = CheckRequest(
        tuple(paths or ["."]),
        parse_day(as_of) if as_of else today(),
        submission,
        regulation or None,
        Selection(_codes(select), _codes(ignore)),
        with_checklists="text" in delivery.forms and not quiet,
        jobs=jobs,
    )
    run = judging(since, is_staged=staged)
    report = adopt(_with_progress(run, request, shown=not quiet), request, baseline)
    style = Style(
        terminal_width() if delivery.form == "text" else 80,
        verbose,
        quiet,
        not output and wants_color(color.value),
        _threshold(fail_on),
        strict_baseline,
        root_for(delivery, request.paths),
    )
    deliver(report, style, delivery)
    tell_adoption(report, is_shown=delivery.on_screen in ("text", "markdown", "github"))
    raise typer.Exit(_exit_code(report, style))


def judging(since: str, *, is_staged: bool) -> Callable[..., Report]:
    """Return what judges: all that lies under the paths, or what changed since a commit."""
    if not since and not is_staged:
        from zlxm.services.check import check as check_all  # noqa: PLC0415

        return check_all
    from functools import partial  # noqa: PLC0415

    from zlxm.services.changes import Comparison, check_changes  # noqa: PLC0415 asks git

    return partial(check_changes, Comparison(since, is_staged))


def _codes(given: list[str] | None) -> tuple[str, ...]:
    return tuple(code.strip() for text in given or [] for code in text.split(",") if code.strip())


def terminal_width() -> int:
    """Return how wide lines for a person may be, in cells."""
    from shutil import get_terminal_size  # noqa: PLC0415

    return max(40, min(get_terminal_size((80, 24)).columns, 120))


def _with_progress(run_check: Callable[..., Report], request: CheckRequest, *, shown: bool) -> Report:
    if not shown or not sys.stderr.isatty():
        return run_check(request)
    from zlxm.cli.progress import progress_bar  # noqa: PLC0415

    with progress_bar(_MANY) as advance:
        return run_check(request, advance)


def _threshold(fail_on: FailOn) -> Severity | None:
    from zlxm.model.problem import Severity  # noqa: PLC0415

    return None if fail_on is FailOn.NEVER else Severity[fail_on.name]


def _exit_code(report: Report, style: Style) -> int:
    from zlxm.model.errors import ZlxmError  # noqa: PLC0415
    from zlxm.services.check import crashed_rules, exit_code  # noqa: PLC0415

    if report.unseen:
        raise ZlxmError("history_unseen", {"since": report.since})
    crashed = crashed_rules(report)
    if crashed:
        raise ZlxmError("rule_crashed", {"codes": ", ".join(crashed)})
    return exit_code(report, style.fail_on, is_strict=style.is_strict)
