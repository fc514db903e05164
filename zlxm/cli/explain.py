"""zlxm explain."""

from __future__ import annotations

from typing import Annotated

import typer

from zlxm.cli.streams import wants_color, write_out


def explain(
    code: Annotated[
        str, typer.Argument(metavar="编号", help="规则编号（ZL13-2）、一条的全部规则（ZL13）或材料种类（监理报告）")
    ],
    regulation: Annotated[str, typer.Option(metavar="规则包", help="规则包名称或目录")] = "",
) -> None:
    """解释一条规则：要求什么、怎么做到、向谁要什么材料、对错各一例。

    例：zlxm explain ZL13-2 · zlxm explain ZL13 · zlxm explain 监理报告
    """
    from shutil import get_terminal_size  # noqa: PLC0415

    from zlxm.output.catalogue import format_explanations  # noqa: PLC0415
    from zlxm.services.explain import explain as find  # noqa: PLC0415

    width = max(40, min(get_terminal_size((80, 24)).columns, 100))
    write_out(format_explanations(find(code, regulation), width, is_coloured=wants_color("auto")))
