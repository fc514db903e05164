"""zlxm submit-package."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from zlxm.cli import options
from zlxm.cli.clock import parse_day, today
from zlxm.cli.streams import write_out

if TYPE_CHECKING:
    from zlxm.services.submission import Parcel

_DRAFT = "草稿"
_CATALOGUE = "材料目录"
_HEADING = "# 报送记录：由 zlxm submit-package 写入，记下报送了哪些文件；以后文件变了 zlxm check 会提醒。不要手改。"


def submit_package(
    submission: Annotated[str, typer.Argument(metavar="报送", help="报什么：申报、论证、备案、初验、终验等")],
    directory: Annotated[str, typer.Argument(metavar="[目录]", help="项目目录，默认当前目录")] = ".",
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="文件", help="写到这个 .zip 文件，或放进这个目录")
    ] = "",
    draft: Annotated[bool, typer.Option("--draft", help="不齐也打包，里外标明草稿，不作报送记录")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="同名的包已有而内容不同时，覆盖它")] = False,
    as_of: options.AsOf = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出要放进去的文件和要求它的规则，不打包")] = False,
    commit: options.Commit = False,
    regulation: options.Regulation = "",
) -> None:
    """打报送包：先检查现在报能不能通过，再按规定的名称和次序装成一个 zip，附目录、检查报告和校验码。

    例：zlxm submit-package 终验 --dry-run · zlxm submit-package 申报 项目目录 -o 报送/

    包是 BagIt 1.0 格式，对方用 zlxm verify 或任何 BagIt 工具都能核对。报送过的文件以后变了，check 会提醒。
    """
    from zlxm.cli.writing import show, width  # noqa: PLC0415 nothing of the work is loaded for --help
    from zlxm.output.parcels import parcel_lines  # noqa: PLC0415
    from zlxm.services.submission import plan_parcel  # noqa: PLC0415

    day = parse_day(as_of) if as_of else today()
    parcel = plan_parcel(directory, submission, day, regulation or None, _DRAFT if draft else "")
    show(parcel_lines(parcel, width(), with_rules=dry_run))
    _require_accepted(parcel, dry_run=dry_run)
    if dry_run:
        print(f"共 {len(parcel.enclosures)} 个文件，没有打包（--dry-run）。", file=sys.stderr)
        return
    _make(parcel, _target(output, parcel.name), regulation or None, overwrite=overwrite, commit=commit)


def _require_accepted(parcel: Parcel, *, dry_run: bool) -> None:
    """Print what forbids handing it in; Refused (`not_accepted`, `incomplete`, `unfit_enclosures`) unless it is only a
    draft."""
    from zlxm.cli.writing import show, width  # noqa: PLC0415
    from zlxm.model.errors import Refused  # noqa: PLC0415
    from zlxm.output.recordings import findings_lines  # noqa: PLC0415

    errors = parcel.errors
    show(findings_lines(errors, width()))
    if errors and not parcel.draft:
        raise Refused("not_accepted", {"submission": parcel.submission, "count": len(errors)})
    if parcel.missing and not parcel.draft:
        documents = "、".join("/".join(each) for each in parcel.missing)
        raise Refused("incomplete", {"submission": parcel.submission, "documents": documents})
    if parcel.unfit and not parcel.draft:
        paths = "、".join(each.path for each in parcel.unfit)
        raise Refused("unfit_enclosures", {"count": len(parcel.unfit), "paths": paths})
    if errors and not dry_run:
        print(f"有 {len(errors)} 处错误，只能作草稿。", file=sys.stderr)


def _target(output: str, name: str) -> str:
    """Return where the package goes: the file that was named, or into the folder."""
    is_file = output.lower().endswith(".zip") and not os.path.isdir(output)
    return output if is_file else os.path.join(output, f"{name}.zip")


def _make(parcel: Parcel, target: str, pack_folder: str | None, *, overwrite: bool, commit: bool) -> None:
    from zlxm.cli.writing import commit_files  # noqa: PLC0415
    from zlxm.model.handover import RECORD  # noqa: PLC0415
    from zlxm.output.safe import safe  # noqa: PLC0415
    from zlxm.render.bag import write_bag  # noqa: PLC0415
    from zlxm.services.submission import is_recorded, record, record_of  # noqa: PLC0415
    from zlxm.store.git.committing import require_clean_index  # noqa: PLC0415
    from zlxm.store.writing import make_folder, make_package  # noqa: PLC0415

    folder = parcel.loaded.folder
    if commit and not parcel.draft:
        require_clean_index(folder)
    make_folder(os.path.dirname(target))
    write = partial(write_bag, parcel, _extras(parcel, pack_folder))
    packed, digest, is_new = make_package(target, write, replaces=overwrite)
    write_out(f"\n{'已打包' if is_new else '已经有了，内容相同'}：{safe(target)}\nSHA-256  {digest}\n")
    if parcel.draft:
        write_out("这是草稿：没有作报送记录，对方核对时会指出不能受理。\n")
        return
    is_known = is_recorded(parcel, digest)
    if not is_known:
        record(parcel, record_of(parcel, digest, packed), _HEADING)
        if commit:
            commit_files(folder, [RECORD], f"{parcel.loaded.name}：报送{parcel.submission} {parcel.as_of}")
    gates = "、".join(each.event for each in parcel.pack.submissions[parcel.submission].assumptions)
    noted = f"{RECORD} 里已有这次报送" if is_known else f"已记入 {RECORD}"
    write_out(f"{noted}。报送后用 zlxm record 记录“{gates}”；对方核对用 zlxm verify。\n")


def _extras(parcel: Parcel, pack_folder: str | None) -> dict[str, bytes]:
    """Return what goes in besides the documents: the catalogue, where the regulation has one, and the report twice."""
    from zlxm.output.formats import FORMATS, Style  # noqa: PLC0415
    from zlxm.render.enclosing import enclosed_workbook  # noqa: PLC0415
    from zlxm.render.papers import make_paper  # noqa: PLC0415
    from zlxm.services.submission import catalogue_job  # noqa: PLC0415

    job = catalogue_job(parcel, _CATALOGUE, pack_folder)
    mark = f"{parcel.draft}，不能受理" if parcel.draft else ""
    suffix = f"-{parcel.draft}" if parcel.draft else ""
    extras = {f"00_{_CATALOGUE}{suffix}.xlsx": enclosed_workbook(make_paper(job).data, mark)} if job else {}
    for name, form in (("检查报告.json", "json"), ("检查报告.txt", "text")):
        text = FORMATS.require(form).format_report(parcel.report, Style())
        head = f"【{mark}】\n\n" if mark and form == "text" else ""
        extras[name] = (head + text).encode()
    return extras
