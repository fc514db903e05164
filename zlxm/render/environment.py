"""Where templates run: a sandbox in which they see slots and nothing of Python, and a wrong name is an error."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from zlxm.render.modesty import COUNTED, counted, join, make_modest
from zlxm.wording.papers import Piece

SYNTAX_FAULTS = (TemplateSyntaxError, RecursionError)
"""What a tag can fail with when it is read; the second for brackets by the thousand."""

TAG_FAULTS = (TemplateError, TypeError, ValueError, ArithmeticError, AttributeError, LookupError, RecursionError)
"""What a tag can fail with when it is run."""

_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')
_HIGHLIGHT = Markup('<w:highlight w:val="yellow"/>')
_NOTHING = Piece("", None, "blank")
_OF_TEXTS = ("state", "startswith", "endswith")
_FILTERS = (
    *("count", "default", "first", "int", "join", "last", "length", "list", "lower", "reject", "rejectattr", "round"),
    *("select", "selectattr", "sort", "string", "sum", "trim", "unique", "upper"),
)


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox without what could make a small template large: no repeating of texts, no padding, no ranges."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return make_modest(super()._parse(source, name, filename))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Return what arithmetic on figures gives; anything else that repeats is refused."""
        if operator == "**" or not all(isinstance(each, int) for each in (left, right)):
            raise SecurityError(operator)
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Return whether a template may see an attribute: of a text only what cannot make it longer."""
        if isinstance(obj, str) and attr not in _OF_TEXTS:
            return False
        return super().is_safe_attribute(obj, attr, value)


@cache
def word_environment() -> ImmutableSandboxedEnvironment:
    """Return the environment of Word templates: values are escaped for XML, their line breaks kept."""
    environment = _Sandbox(undefined=StrictUndefined, autoescape=True, finalize=_in_text)
    return _furnished(environment, {"lines": _lines, "cell": _cell, "mark": _mark})


@lru_cache(maxsize=64)
def word_tree(source: str) -> nodes.Template:
    """Return the syntax of a Word template's part: it is looked through and then compiled, but read only once."""
    return word_environment().parse(source)


def text_environment(filters: Mapping[str, Callable[..., Any]]) -> ImmutableSandboxedEnvironment:
    """Return an environment in which values stand as they are, as in the cells of Excel templates."""
    return _furnished(_Sandbox(undefined=StrictUndefined, autoescape=False), filters)


def _furnished(
    environment: ImmutableSandboxedEnvironment, own: Mapping[str, Callable[..., Any]]
) -> ImmutableSandboxedEnvironment:
    usual = {name: environment.filters[name] for name in _FILTERS}
    environment.filters = usual | {COUNTED: counted, "join": join} | dict(own)
    environment.globals.clear()
    return environment


def line_of(error: BaseException) -> int:
    """Return the line of the template in which rendering failed, 0 when it is not known."""
    trace, line = error.__traceback__, 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _in_text(found: Any) -> Any:
    if isinstance(found, Markup) or not isinstance(found, str) or "\n" not in found:
        return found
    return _BREAK.join(escape(line) for line in found.split("\n"))


def _lines(found: Any) -> Iterator[Any]:
    """Return the paragraphs of a value, at least one."""
    if not isinstance(found, str) or "\n" not in found:
        return iter((found,))
    state = getattr(found, "state", "value")
    return iter([Piece(line.strip(), None, state) for line in found.split("\n") if line.strip()] or [_NOTHING])


def _cell(found: Any) -> Any:
    """Return what stands alone in a cell of a table: a blank cell is a place to write on."""
    return _NOTHING if getattr(found, "state", "") == "line" else found


def _mark(found: Any) -> Markup:
    """Return the run property that makes a value still to be filled in stand out."""
    return _HIGHLIGHT if getattr(found, "state", "") == "missing" else Markup("")
