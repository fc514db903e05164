"""The command line: every command registered, and the one boundary where errors become a line and an exit code."""

from __future__ import annotations

import gc
import os
import sys
from typing import Annotated

import typer

from zlxm import __version__
from zlxm.cli.accept import accept
from zlxm.cli.arguments import as_meant
from zlxm.cli.attach import attach
from zlxm.cli.baseline import baseline
from zlxm.cli.change import change
from zlxm.cli.check import check
from zlxm.cli.chinese import Command, Group
from zlxm.cli.detach import detach
from zlxm.cli.explain import explain
from zlxm.cli.generate import generate
from zlxm.cli.init import init
from zlxm.cli.log import log
from zlxm.cli.plan import plan
from zlxm.cli.record import record
from zlxm.cli.regulation import regulation
from zlxm.cli.report import report
from zlxm.cli.retire import retire
from zlxm.cli.rules import rules
from zlxm.cli.schema import schema
from zlxm.cli.settings import settings
from zlxm.cli.status import status
from zlxm.cli.streams import finish_streams, is_of_stdout, prepare_streams, tell, unwritable
from zlxm.cli.submit_package import submit_package
from zlxm.cli.template import template
from zlxm.cli.verify import verify
from zlxm.model.errors import ZlxmError

_HELP = """政务信息化项目档案：建档、对照办法检查、解释规则、生成文书。

常用：zlxm init 目录 · zlxm check 目录 · zlxm check 目录 --for 终验 · zlxm generate 申报表 目录

退出码：0 没有达到 --fail-on 的问题 · 1 有问题 · 2 用法不对 · 3 给不出结论 · 130 中断
"""
_NO_VERDICT = 3
_GARBAGE_AFTER = 50_000  # records hold no circles: looking for some as often as usual costs an eighth of a long run

app = typer.Typer(
    name="zlxm",
    cls=Group,
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]...",
    help=_HELP,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(cls=Command, options_metavar="[选项]")(init)
app.command(cls=Command, options_metavar="[选项]")(check)
app.command(cls=Command, options_metavar="[选项]")(status)
app.command(cls=Command, options_metavar="[选项]")(report)
app.command(cls=Command, options_metavar="[选项]")(baseline)
app.command(cls=Command, options_metavar="[选项]")(attach)
app.command(cls=Command, options_metavar="[选项]")(detach)
app.command(cls=Command, options_metavar="[选项]")(record)
app.command(cls=Command, options_metavar="[选项]")(change)
app.command(cls=Command, options_metavar="[选项]")(accept)
app.command(cls=Command, options_metavar="[选项]")(retire)
app.command(cls=Command, options_metavar="[选项]")(generate)
app.command(cls=Command, options_metavar="[选项]")(plan)
app.command(cls=Command, options_metavar="[选项]")(log)
app.command(cls=Command, options_metavar="[选项]")(verify)
app.command("submit-package", cls=Command, options_metavar="[选项]")(submit_package)
app.command(cls=Command, options_metavar="[选项]")(explain)
app.command(cls=Command, options_metavar="[选项]")(rules)
app.command(cls=Command, options_metavar="[选项]")(schema)
app.command(cls=Command, options_metavar="[选项]")(settings)
app.add_typer(regulation, name="regulation")
app.add_typer(template, name="template")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"zlxm {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本")] = False,
) -> None:
    """政务信息化项目档案工具。"""


main.__doc__ = _HELP


def run() -> None:
    """Run the program and exit. Unexpected failures say "no verdict" in one line; a traceback never reaches a user."""
    gc.set_threshold(_GARBAGE_AFTER, 20, 20)
    prepare_streams()
    try:
        app(as_meant(sys.argv[1:], is_windows=os.name == "nt"))
    except ZlxmError as error:
        tell(error)
        sys.exit(error.exit_code)
    except Exception as error:  # noqa: BLE001 the last boundary: a bug must not look like a verdict
        tell(_unexpected(error))
        sys.exit(_NO_VERDICT)
    finally:
        finish_streams()


def _unexpected(error: Exception) -> ZlxmError:
    """Return how a failure that nobody foresaw is told."""
    encoding = sys.getfilesystemencoding()
    if isinstance(error, UnicodeEncodeError) and encoding != "utf-8":
        return ZlxmError("narrow_file_names", {"encoding": encoding})
    if isinstance(error, OSError) and is_of_stdout(error):
        return unwritable(error)
    return ZlxmError("internal", {"detail": f"{type(error).__name__}: {error}"})
