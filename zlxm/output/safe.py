"""Text from files made harmless for a terminal: control, direction and zero-width characters become visible codes."""

from __future__ import annotations

import re

_HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]"
    r"|(?<=##)\["  # after two hash signs, a command to the program that runs the job on GitHub or Azure
)


def safe(text: str) -> str:
    """Return the text with every harmful character, and what begins a command to a CI service, as its code."""
    return _HARMFUL.sub(lambda match: f"\\u{{{ord(match[0]):x}}}", text)
