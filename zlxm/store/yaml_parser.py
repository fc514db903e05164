"""The parser of PyYAML: libyaml where it is there, else PyYAML's own, made to say the same."""

from __future__ import annotations

import re
from typing import Any

import yaml

_SURROGATE = re.compile("[\ud800-\udfff]")


class PureParser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """PyYAML's own parser, for machines without the C extension. Made to read tabs and escapes as libyaml does: the
    same file must get the same verdict everywhere."""

    def __init__(self, text: str) -> None:
        yaml.reader.Reader.__init__(self, text)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)

    def scan_to_next_token(self) -> None:
        """Pass over blanks, comments and line breaks; a tab is a blank where no key can begin."""
        super().scan_to_next_token()
        while self.peek() == "\t" and (self.flow_level or not self.allow_simple_key):
            self.forward()
            super().scan_to_next_token()

    def scan_plain_spaces(self, indent: Any, start_mark: Any) -> Any:
        """Return the blanks inside a plain text, tabs among them."""
        length = 0
        while self.peek(length) in " \t":
            length += 1
        blanks = self.prefix(length)
        if "\t" not in blanks:
            return super().scan_plain_spaces(indent, start_mark)
        self.forward(length)
        return super().scan_plain_spaces(indent, start_mark) or [blanks]

    def scan_flow_scalar_non_spaces(self, double: Any, start_mark: Any) -> Any:
        """Return pieces of a quoted text; an escape that is no character is an error of syntax."""
        try:
            chunks = super().scan_flow_scalar_non_spaces(double, start_mark)
        except (ValueError, OverflowError):
            chunks = ["\ud800"]
        if _SURROGATE.search("".join(chunks)):
            raise yaml.scanner.ScannerError("in a quoted text", start_mark, "invalid escape", start_mark)  # noqa: TRY003 PyYAML words its errors
        return chunks


def parser_of(text: str) -> Any:
    """Return a parser of the text with `get_event()`, None at the end."""
    if yaml.__with_libyaml__:
        return yaml.cyaml.CParser(text)  # type: ignore[attr-defined] # not in __all__
    return PureParser(text)


_REASONS = {
    "mapping values are not allowed": "second_colon",
    "that cannot start any token": "odd_start",
    "unexpected end of stream": "open_quote",
    "or ']'": "open_bracket",
    "or '}'": "open_bracket",
    "expected key": "bad_indent",
    "<block end>": "bad_indent",
    "'-' indicator": "bad_indent",
    "could not find expected ':'": "no_colon",
    "node content": "no_value",
    "escape": "bad_escape",
}


def reason(error: yaml.MarkedYAMLError) -> str:
    """Return the word for what is wrong, the same whichever parser said it, or an empty string."""
    said = error.problem or ""
    return next((word for part, word in _REASONS.items() if part in said), "")
