"""Immutable records. They behave as frozen, slotted dataclasses, but their classes are made ten times faster.

`dataclass(frozen=True, slots=True)` compiles five functions for every class (0.5 ms each time the program starts); with
a hundred record types that alone would be slower than everything else `zlxm check` does. Type checkers see dataclasses.
"""

from __future__ import annotations

import copyreg
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")
EMPTY: Mapping[str, Any] = MappingProxyType({})
"""The default of fields that are mappings."""


def read_only(mapping: Mapping[Any, Any]) -> MappingProxyType[Any, Any]:
    """Return a view of a copy of the mapping that nobody can change."""
    return MappingProxyType(dict(mapping))


copyreg.pickle(MappingProxyType, lambda mapping: (read_only, (dict(mapping),)))


@dataclass_transform(frozen_default=True)
def value(cls: type[T]) -> type[T]:
    """Return the class as an immutable record of its annotated fields, in order; plain class values are defaults."""
    fields = tuple(cls.__dict__.get("__annotations__", ()))  # noqa: RUF063 importing inspect costs 7 ms
    left_out = {*fields, "__dict__", "__weakref__"}
    body: dict[str, Any] = {name: member for name, member in cls.__dict__.items() if name not in left_out}
    inherited: tuple[str, ...] = getattr(cls, "_fields", ())
    defaults = {
        **getattr(cls, "_defaults", {}),
        **{name: cls.__dict__[name] for name in fields if name in cls.__dict__},
    }
    body |= _BEHAVIOUR
    body |= {
        "__slots__": fields,
        "_fields": (*inherited, *fields),
        "_defaults": defaults,
        "_names": frozenset((*inherited, *fields)),
        "__match_args__": (*inherited, *fields),
    }
    body["__qualname__"] = cls.__qualname__
    made: type[T] = type(cls.__name__, cls.__bases__, body)
    made._setters = tuple(getattr(made, name).__set__ for name in made._fields)  # type: ignore[attr-defined] # noqa: SLF001 set here
    return made


def replace(record: T, **changes: Any) -> T:
    """Return a copy of a record with some fields changed."""
    fields = record._fields  # type: ignore[attr-defined] # every record has them
    if unknown := changes.keys() - set(fields):
        message = f"{type(record).__name__} has no {', '.join(unknown)}"
        raise TypeError(message)
    return type(record)(*[changes[name] if name in changes else getattr(record, name) for name in fields])


def _init(self: Any, *args: Any, **kwargs: Any) -> None:
    fields, setters = self._fields, self._setters
    given = args
    if kwargs or len(args) != len(fields):
        named = {**self._defaults, **dict(zip(fields, args, strict=False)), **kwargs}
        if named.keys() != self._names or len(args) > len(fields):
            raise TypeError(_misfit(self, args, named))
        given = tuple([named[name] for name in fields])
    for put, field in zip(setters, given, strict=True):
        put(self, field)


def _misfit(self: Any, args: tuple[Any, ...], named: Mapping[str, Any]) -> str:
    missing = [name for name in self._fields if name not in named]
    unknown = [name for name in named if name not in self._fields]
    return f"{type(self).__name__}() misses {missing}, does not know {unknown}, got {len(args)} by place"


def _values(self: Any) -> tuple[Any, ...]:
    return tuple(getattr(self, name) for name in self._fields)


def _equals(self: Any, other: object) -> bool:
    return _values(self) == _values(other) if type(other) is type(self) else NotImplemented


def _hash(self: Any) -> int:
    return hash(_values(self))


def _repr(self: Any) -> str:
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._fields)
    return f"{type(self).__name__}({shown})"


def _refuse(self: Any, name: str, *_: Any) -> None:
    message = f"{type(self).__name__} is immutable: {name}"
    raise AttributeError(message)


def _reduce(self: Any) -> tuple[Any, ...]:
    return type(self), _values(self)


_BEHAVIOUR = {
    "__init__": _init,
    "__eq__": _equals,
    "__hash__": _hash,
    "__repr__": _repr,
    "__setattr__": _refuse,
    "__delattr__": _refuse,
    "__reduce__": _reduce,
    "__replace__": replace,
}
