"""zlxm accept."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import typer

from zlxm.cli import options
from zlxm.cli.clock import parse_day, today


class Which(Enum):
    """Which acceptance."""

    INITIAL = "initial"
    FINAL = "final"
    IN_CHINESE = "初验"
    FINAL_IN_CHINESE = "终验"

    @property
    def procedure(self) -> str:
        """The name of the procedure in regulations."""
        return "accept-initial" if self in (Which.INITIAL, Which.IN_CHINESE) else "accept-final"


_TITLES = {
    "apply": ("提出申请", "--apply"),
    "decide": ("验收结论", "--result 通过"),
    "rectify": ("整改完成", "--rectified"),
    "upload": ("结果上传平台", "--uploaded"),
    "review": ("合规性审查", "--reviewed 通过"),
}


def accept(
    which: Annotated[Which, typer.Argument(metavar="initial|final", help="initial 或 初验，final 或 终验")],
    directory: Annotated[str, typer.Argument(metavar="[目录]", help="项目目录，默认当前目录")] = ".",
    apply: Annotated[bool, typer.Option("--apply", help="记录验收申请")] = False,
    result: Annotated[str, typer.Option(metavar="结论", help="记录验收结论：通过、整改后通过、不通过")] = "",
    rectified: Annotated[bool, typer.Option("--rectified", help="记录不合格后的整改已完成")] = False,
    uploaded: Annotated[bool, typer.Option("--uploaded", help="记录初验结果已上传平台")] = False,
    reviewed: Annotated[str, typer.Option(metavar="结论", help="记录初验资料的合规性审查结论")] = "",
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
    """初验、终验：先过关口（试运行、自查、等保、最早和最晚日期）和材料清单，再记录结论。

    例：zlxm accept initial · zlxm accept initial --result 通过 --date 2025-10-10 · zlxm accept final --apply

    不合格的记 --result 不通过，整改后记 --rectified，再重新申请。
    """
    from zlxm.cli.steps import open_walk, overview, take  # noqa: PLC0415 nothing of the work is loaded for --help
    from zlxm.cli.writing import Wishes  # noqa: PLC0415
    from zlxm.model.errors import UsageError  # noqa: PLC0415

    day = parse_day(as_of) if as_of else today()
    wishes = Wishes(day, dry_run=dry_run, force=force, reason=force_reason, by=force_by, commit=commit)
    walk = open_walk(directory, which.procedure, _TITLES, wishes, regulation)
    given = {"apply": apply, "decide": bool(result), "rectify": rectified, "upload": uploaded, "review": bool(reviewed)}
    chosen = [name for name, is_given in given.items() if is_given]
    if len(chosen) > 1:
        raise UsageError("one_step", {"flags": " ".join(_TITLES[name][1].split()[0] for name in chosen)})
    following = chosen[0] if chosen else overview(walk)
    if not chosen and (dry_run or not following):
        return
    name = chosen[0] if chosen else _confirmed(following)
    texts = {"result": result or reviewed, "number": number, "note": note}
    take(walk, name, parse_day(date, "--date") if date else day, texts)
    _after_failure(which, result)


def _confirmed(name: str) -> str:
    """Return the step when a person at the terminal wants it recorded; UsageError names the option elsewhere."""
    from zlxm.cli.questions import can_ask  # noqa: PLC0415
    from zlxm.model.errors import UsageError  # noqa: PLC0415

    title, option = _TITLES[name]
    if not can_ask():
        raise UsageError("missing_answer", {"flag": option})
    if not typer.confirm(f"现在记录“{title}”？", err=True):
        raise typer.Exit
    return name


def _after_failure(which: Which, result: str) -> None:
    from zlxm.cli.streams import write_out  # noqa: PLC0415

    if result == "不通过":
        write_out(
            f"不合格：按验收意见整改，写好整改报告并用 zlxm attach 列入，再记录 zlxm accept {which.value} --rectified，"
            "然后重新申请（第三十一条）\n"
        )
