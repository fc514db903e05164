"""zlxm log."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import typer

from zlxm.cli import options
from zlxm.cli.streams import write_out


class Form(Enum):
    """How to show it."""

    TEXT = "text"
    JSON = "json"


def log(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[目录]...", help="项目目录或它们的上级目录，默认当前目录")
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="text 给人看，json 给程序读")] = Form.TEXT,
    regulation: options.Regulation = "",
) -> None:
    """按 git 的历史列出每件事项是哪天、哪次提交记入的，晚了几天，后来有没有改动。

    例：zlxm log 项目目录 · zlxm log . --format json

    提交的时间和姓名是提交的人自己的电脑写的，只供核对，不是凭证。
    """
    from zlxm.cli.check import terminal_width  # noqa: PLC0415 nothing of the work is loaded for --help
    from zlxm.output.life import life_json, life_text  # noqa: PLC0415
    from zlxm.services.life import lives  # noqa: PLC0415

    found = tuple(lives(tuple(paths or ["."]), regulation or None))
    write_out(life_json(found) if form is Form.JSON else life_text(found, terminal_width()))
