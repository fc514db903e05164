"""zlxm verify."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from zlxm.cli.clock import parse_day, today
from zlxm.cli.streams import tell, wants_color, write_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from zlxm.services.verify import Verdict

_RECEIPT, _NOTICE = "审查回执", "补正告知书"
_NO_VERDICT = 3


def verify(
    packages: Annotated[list[str], typer.Argument(metavar="报送包...", help="收到的报送包（zip），可以一次几个")],
    receipt: Annotated[
        str, typer.Option(metavar="文件", help="出审查回执（可受理）或补正告知书（须补正），.docx；几个包写目录")
    ] = "",
    extract: Annotated[str, typer.Option(metavar="目录", help="完好的包解开到这个目录下，不覆盖已有的")] = "",
    form: Annotated[str, typer.Option("--format", metavar="格式", help="text（默认）、json")] = "text",
    output: Annotated[str, typer.Option("-o", "--output", metavar="文件", help="结果写到文件，不写到屏幕")] = "",
    as_of: Annotated[
        str, typer.Option(metavar="日期", envvar="ZLXM_AS_OF", help="以哪一天为准，默认包里写明的基准日")
    ] = "",
    regulation: Annotated[str, typer.Option(metavar="目录", help="用自己的规则包目录")] = "",
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="只给有问题的包和结论")] = False,
) -> None:
    """检查收到的报送包：完好吗，齐全吗，能不能受理。包在内存里看，不解开、不改动。

    例：zlxm verify 报送包.zip · zlxm verify *.zip --receipt 回执 · zlxm verify 报送包.zip --extract 已收

    退出码：0 可受理 · 1 须补正 · 2 用法不对 · 3 给不出结论（读不了，或依据的办法这里没有）
    """
    from zlxm.services import verify as use_case  # noqa: PLC0415 nothing of the work is loaded for --help

    _require_usable(packages, receipt, form)
    request = use_case.VerifyRequest(today(), parse_day(as_of) if as_of else None, regulation or None)
    verdicts = [use_case.verify(path, request) for path in packages]
    _deliver(verdicts, form, output, quiet=quiet)
    code = max(_code(each) for each in verdicts)
    if extract:
        code = max(code, _each(verdicts, lambda verdict: _extract(verdict, extract)))
    if receipt:
        is_folder = len(verdicts) > 1 or os.path.isdir(receipt)
        code = max(code, _each(verdicts, lambda verdict: _answer(verdict, receipt, request.pack_folder, is_folder)))
    raise typer.Exit(code)


def _require_usable(packages: list[str], receipt: str, form: str) -> None:
    from zlxm.model.errors import UsageError  # noqa: PLC0415

    if form not in ("text", "json"):
        raise UsageError("unknown_format", {"name": form, "known": "text, json"})
    if not receipt or os.path.isdir(receipt):
        return
    is_word = receipt.lower().endswith(".docx")
    if len(packages) > 1 and (is_word or os.path.lexists(receipt)):
        raise UsageError("receipts_folder", {"path": receipt})
    if len(packages) == 1 and not is_word:
        raise UsageError("plan_extension", {"path": receipt, "extension": ".docx"})


def _deliver(verdicts: list[Verdict], form: str, output: str, *, quiet: bool) -> None:
    from shutil import get_terminal_size  # noqa: PLC0415

    from zlxm.output.formats import Style  # noqa: PLC0415
    from zlxm.output.verdicts import format_json, format_text  # noqa: PLC0415
    from zlxm.services.verify import receivers_calendar  # noqa: PLC0415

    until = receivers_calendar().until
    if form == "json":
        text = format_json(verdicts, today(), until)
    else:
        width = max(40, min(get_terminal_size((80, 24)).columns, 120))
        style = Style(width, is_quiet=quiet, is_coloured=not output and wants_color("auto"))
        text = format_text(verdicts, until, style)
    if not output or output == "-":
        write_out(text)
        return
    from zlxm.store.writing import replace_file  # noqa: PLC0415

    replace_file(output, text.encode("utf-8", "backslashreplace"))


def _code(verdict: Verdict) -> int:
    return _NO_VERDICT if verdict.refusal else int(not verdict.is_accepted)


def _each(verdicts: list[Verdict], act: Callable[[Verdict], str]) -> int:
    """Do something with every package and say what came of it; return the exit code of what was refused."""
    from zlxm.model.errors import ZlxmError  # noqa: PLC0415
    from zlxm.output.safe import safe  # noqa: PLC0415

    worst = 0
    for verdict in verdicts:
        try:
            print(safe(act(verdict)), file=sys.stderr)
        except ZlxmError as error:
            tell(error)
            worst = max(worst, error.exit_code)
    return worst


def _extract(verdict: Verdict, folder: str) -> str:
    from zlxm.services.receipts import require_extractable  # noqa: PLC0415
    from zlxm.store.unpacking import unpack  # noqa: PLC0415

    require_extractable(verdict)
    digests = {name: each["sha256"] for name, each in verdict.integrity.digests.items()}
    return f"已解开到 {unpack(verdict.path, digests, folder)}"


def _answer(verdict: Verdict, given: str, pack_folder: str | None, is_folder: bool) -> str:
    from zlxm.render.papers import make_paper  # noqa: PLC0415
    from zlxm.services.receipts import receipt_job, receipt_path  # noqa: PLC0415
    from zlxm.store.writing import create_file, make_folder  # noqa: PLC0415

    name = _RECEIPT if verdict.is_accepted else _NOTICE
    path = receipt_path(verdict, name, given, is_folder=is_folder)
    data = make_paper(receipt_job(verdict, name, path, pack_folder)).data
    make_folder(os.path.dirname(path))
    create_file(path, data)
    return f"{name}：{path}"
