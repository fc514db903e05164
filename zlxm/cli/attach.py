"""zlxm attach."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from zlxm.cli import options
from zlxm.cli.clock import parse_day

if TYPE_CHECKING:
    from zlxm.model.recognition import Kinds
    from zlxm.services.arrivals import Arrival
    from zlxm.services.attach import Batch
    from zlxm.services.dossiers import LoadedDossier


def attach(
    files: Annotated[list[str], typer.Argument(metavar="文件...", help="收到的文件；目录加 -r")],
    directory: options.Directory = ".",
    recursive: Annotated[bool, typer.Option("-r", "--recursive", help="目录里的全部文件，隐藏的除外")] = False,
    kind: Annotated[
        str, typer.Option(metavar="材料", help="指明是什么材料，不用认；一个文件兼作几种的用逗号隔开")
    ] = "",
    date: Annotated[str, typer.Option(metavar="日期", help="文件的日期，默认取文件名里的")] = "",
    note: options.Note = "",
    move: Annotated[bool, typer.Option("--move", help="移进来，不留原文件；已在项目目录里的归到阶段目录")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="不问，只登记有把握的")] = False,
    dry_run: options.DryRun = False,
    commit: options.Commit = False,
    regulation: options.Regulation = "",
) -> None:
    """按文件名认出是什么材料，用规定的名称放进阶段目录，记入清单。没有把握的会问，不会替你猜。

    例：zlxm attach 中标通知书.pdf -C 项目目录 · zlxm attach 收到的资料 -r --dry-run · zlxm attach 1.pdf --kind 建设合同

    撤销：用 --commit 的 git revert；没有提交的 git checkout manifest.yaml，再删掉复制进来的文件。
    """
    from zlxm.cli.attach_words import describe  # noqa: PLC0415 nothing of the work is loaded for --help
    from zlxm.cli.questions import can_ask  # noqa: PLC0415
    from zlxm.cli.streams import write_out  # noqa: PLC0415
    from zlxm.model.errors import UsageError  # noqa: PLC0415
    from zlxm.services.arrivals import Gate, kinds_called  # noqa: PLC0415
    from zlxm.services.attach import How, plan_batch  # noqa: PLC0415
    from zlxm.services.manifest_edit import load_for_edit, parts_of  # noqa: PLC0415
    from zlxm.services.recognition import load_names  # noqa: PLC0415

    loaded = load_for_edit(directory, regulation or None)
    pack, _ = parts_of(loaded)
    how = How(parse_day(date, "--date") if date else None, note.strip(), move)
    given = kinds_called(kind, pack.vocabulary) if kind else ()
    gate = Gate(loaded, load_names(pack.identity.id, regulation or None), moves=move)
    arrivals = [_given(each, given) for each in gate.arrivals(files, recursive=recursive)]
    if can_ask() and not (yes or given or dry_run):
        arrivals = _asked(arrivals, loaded, is_patient=not recursive)
    batch = plan_batch(loaded, arrivals, how)
    write_out(describe(arrivals, batch))
    if not (yes or given or dry_run or can_ask()):
        raise UsageError("attach_unconfirmed", {})
    _carry_out(batch, dry_run=dry_run, commit=commit)
    _tell_left(arrivals)


def _given(arrival: Arrival, kinds: Kinds) -> Arrival:
    from zlxm.model.value import replace  # noqa: PLC0415

    is_taken = kinds and not arrival.fault and not arrival.listed
    return replace(arrival, kinds=kinds) if is_taken else arrival


def _asked(arrivals: list[Arrival], loaded: LoadedDossier, *, is_patient: bool) -> list[Arrival]:
    """Return the files with what the person says of them; of a whole folder, names that say nothing are not asked."""
    from zlxm.cli.attach_questions import ask_kinds  # noqa: PLC0415
    from zlxm.model.value import replace  # noqa: PLC0415
    from zlxm.services.manifest_edit import parts_of  # noqa: PLC0415

    vocabulary = parts_of(loaded)[0].vocabulary
    return [
        replace(each, kinds=ask_kinds(each, vocabulary)) if each.is_open and (is_patient or each.found.kinds) else each
        for each in arrivals
    ]


def _carry_out(batch: Batch, *, dry_run: bool, commit: bool) -> None:
    from zlxm.cli.attach_words import commit_message, shown  # noqa: PLC0415
    from zlxm.cli.streams import write_out  # noqa: PLC0415
    from zlxm.cli.writing import commit_files, show  # noqa: PLC0415
    from zlxm.output.recordings import diff_lines  # noqa: PLC0415
    from zlxm.services.attach import carry_out, touched  # noqa: PLC0415
    from zlxm.store.git.committing import require_clean_index  # noqa: PLC0415

    if batch.edit is None:
        return
    if dry_run:
        show(diff_lines(batch.edit.diff))
        print("以上是要改的内容，没有复制文件，也没有写入（--dry-run）。", file=sys.stderr)
        return
    if commit:
        require_clean_index(batch.folder)
    for kept in carry_out(batch):
        print(f"登记好了，但原文件没有删掉：{shown(kept)}", file=sys.stderr)
    write_out(f"已登记 {len(batch.placed)} 份。\n")
    if commit:
        commit_files(batch.folder, touched(batch), commit_message(batch))


def _tell_left(arrivals: list[Arrival]) -> None:
    """Raise Refused (`not_taken`) when something that was asked for was not taken; what is listed already was."""
    from zlxm.model.errors import Refused  # noqa: PLC0415

    left = [each for each in arrivals if each.fault or each.is_open]
    if left:
        raise Refused("not_taken", {"count": len(left)})
