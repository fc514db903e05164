"""Regular expressions in a pack's data: read as what they match, refused where they could run away."""

from __future__ import annotations

import re

from zlxm.model.node import Listing, Node, Scalar
from zlxm.model.shape import Report, Shape, problem
from zlxm.model.value import value

NOTHING = re.compile("(?!)")
_MOST_OPEN = 8
_ESCAPED_OR_CLASS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_REPEATED_GROUP = re.compile(r"\)(?:[*+]|\{(?!(?:[0-3]?,)?[0-3]\}))")  # up to three times is no danger
_BACK_REFERENCE = re.compile(r"\\[1-9]|\(\?P=")
_OPEN = re.compile(r"[*+]|\{\d*,\}")


@value
class PatternShape:
    """Regular expressions, one or several of which any may match; letters of either case are the same."""

    def read(self, node: Node, report: Report) -> re.Pattern[str]:
        """Return them as one pattern, without those that are reported: `bad_pattern` and, for repeated groups, back
        references and many open repetitions, `risky_pattern` (a name of a few dozen characters could take hours)."""
        items = node.items if isinstance(node, Listing) else [node]
        texts = [text for item in items if (text := _sound(item, report))]
        return any_of(texts)


def any_of(texts: list[str]) -> re.Pattern[str]:
    """Return a pattern that matches what any of the sources matches; nothing without any."""
    return re.compile("|".join(f"(?:{each})" for each in texts), re.IGNORECASE) if texts else NOTHING


def _sound(node: Node, report: Report) -> str:
    if not isinstance(node, Scalar):
        report(problem("wrong_type", node, expected="text"))
        return ""
    try:
        re.compile(node.text)
    except (re.error, OverflowError, RecursionError) as error:
        report(problem("bad_pattern", node, text=node.text[:40], detail=str(error)))
        return ""
    if _is_risky(node.text):
        report(problem("risky_pattern", node, text=node.text[:40]))
        return ""
    return node.text


def _is_risky(text: str) -> bool:
    plain = _ESCAPED_OR_CLASS.sub("x", text)
    is_repeated = _REPEATED_GROUP.search(plain) is not None
    return is_repeated or _BACK_REFERENCE.search(text) is not None or len(_OPEN.findall(plain)) > _MOST_OPEN


PATTERN: Shape = PatternShape()
