"""zlxm record."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from zlxm.cli import options
from zlxm.cli.clock import parse_day, today
from zlxm.cli.streams import write_out

if TYPE_CHECKING:
    from zlxm.model.entry import Raw
    from zlxm.model.pack import Pack
    from zlxm.model.vocabulary import EventKind


def record(
    event: Annotated[str, typer.Argument(metavar="[事项]", help="记录什么，如 中标、合同签订；不写列出全部事项")] = "",
    fields: Annotated[
        list[str] | None, typer.Argument(metavar="[字段=值]...", help="如 amount=74.80 或 金额=74.80；列表可重复")
    ] = None,
    directory: options.Directory = ".",
    date: options.Day = "",
    as_of: options.AsOf = "",
    dry_run: options.DryRun = False,
    force: options.Force = False,
    force_reason: options.Reason = "",
    force_by: options.By = "",
    commit: options.Commit = False,
    regulation: options.Regulation = "",
) -> None:
    """把发生的事记入清单：先核对办法，不合规定的不写；只加一处，清单其余一字不动。

    例：zlxm record 中标 lot=1 金额=74.80 对方单位=某公司 --date 2025-04-02

    变更、验收、停用用 zlxm change、accept、retire，有专门的引导。
    """
    from zlxm.cli.writing import Wishes, finish  # noqa: PLC0415 nothing of the work is loaded for --help
    from zlxm.services.manifest_edit import load_for_edit, parts_of  # noqa: PLC0415
    from zlxm.services.recording import Draft, event_kind, propose  # noqa: PLC0415

    loaded = load_for_edit(directory, regulation or None)
    pack, _ = parts_of(loaded)
    if not event.strip():
        write_out(_catalogue(pack))
        return
    day = parse_day(as_of) if as_of else today()
    word, *more = event.split()  # a full-width blank parts words for people, not for the shell
    kind = event_kind(pack, word)
    draft = Draft(kind.name, parse_day(date, "--date") if date else day, _fields(kind, [*more, *(fields or [])]))
    wishes = Wishes(day, dry_run=dry_run, force=force, reason=force_reason, by=force_by, commit=commit)
    finish(partial(propose, loaded, draft, day), pack, wishes)


def _fields(kind: EventKind, given: list[str]) -> dict[str, Raw]:
    from zlxm.cli.field_questions import ask_required  # noqa: PLC0415
    from zlxm.services.event_fields import read_fields  # noqa: PLC0415

    return ask_required(kind, read_fields(given, kind))


def _catalogue(pack: Pack) -> str:
    """Return the events of the regulation with their fields, required ones marked."""
    from zlxm.services.event_fields import fields_of  # noqa: PLC0415

    lines = []
    for kind in pack.vocabulary.events.values():
        own = {name: found for name, found in fields_of(kind).items() if name in kind.fields}
        named = " ".join(f"{name}{'*' if found.is_required else ''}" for name, found in own.items())
        lines.append(f"{kind.name}  {named}".rstrip() + f"\n    {kind.note}\n")
    return "".join(lines) + "带 * 的必填；每个事项都可以加 number（文号）和 note（备注）。\n"
