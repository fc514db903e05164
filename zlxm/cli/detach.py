"""zlxm detach."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from zlxm.cli import options

if TYPE_CHECKING:
    from zlxm.services.detach import Removals


def detach(
    files: Annotated[list[str], typer.Argument(metavar="文件或材料...", help="登记的文件，或只有一份的材料名")],
    directory: options.Directory = ".",
    delete: Annotated[bool, typer.Option("--delete", help="文件也删掉；git 里有的才删")] = False,
    force: Annotated[bool, typer.Option("--force", help="git 里没有的也删，删了找不回来")] = False,
    dry_run: options.DryRun = False,
    commit: options.Commit = False,
    regulation: options.Regulation = "",
) -> None:
    """把材料从清单里移除；文件留着，除非加 --delete。

    例：zlxm detach 03-采购/中标通知书.pdf · zlxm detach 监理合同 --delete

    撤销：没有提交的用 git checkout -- manifest.yaml 和删掉的文件；已提交的用 git revert。
    """
    from zlxm.cli.streams import write_out  # noqa: PLC0415 nothing of the work is loaded for --help
    from zlxm.cli.writing import show  # noqa: PLC0415
    from zlxm.model.errors import UsageError  # noqa: PLC0415
    from zlxm.output.recordings import diff_lines  # noqa: PLC0415
    from zlxm.output.safe import safe  # noqa: PLC0415
    from zlxm.services.detach import plan_removals  # noqa: PLC0415
    from zlxm.services.manifest_edit import load_for_edit  # noqa: PLC0415

    if force and not delete:
        raise UsageError("force_without_delete", {})
    loaded = load_for_edit(directory, regulation or None)
    removals = plan_removals(loaded, files, deletes=delete, is_forced=force)
    for path, submission in removals.submitted:
        print(f"注意：{safe(path)} 是已报送“{safe(submission)}”的材料", file=sys.stderr)
    for document in removals.documents:
        ending = "，删除文件" if document.file in removals.doomed else ""
        write_out(f"- {safe(document.file)}（{'、'.join(document.kinds)}）{ending}\n")
    if dry_run:
        show(diff_lines(removals.edit.diff))
        print("以上是要改的内容，没有写入（--dry-run）。", file=sys.stderr)
        return
    _carry_out(removals, commit=commit)


def _carry_out(removals: Removals, *, commit: bool) -> None:
    from zlxm.cli.streams import write_out  # noqa: PLC0415
    from zlxm.cli.writing import commit_files  # noqa: PLC0415
    from zlxm.output.safe import safe  # noqa: PLC0415
    from zlxm.services.detach import carry_out, touched  # noqa: PLC0415
    from zlxm.store.git.committing import require_clean_index  # noqa: PLC0415

    before = removals.edit.before
    if commit:
        require_clean_index(before.folder)
    for path in carry_out(removals):
        print(f"已移除登记，但文件没有删掉：{safe(path)}", file=sys.stderr)
    write_out(f"已移除 {len(removals.documents)} 条。\n")
    if commit:
        kinds = "、".join(dict.fromkeys(kind for each in removals.documents for kind in each.kinds))
        files = "\n".join(each.file for each in removals.documents)
        commit_files(before.folder, touched(removals), f"{before.name}：移除{kinds}\n\n{files}\n")
