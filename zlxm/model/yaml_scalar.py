"""Text → how it is written as one YAML scalar, so that every reader gets the same text back."""

from __future__ import annotations

import json
import re

# Plain is safe for words that begin with a letter or hold a Chinese character: they are no figure, date or mark.
_PLAIN = re.compile(
    r"(?:[^\W\d_]|(?=.*[\u4e00-\u9fff])\w)[\w\u3001\u300a\u300b\u3014\u3015\uff08\uff09\u201c\u201d\u00b7./-]*"
)
_WORDS_OF_YAML = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"})
_FIGURE = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_UNPRINTABLE = re.compile(
    "[^\x20-\x7e\u00a0-\u200a\u2010-\u2027\u202f-\u205f\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def as_scalar(text: str) -> str:
    """Return the text as a YAML scalar on one line: plain when nothing can be mistaken, else in double quotes."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML:
        return text
    return _UNPRINTABLE.sub(_escape, json.dumps(text, ensure_ascii=False))


def as_figure(text: str) -> str:
    """Return the text of a number: bare when it is a plain decimal, else as `as_scalar` writes it."""
    return text if _FIGURE.fullmatch(text) else as_scalar(text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\u{code:04X}"
