"""The blocks that papers are filled from, as YAML with a sample for every key: what `init --forms` shows as remarks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from zlxm.model.shape import Choice, Field, ListOf, Record, Shape
from zlxm.model.value import value
from zlxm.model.vocabulary import BlockKind

_STEP = "  "
_DASH = "- "
_COLON, _SEMICOLON = "\uff1a", "\uff1b"
Route = tuple[str, ...]


def block_lines(block: BlockKind, sample: Callable[[Field], str]) -> Iterator[str]:
    """Yield the lines of one block, every key with its title and note as a remark. `sample` returns a value, as YAML,
    for a field that is neither a record nor a list of records."""
    yield f"{block.name}:    # {_remark(block.title, block.note)}"
    yield from _Writer(block, sample).inside(block.field.shape, (), "")


@value
class _Writer:
    block: BlockKind
    sample: Callable[[Field], str]

    def inside(self, shape: Shape, route: Route, indent: str) -> Iterator[str]:
        """Yield what stands below the key of a record, or of a list of records (one of them as a sample)."""
        if isinstance(shape, Record):
            yield from self.fields(shape.fields, route, indent + _STEP)
        elif isinstance(shape, ListOf):
            for number, line in enumerate(self.inside(shape.item, route, indent + _STEP)):
                yield line if number else f"{indent}{_STEP}{_DASH}{line.lstrip()}"

    def fields(self, fields: Mapping[str, Field], route: Route, indent: str) -> Iterator[str]:
        """Yield the lines of a record's fields."""
        for key, found in fields.items():
            inner = (*route, key)
            below = tuple(self.inside(found.shape, inner, indent))
            shown = "" if below else f" {self.sample(found)}"
            yield f"{indent}{key}:{shown}    # {_remark(*self.block.titles.get(inner, ('', '')), _words(found.shape))}"
            yield from below


def _words(shape: Shape) -> str:
    if isinstance(shape, ListOf):
        return _words(shape.item)
    return " ".join(shape.words) if isinstance(shape, Choice) else ""


def _remark(title: str, *further: str) -> str:
    return _COLON.join(part for part in (title, _SEMICOLON.join(filter(None, further))) if part)
