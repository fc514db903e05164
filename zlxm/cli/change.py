"""zlxm change."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from zlxm.cli import options
from zlxm.cli.clock import parse_day, today
from zlxm.model.value import value

if TYPE_CHECKING:
    import datetime as dt

    from zlxm.cli.writing import Wishes
    from zlxm.model.dossier import Dossier
    from zlxm.model.entry import Raw
    from zlxm.model.pack import Pack
    from zlxm.model.procedure import Procedure
    from zlxm.services.dossiers import LoadedDossier


def change(
    directory: Annotated[str, typer.Argument(metavar="[目录]", help="项目目录，默认当前目录")] = ".",
    item: Annotated[
        list[str] | None, typer.Option(metavar="名称=±万元", help="一项调整，如 服务器=-3.2，可重复")
    ] = None,
    reason: Annotated[str, typer.Option(metavar="理由", help="变更理由，如 技术方案优化")] = "",
    total: Annotated[str, typer.Option(metavar="万元", help="调整后的总投资；写了 --item 可以不写")] = "",
    goal_changed: Annotated[bool, typer.Option("--goal-changed", help="建设目标变了")] = False,
    schedule_only: Annotated[bool, typer.Option("--schedule-only", help="只调整进度，不动资金")] = False,
    identity: Annotated[str, typer.Option("--id", metavar="编号", help="变更编号，默认接着往下编")] = "",
    what_if: Annotated[bool, typer.Option("--what-if", help="只算能不能按调整办理，不记录")] = False,
    approve: Annotated[str, typer.Option(metavar="编号", help="记录这项变更已批准")] = "",
    reject: Annotated[str, typer.Option(metavar="编号", help="记录这项变更不予批准")] = "",
    applied: Annotated[str, typer.Option(metavar="编号", help="记录这项变更已实施")] = "",
    adjusted: Annotated[str, typer.Option(metavar="编号", help="记录这项变更的预算已调整")] = "",
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
    """建设中的变更：算清调整额，告诉你可按调整办理还是须重新申报，再记录申请、批准、实施。

    例：zlxm change --item 统一登录=+6.4 --item 排队模块=-6.4 --reason 技术方案优化

    zlxm change 不带选项列出已有的变更；--what-if 只算不记；批准后 zlxm change --approve C1 --number 文号
    """
    from zlxm.cli.writing import Wishes  # noqa: PLC0415 nothing of the work is loaded for --help

    day = parse_day(as_of) if as_of else today()
    common = {"number": number, "note": note}
    extra = {name: text for name, text in common.items() if text}
    wishes = Wishes(day, dry_run=dry_run, force=force, reason=force_reason, by=force_by, commit=commit)
    work = _Work.of(directory, parse_day(date, "--date") if date else day, wishes, regulation)
    answers = {"approve": approve, "reject": reject, "apply": applied, "adjust": adjusted}
    given = [(step, ref) for step, ref in answers.items() if ref]
    texts = _texts(item or [], reason, total, goal_changed=goal_changed, schedule_only=schedule_only)
    if given:
        for step, ref in given:
            _answer(work, step, ref, extra)
    elif texts:
        _request(work, {"id": identity, **texts, **extra}, what_if=what_if)
    else:
        _list(work)


@value
class _Work:
    """The dossier at hand and how to write to it."""

    loaded: LoadedDossier
    pack: Pack
    dossier: Dossier
    procedure: Procedure
    day: dt.date
    wishes: Wishes

    @staticmethod
    def of(directory: str, day: dt.date, wishes: Wishes, regulation: str) -> _Work:
        """Return the dossier in a folder, ready to be written to."""
        from zlxm.services.manifest_edit import load_for_edit, parts_of  # noqa: PLC0415
        from zlxm.services.procedures import procedure_of  # noqa: PLC0415

        loaded = load_for_edit(directory, regulation or None)
        pack, dossier = parts_of(loaded)
        return _Work(loaded, pack, dossier, procedure_of(pack, "change", regulation or None), day, wishes)


def _texts(items: list[str], reason: str, total: str, *, goal_changed: bool, schedule_only: bool) -> dict[str, object]:
    """Return what was said about a request, blank things left out."""
    flags = {"goal_changed": goal_changed, "schedule_only": schedule_only}
    said = {"reason": reason, "items": items, "total": total}
    return {**{key: each for key, each in said.items() if each}, **{key: "true" for key, each in flags.items() if each}}


def _request(work: _Work, texts: dict[str, object], *, what_if: bool) -> None:
    from zlxm.cli.field_questions import ask_required  # noqa: PLC0415
    from zlxm.cli.writing import finish, show, width  # noqa: PLC0415
    from zlxm.output.changes import measure_lines  # noqa: PLC0415
    from zlxm.services.change import REQUEST, ids_of, measured, next_id  # noqa: PLC0415
    from zlxm.services.event_fields import read_fields  # noqa: PLC0415
    from zlxm.services.procedures import step_of  # noqa: PLC0415
    from zlxm.services.recording import Draft, propose  # noqa: PLC0415

    kind = work.pack.vocabulary.events[step_of(work.procedure, REQUEST).event]
    texts["id"] = texts["id"] or next_id(ids_of(work.procedure, work.dossier))
    given = [(key, each if isinstance(each, list) else [each]) for key, each in texts.items()]
    pairs = [f"{key}={text}" for key, several in given for text in several]
    fields: dict[str, Raw] = ask_required(kind, read_fields(pairs, kind))
    draft = Draft(kind.name, work.day, fields)
    proposal = propose(work.loaded, draft, work.wishes.as_of)
    show(measure_lines(measured(proposal, work.pack, work.wishes.as_of), width()))
    if what_if:
        print("只是试算，没有记录（--what-if）。", file=sys.stderr)
        return
    finish(partial(propose, work.loaded, draft, work.wishes.as_of), work.pack, work.wishes)


def _answer(work: _Work, step: str, ref: str, extra: dict[str, str]) -> None:
    from zlxm.cli.writing import finish  # noqa: PLC0415
    from zlxm.services.change import ids_of, require_known  # noqa: PLC0415
    from zlxm.services.procedures import step_of  # noqa: PLC0415
    from zlxm.services.recording import Draft, propose  # noqa: PLC0415

    found = step_of(work.procedure, step)
    require_known(ref, ids_of(work.procedure, work.dossier))
    draft = Draft(found.event, work.day, {**found.values, "ref": ref, **extra})
    finish(partial(propose, work.loaded, draft, work.wishes.as_of), work.pack, work.wishes)


def _list(work: _Work) -> None:
    from zlxm.cli.writing import show, width  # noqa: PLC0415
    from zlxm.output.changes import request_lines  # noqa: PLC0415
    from zlxm.services.change import requests_of  # noqa: PLC0415

    found = requests_of(work.pack, work.dossier, work.procedure, work.wishes.as_of, work.loaded.folder)
    show(request_lines(found, width()))
    if not found:
        print("还没有变更。提出变更：zlxm change --item 名称=±万元 --reason 理由", file=sys.stderr)
