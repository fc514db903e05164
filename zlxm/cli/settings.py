"""zlxm settings."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import typer

from zlxm.cli.streams import write_out


class Form(Enum):
    """How it is printed."""

    TEXT = "text"
    JSON = "json"


def settings(
    directory: Annotated[str, typer.Argument(metavar="[目录]", help="看哪个目录的设置，默认当前目录")] = ".",
    form: Annotated[Form, typer.Option("--format", help="输出格式")] = Form.TEXT,
) -> None:
    """显示各项设置的值和来处：命令选项、环境变量 ZLXM_*、项目库的 zlxm.yaml、自带默认，前面的优先。

    zlxm.yaml 放在项目库的目录里，取最近的一份。可以写 regulation、unit、templates、fail-on、format、baseline、jobs，
    以及 ignore（一列 rule、reason、until）。

    例：zlxm settings · zlxm settings 项目库 --format json

    检查外来的合并请求时设 ZLXM_SETTINGS=none（不用 zlxm.yaml），或 ZLXM_SETTINGS=自己的设置文件。
    """
    from zlxm.output.settings import settings_json, settings_text  # noqa: PLC0415 nothing of the work is for --help
    from zlxm.services.settings import settings_for  # noqa: PLC0415

    found = settings_for((directory,))
    write_out(settings_json(found) if form is Form.JSON else settings_text(found))
