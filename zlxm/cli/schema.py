"""zlxm schema."""

from __future__ import annotations

from typing import Annotated

import typer

from zlxm.cli.streams import write_out


def schema(
    regulation: Annotated[str, typer.Option(metavar="规则包", help="规则包名称或目录，默认 zhonglou-2023")] = "",
    output: Annotated[str, typer.Option("-o", "--output", metavar="文件", help="写到文件，不写到屏幕")] = "",
) -> None:
    """输出清单的格式说明（JSON Schema，draft-07），供编辑器补全、解释和检查 manifest.yaml。

    zlxm init 已经写好一份（.zlxm/manifest.schema.json）；升级本工具或修改规则包后用本命令更新它。

    例：zlxm schema -o .zlxm/manifest.schema.json
    """
    from zlxm.services.regulations import load_pack, split_name  # noqa: PLC0415 nothing of the work is loaded for --help
    from zlxm.services.schema import manifest_schema, schema_text  # noqa: PLC0415
    from zlxm.wording.fields import FieldWords  # noqa: PLC0415

    pack = load_pack(*split_name(regulation))
    text = schema_text(manifest_schema(pack, FieldWords(pack)))
    if not output or output == "-":
        write_out(text)
        return
    from zlxm.store.writing import replace_file  # noqa: PLC0415

    replace_file(output, text.encode("utf-8", "backslashreplace"))
