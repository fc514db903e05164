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


copyreg.pickle(MappingProxyType, lambda mapping: (MappingProxyType, (dict(mapping),)))


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
    setters = self._setters
    for put, given in zip(setters, args, strict=False):
        put(self, given)
    if len(args) != len(setters) or kwargs:
        _set_rest(self, len(args), kwargs)


def _set_rest(self: Any, given: int, kwargs: dict[str, Any]) -> None:
    fields, defaults = self._fields, self._defaults
    for name, put in zip(fields[given:], self._setters[given:], strict=True):
        if name in kwargs:
            put(self, kwargs.pop(name))
        elif name in defaults:
            put(self, defaults[name])
        else:
            message = f"{type(self).__name__}() needs {name!r}"
            raise TypeError(message)
    if kwargs or given > len(fields):
        message = f"{type(self).__name__}() got unexpected {', '.join(kwargs) or 'arguments'}"
        raise TypeError(message)


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
