"""zlxm retire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from zlxm.cli import options
from zlxm.cli.clock import parse_day, today

if TYPE_CHECKING:
    import datetime as dt

    from zlxm.cli.steps import Walk

_TITLES = {
    "decide": ("集体决策", "--decide"),
    "report": ("平台上报停用", "--report"),
    "stop": ("停用", "--stop"),
    "inventory": ("资产清查", "--inventory"),
    "dispose": ("资产处置", "--dispose"),
}


def retire(
    directory: Annotated[str, typer.Argument(metavar="[目录]", help="项目目录，默认当前目录")] = ".",
    decide: Annotated[bool, typer.Option("--decide", help="记录停用的集体决策")] = False,
    report: Annotated[bool, typer.Option("--report", help="记录已在平台上报停用")] = False,
    stop: Annotated[bool, typer.Option("--stop", help="记录已停用")] = False,
    inventory: Annotated[bool, typer.Option("--inventory", help="记录资产已清查")] = False,
    dispose: Annotated[bool, typer.Option("--dispose", help="记录资产已处置")] = False,
    stop_on: Annotated[str, typer.Option(metavar="日期", help="打算哪天停用：看上报的窗口是哪些天")] = "",
    number: options.Number = "",
    note: options.Note = "",
    date: options.Day = "",
    as_of: options.AsOf = "",
    dry_run: options.DryRun = False,
    force: options.Force = False,
    force_reason: options.Reason = "",
    force_by: options.By = "",
    commit: options.Commit = False,
    regulation: options.Regulation = "",
) -> None:
    """停用：集体决策、停用前 30 日内上报、停用、资产清查处置，一步一记，次序和日期先核对。

    例：zlxm retire · zlxm retire --decide --date 2026-03-02 · zlxm retire --stop-on 2026-06-30
    """
    from zlxm.cli.steps import open_walk, overview, take  # noqa: PLC0415 nothing of the work is loaded for --help
    from zlxm.cli.writing import Wishes  # noqa: PLC0415
    from zlxm.model.errors import UsageError  # noqa: PLC0415

    day = parse_day(as_of) if as_of else today()
    wishes = Wishes(day, dry_run=dry_run, force=force, reason=force_reason, by=force_by, commit=commit)
    walk = open_walk(directory, "retire", _TITLES, wishes, regulation)
    given = {"decide": decide, "report": report, "stop": stop, "inventory": inventory, "dispose": dispose}
    chosen = [name for name, is_given in given.items() if is_given]
    if len(chosen) > 1:
        raise UsageError("one_step", {"flags": " ".join(_TITLES[name][1] for name in chosen)})
    if stop_on:
        _show_window(walk, parse_day(stop_on, "--stop-on"))
    if chosen:
        take(walk, chosen[0], parse_day(date, "--date") if date else day, {"number": number, "note": note})
    elif not stop_on:
        _next(walk, overview(walk), dry_run=dry_run)


def _next(walk: Walk, following: str, *, dry_run: bool) -> None:
    """Record the next step when a person at the terminal wants it; UsageError names the option elsewhere."""
    from zlxm.cli.questions import can_ask  # noqa: PLC0415
    from zlxm.cli.steps import take  # noqa: PLC0415
    from zlxm.model.errors import UsageError  # noqa: PLC0415

    if dry_run or not following:
        return
    title, option = _TITLES[following]
    if not can_ask():
        raise UsageError("missing_answer", {"flag": option})
    if typer.confirm(f"现在记录“{title}”？", err=True):
        take(walk, following, walk.wishes.as_of, {})


def _show_window(walk: Walk, stop: dt.date) -> None:
    from zlxm.cli.streams import write_out  # noqa: PLC0415
    from zlxm.services.retirement import notice_window  # noqa: PLC0415

    opens, closes = notice_window(walk.pack, walk.procedure, stop)
    if closes < walk.wishes.as_of:
        write_out(f"{stop} 停用的，应在 {opens} 至 {closes} 上报，已经过了：另定停用日期（第三十八条）\n")
    else:
        write_out(f"{stop} 停用的，在 {opens} 至 {closes} 之间上报（第三十八条）\n")
