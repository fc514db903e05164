"""zlxm regulation list | show | test."""

from __future__ import annotations

from typing import Annotated

import typer

from zlxm.cli.chinese import Command, Group
from zlxm.cli.streams import write_out

regulation = typer.Typer(
    cls=Group,
    help="规则包：列出、查看、运行其中的示例",
    no_args_is_help=True,
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]...",
)
_PACK = Annotated[str, typer.Argument(metavar="规则包", help="规则包名称或目录；默认 zhonglou-2023")]


@regulation.command("list", cls=Command)
def list_packs() -> None:
    """列出内置的规则包。"""
    from zlxm.output.catalogue import format_packs  # noqa: PLC0415
    from zlxm.services.explain import packs  # noqa: PLC0415

    write_out(format_packs(packs()))


@regulation.command(cls=Command)
def show(name: _PACK = "") -> None:
    """查看一个规则包：来源、施行、阶段、报送、金额口径、效力提示。"""
    from zlxm.output.catalogue import format_pack  # noqa: PLC0415
    from zlxm.services.explain import whole_pack  # noqa: PLC0415

    write_out(format_pack(whole_pack(name)))


@regulation.command("test", cls=Command)
def run_tests(name: _PACK = "") -> None:
    """检查规则包的写法并运行其中的示例；有不符的退出码为 1。"""
    from zlxm.output.catalogue import format_example_run  # noqa: PLC0415
    from zlxm.services.examples import run_examples  # noqa: PLC0415
    from zlxm.services.explain import names_of  # noqa: PLC0415
    from zlxm.services.papers import load_papers, load_self_check, load_slots  # noqa: PLC0415
    from zlxm.services.procedures import load_procedures  # noqa: PLC0415
    from zlxm.services.recognition import load_names  # noqa: PLC0415

    for each in names_of(name):
        for load in (load_slots, load_papers, load_self_check, load_procedures, load_names):
            load(*each)
    results = [(each, run_examples(*each)) for each in names_of(name)]
    write_out(format_example_run([(pack, extra, result) for (pack, extra), result in results]))
    if any(result.mismatches for _, result in results):
        raise typer.Exit(1)
