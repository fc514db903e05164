"""The only place that reads the clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import typer

_CHINA = timezone(timedelta(hours=8))


def today() -> date:
    """Return today's date in China."""
    return datetime.now(_CHINA).date()


def parse_day(text: str, flag: str = "--as-of") -> date:
    """Return the day of a command-line option; anything but YYYY-MM-DD is wrong usage."""
    try:
        if len(text) == len("2025-01-01"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    message = f"“{text}”不是日期，请写成 2025-04-02 的样子"
    raise typer.BadParameter(message, param_hint=flag)
