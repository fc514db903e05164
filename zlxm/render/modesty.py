"""Keeps a template from growing: whatever it says, it ends soon and its result fits in memory.

A sandbox takes Python away from a template, not loops and doubling. So names are bound by loops only, loops run over
what slots hold, and turns, texts and the whole result have upper bounds, all far above any paper's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from jinja2 import Template, TemplateSyntaxError, nodes, pass_eval_context
from jinja2.exceptions import SecurityError
from jinja2.filters import do_join
from jinja2.nodes import EvalContext

COUNTED: Final = "counted_"
MOST_TURNS: Final = 100_000
MOST_NESTED: Final = 10
LONGEST_TEXT: Final = 1_000_000
LONGEST_RESULT: Final = 50_000_000

_BINDS: Final = (
    *(nodes.Assign, nodes.AssignBlock, nodes.Macro, nodes.CallBlock, nodes.With, nodes.Block),
    *(nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends),
)
_MADE_ON_THE_SPOT: Final = (nodes.List, nodes.Tuple, nodes.Dict)


def make_modest(tree: nodes.Template) -> nodes.Template:
    """Return the tree with its loops counted. Raises TemplateSyntaxError for what could grow without end."""
    for node in tree.find_all(_BINDS):
        _refuse(f"{type(node).__name__.lower()} is not allowed", node)
    _count_loops(tree, 0)
    return tree


def _count_loops(node: nodes.Node, depth: int) -> None:
    if isinstance(node, nodes.For):
        depth += 1
        _require_plain(node, depth)
        node.iter = nodes.Filter(node.iter, COUNTED, [], [], None, None, lineno=node.lineno)
    for child in node.iter_child_nodes():
        _count_loops(child, depth)


def _require_plain(loop: nodes.For, depth: int) -> None:
    if depth > MOST_NESTED:
        _refuse("too many loops in one another", loop)
    if loop.recursive:
        _refuse("recursive is not allowed", loop)
    if any(
        isinstance(each, _MADE_ON_THE_SPOT) or any(each.find_all(_MADE_ON_THE_SPOT)) for each in _sources(loop.iter)
    ):
        _refuse("a loop runs over a slot", loop)


def _is_made_here(source: nodes.Node) -> bool:
    return isinstance(source, _MADE_ON_THE_SPOT) or any(source.find_all(_MADE_ON_THE_SPOT))


def _sources(over: nodes.Node | None) -> Iterator[nodes.Node]:
    """Yield what the items of a loop can come from; what filters compare them with is not among it."""
    while isinstance(over, nodes.Filter):
        yield from over.args if over.name == "default" else ()
        over = over.node
    if over is not None:
        yield over


def _refuse(why: str, node: nodes.Node) -> None:
    raise TemplateSyntaxError(why, node.lineno)


@pass_eval_context
def counted(context: EvalContext, found: Iterable[Any]) -> Iterator[Any]:
    """Yield what a loop runs over. `context` is of one rendering: all its loops share the turns."""
    for each in found:
        turns = getattr(context, COUNTED, 0) + 1
        setattr(context, COUNTED, turns)
        if turns > MOST_TURNS or (isinstance(each, str) and len(each) > LONGEST_TEXT):
            raise SecurityError(COUNTED)
        yield each


@pass_eval_context
def join(context: EvalContext, found: Iterable[Any], between: str = "", attribute: str | None = None) -> Any:
    """Return texts joined as Jinja does, unless that becomes long."""
    kept = list(found)
    length = sum(len(each) for each in kept if isinstance(each, str)) + len(kept) * len(str(between))
    if length > LONGEST_TEXT:
        raise SecurityError("join")
    return do_join(context, kept, between, attribute)


def rendered(template: Template, view: Mapping[str, Any]) -> str:
    """Return the result. Raises SecurityError when it becomes long, else what `Template.render` raises."""
    pieces, left = [], LONGEST_RESULT
    for piece in template.generate(view):
        left -= len(piece)
        if left < 0:
            raise SecurityError("result")
        pieces.append(piece)
    return "".join(pieces)
