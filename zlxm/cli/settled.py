"""What a command was not told by flag or environment it takes from the portfolio's settings: done here for all."""

from __future__ import annotations

from typing import Any

_FOLDERS = ("paths", "directories", "directory")
_HERE = (".",)


def settle(ctx: Any) -> None:
    """Fill the parameters of a command that were left at their built-in value. Raises UsageError."""
    from zlxm.services.settings import is_settable, settings_for, settled  # noqa: PLC0415 only when a command is run

    name = ctx.command.name
    parameters = [each for each in ctx.command.params if is_settable(name, each.name) and _is_left(ctx, each.name)]
    if not parameters:
        return
    settings = settings_for(folders_of(ctx.params))
    for each in parameters:
        text = settled(name, each.name, settings)
        if text:
            ctx.params[each.name] = each.type_cast_value(ctx, text)


def folders_of(parameters: dict[str, Any]) -> tuple[str, ...]:
    """Return the folders that a command is about."""
    given = next((parameters[name] for name in _FOLDERS if parameters.get(name)), _HERE)
    return (given,) if isinstance(given, str) else tuple(given)


def _is_left(ctx: Any, name: str) -> bool:
    source = ctx.get_parameter_source(name)
    return source is not None and source.name == "DEFAULT"
