"""Typer's own words in Chinese: panel titles, the help option, and what is said about wrong usage (exit code 2)."""

from __future__ import annotations

import difflib
import os
import sys
from typing import TYPE_CHECKING, Any

import typer.core
from typer._click import exceptions  # private, hence the pin below 0.29; its words cannot be reached otherwise

from zlxm.cli.settled import settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_USAGE_EXIT = 2
_OWN_HELP = {
    "install_completion": "安装自动补全，后面可写 bash、zsh、fish",
    "show_completion": "显示自动补全脚本，后面可写 powershell",
}


def _translate_panels() -> None:
    from typer import rich_utils  # noqa: PLC0415 rich is loaded only to show help

    help_page: Any = rich_utils
    help_page.OPTIONS_PANEL_TITLE = "选项"
    help_page.ARGUMENTS_PANEL_TITLE = "参数"
    help_page.COMMANDS_PANEL_TITLE = "命令"
    help_page.DEFAULT_STRING = "[默认 {}]"
    help_page.ENVVAR_STRING = "[环境变量 {}]"
    help_page.REQUIRED_LONG_STRING = "[必填]"
    help_page.Columns = _in_a_row  # Chinese has no blanks to break at: Rich would cut it off
    help_page.Table = _folding(help_page.Table)


def _in_a_row(texts: Iterable[Any]) -> Any:
    """Return what is said about an option as one text."""
    from rich.text import Text  # noqa: PLC0415 rich is loaded only to show help

    return Text(" ").join(texts)


def _folding(table: Any) -> Any:
    """Return a kind of table whose texts go on in the next line instead of ending in dots."""

    class Folding(table):  # type: ignore[misc] # whichever it is
        def add_row(self, *cells: Any, **how: Any) -> None:
            """Add a row."""
            super().add_row(*cells, **how)
            for column in self.columns:
                column.overflow = "fold"

    return Folding


class _Chinese:
    """What commands and the group of commands share."""

    def get_help_option(self, ctx: Any) -> Any:
        """Return the help option with its text in Chinese."""
        option = super().get_help_option(ctx)  # type: ignore[misc] # a mixin of Typer's classes
        if option is not None:
            option.help = "显示帮助"
        return option

    def get_usage(self, ctx: Any) -> str:
        """Return the line that shows how to write the command."""
        usage = str(super().get_usage(ctx))  # type: ignore[misc] # a mixin of Typer's classes
        return usage.replace("Usage:", "用法：", 1)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        _translate_panels()
        for option in getattr(self, "params", ()):
            option.help = _OWN_HELP.get(option.name, getattr(option, "help", None))
        super().format_help(ctx, formatter)  # type: ignore[misc] # a mixin of Typer's classes


class Command(_Chinese, typer.core.TyperCommand):
    """One command."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command with what the portfolio's settings say where no flag does."""
        settle(ctx)
        return super().invoke(ctx)


class Group(_Chinese, typer.core.TyperGroup):
    """The program, or a family of commands."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command; an unknown one is named with the nearest."""
        if args and not ctx.resilient_parsing and self.get_command(ctx, args[0]) is None:
            near = difflib.get_close_matches(args[0], self.list_commands(ctx), n=1)
            ctx.fail(f"没有命令“{args[0]}”。" + (f"是不是“{near[0]}”？" if near else "zlxm -h 列出全部命令"))
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Keep the words as they came: the options of completion may be followed by a shell's name."""
        ctx.meta["zlxm.words"] = tuple(args)
        return super().parse_args(ctx, args)

    def _main_shell_completion(self, ctx_args: Any, prog_name: str, complete_var: str | None = None) -> None:
        """Answer a shell, when it was one that asked."""
        if os.environ.get(complete_var or f"_{prog_name}_COMPLETE".replace("-", "_").upper()):
            from zlxm.cli.completion import equip  # noqa: PLC0415 only when a shell asks

            equip(self)
        super()._main_shell_completion(ctx_args, prog_name, complete_var)

    def main(self, args: Sequence[str] | None = None, **settings: Any) -> Any:  # type: ignore[override] # passed on
        """Run; wrong usage is told in Chinese on stderr and exits 2."""
        settings["standalone_mode"] = False
        for option in self.params:
            option.callback = _OWN_CALLBACKS.get(str(option.name), option.callback)
        try:
            sys.exit(super().main(args, **settings))
        except exceptions.NoArgsIsHelpError as shown:
            shown.show()
            sys.exit(_USAGE_EXIT)
        except exceptions.UsageError as error:
            print(f"用法不对：{_said(error)}", file=sys.stderr)
            path = error.ctx.command_path if error.ctx else "zlxm"
            print(f"  → {path} -h 看用法", file=sys.stderr)
            sys.exit(_USAGE_EXIT)
        except typer.Abort:
            print("已中断", file=sys.stderr)
            sys.exit(130)


def _install_completion(ctx: Any, option: Any, value: Any) -> Any:
    from zlxm.cli.completion import install  # noqa: PLC0415 only when it is asked for

    return install(ctx, option, value)


def _show_completion(ctx: Any, option: Any, value: Any) -> Any:
    from zlxm.cli.completion import show  # noqa: PLC0415 only when it is asked for

    return show(ctx, option, value)


_OWN_CALLBACKS: dict[str, Any] = {"install_completion": _install_completion, "show_completion": _show_completion}


_USUAL = (
    (" is not one of ", " 不在可选值里："),
    ("is not a valid integer range.", "不是整数"),
    ("is not a valid int range.", "不是整数"),
    ("is not a valid integer.", "不是整数"),
    ("is not in the range", "不在范围内："),
    ("is not a valid", "不是"),
)


def _said(error: exceptions.UsageError) -> str:
    match error:
        case exceptions.NoSuchOption():
            near = f"，是不是 {error.possibilities[0]}？" if error.possibilities else ""
            return f"没有选项 {error.option_name}{near}"
        case exceptions.MissingParameter():
            return f"缺少 {_name(error)}"
        case exceptions.BadParameter():
            said = error.message
            for english, chinese in _USUAL:
                said = said.replace(english, chinese)
            return f"{_name(error)} 的值不对：{said}"
        case exceptions.BadOptionUsage():
            return f"选项 {error.option_name} 后面缺少值"
        case _:
            return error.message.replace("Got unexpected extra argument", "多出了参数")


def _name(error: exceptions.BadParameter) -> str:
    parameter = error.param
    if parameter is None or error.param_hint:
        return str(error.param_hint or "参数")
    return parameter.opts[-1] if parameter.param_type_name == "option" else str(parameter.make_metavar(error.ctx))  # type: ignore[arg-type] # set by then
