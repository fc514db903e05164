"""zlxm rules."""

from __future__ import annotations

from typing import Annotated

import typer

from zlxm.cli.streams import wants_color, write_out


def rules(
    coverage: Annotated[
        bool, typer.Option("--coverage", help="按条列出：每一条由哪些规则检查，或为什么不检查")
    ] = False,
    regulation: Annotated[str, typer.Option(metavar="规则包", help="规则包名称或目录")] = "",
) -> None:
    """列出全部规则；--coverage 按条列出办法的覆盖情况。"""
    from shutil import get_terminal_size  # noqa: PLC0415

    from zlxm.output.catalogue import format_coverage, format_rules  # noqa: PLC0415
    from zlxm.services import explain as manual  # noqa: PLC0415

    width = max(40, min(get_terminal_size((80, 24)).columns, 120))
    is_coloured = wants_color("auto")
    if coverage:
        write_out(format_coverage(manual.coverage(regulation), width, is_coloured=is_coloured))
    else:
        write_out(format_rules(manual.catalogue(regulation), width, is_coloured=is_coloured))
