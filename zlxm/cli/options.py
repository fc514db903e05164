"""Options that several commands have, worded once."""

from __future__ import annotations

from typing import Annotated

import typer

Directory = Annotated[str, typer.Option("-C", "--directory", metavar="目录", help="项目目录，默认当前目录")]
Day = Annotated[str, typer.Option("--date", metavar="日期", help="事情发生的日期，默认基准日")]
AsOf = Annotated[str, typer.Option(metavar="日期", envvar="ZLXM_AS_OF", help="以哪一天为准，默认今天")]
Number = Annotated[str, typer.Option(metavar="文号", help="文号或编号")]
Note = Annotated[str, typer.Option(metavar="说明", help="备注")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只显示要改哪几行，不写入")]
Force = Annotated[bool, typer.Option("--force", help="有依据的例外：写明理由，作为豁免一并记入清单；禁止性规定不行")]
Reason = Annotated[str, typer.Option("--force-reason", metavar="理由", help="--force 的理由")]
By = Annotated[str, typer.Option("--force-by", metavar="单位", help="--force 由谁同意，默认建设单位")]
Commit = Annotated[bool, typer.Option("--commit", help="写入后提交到 git，只提交动过的文件，不推送")]
Regulation = Annotated[str, typer.Option(metavar="目录", help="用自己的规则包目录")]
