"""zlxm baseline."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from zlxm.cli import options
from zlxm.cli.clock import parse_day, today
from zlxm.cli.streams import write_out

if TYPE_CHECKING:
    from zlxm.model.finding import Finding
    from zlxm.services.adoption import Renewal

_MOST_TOLD = 20


def baseline(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[目录]...", help="项目目录或它们的上级目录，默认当前目录")
    ] = None,
    baseline: Annotated[
        str,
        typer.Option(
            "-o",
            "--output",
            metavar="文件",
            help="写到哪里，默认 zlxm.yaml 里设的，再没有就是 zlxm-baseline.jsonl",
        ),
    ] = "",
    accept_new: Annotated[
        bool, typer.Option("--accept-new", help="已有的基线里没有的问题也收进去；不加就只减不增")
    ] = False,
    as_of: options.AsOf = "",
    regulation: options.Regulation = "",
    jobs: Annotated[int, typer.Option(min=1, metavar="数目", help="用几个进程；项目很多时才有用")] = 1,
) -> None:
    """把现有的错误和警告记成基线，以后 zlxm check --baseline 只报新问题，旧账逐步清。

    例：zlxm baseline . · zlxm check . --baseline zlxm-baseline.jsonl · zlxm baseline . --accept-new

    改好的问题再运行一次就从基线里去掉。提示不收；清单写法的错误不收：那样的项目没有检查过，先改好。
    """
    from zlxm.services import check as use_case  # noqa: PLC0415 nothing of the work is loaded for --help
    from zlxm.services.adoption import DEFAULT_NAME, Adopting, renew  # noqa: PLC0415
    from zlxm.store.baselines import write_baseline  # noqa: PLC0415
    from zlxm.wording.sentences import message  # noqa: PLC0415

    path = baseline or DEFAULT_NAME
    day = parse_day(as_of) if as_of else today()
    request = use_case.CheckRequest(tuple(paths or ["."]), day, pack_folder=regulation or None, jobs=jobs)
    report = use_case.check(request)
    _require_whole(use_case.crashed_rules(report))
    renewal = renew(report, Adopting(request.paths, path, request.pack_folder), message)
    _tell_unfit(renewal)
    _require_accepted(renewal, path, accept_new=accept_new)
    if renewal.is_changed:
        write_baseline(path, renewal.baseline)
    write_out(_said(renewal, path))


def _require_whole(crashed: tuple[str, ...]) -> None:
    from zlxm.model.errors import ZlxmError  # noqa: PLC0415

    if crashed:
        raise ZlxmError("rule_crashed", {"codes": ", ".join(crashed)})


def _require_accepted(renewal: Renewal, path: str, *, accept_new: bool) -> None:
    """Raise Refused (`new_debt`) when the baseline would grow and nobody said it may."""
    from zlxm.model.errors import Refused  # noqa: PLC0415

    if renewal.is_first or accept_new or not renewal.new:
        return
    _tell("基线里没有的问题：", renewal.new)
    raise Refused("new_debt", {"path": path, "count": len(renewal.new)})


def _tell_unfit(renewal: Renewal) -> None:
    if renewal.unfit:
        _tell("这些写法错误不收进基线，项目没有检查过，先改好：", renewal.unfit)


def _tell(head: str, findings: tuple[Finding, ...]) -> None:
    from zlxm.output.safe import safe  # noqa: PLC0415
    from zlxm.wording.sentences import message  # noqa: PLC0415

    print(head, file=sys.stderr)
    for each in findings[:_MOST_TOLD]:
        print(safe(f"  {each.path}:{each.line}: {each.rule} {message(each)}"), file=sys.stderr)
    if len(findings) > _MOST_TOLD:
        print(f"  ……共 {len(findings)} 处", file=sys.stderr)


def _said(renewal: Renewal, path: str) -> str:
    from zlxm.output.safe import safe  # noqa: PLC0415

    known = renewal.baseline.known
    dossiers = len({each.dossier for each in known})
    changes = f"新增 {len(renewal.new)}，去掉 {len(renewal.gone)}" if renewal.is_changed else "没有变化"
    if renewal.is_first:
        changes = "新建"
    return f"{safe(path)}：{dossiers} 个项目，{len(known)} 处（{changes}）\n"
