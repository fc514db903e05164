"""Reads one generated file the way the program would."""

from __future__ import annotations

import re
from pathlib import Path

from zlxm.model.attachment import FileFacts
from zlxm.store.attachments import inspect_file
from zlxm.store.docx_text import TextPatterns

PATTERNS = TextPatterns(
    secrecy=re.compile(r"(绝密|机密|秘密)\s*(★|[0-9〇一二三四五六七八九十]*\s*年)"),
    placeholder=re.compile(r"\{\{.*?\}\}|【待填[^】]*】|XXX+|×××+"),
)


def facts(folder: Path, content: bytes, extension: str) -> FileFacts:
    """What is found in `content` when it lies in `folder` under this extension."""
    (folder / f"甲.{extension}").write_bytes(content)
    return inspect_file(str(folder), f"甲.{extension}", PATTERNS)
