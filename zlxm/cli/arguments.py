"""The words of the command line as they were meant, where a shell hands them over differently."""

from __future__ import annotations

from collections.abc import Iterable


def as_meant(words: Iterable[str], *, is_windows: bool) -> list[str]:
    """Return the words. Who quotes a folder on Windows and ends it with a backslash has escaped the closing quote: the
    word, and all that follows in it, comes with a quote, which no name there can hold."""
    return [part for word in words for part in _parts(word)] if is_windows else list(words)


def _parts(word: str) -> list[str]:
    head, quote, rest = word.partition('"')
    return [head.rstrip("\\"), *rest.replace('"', "").split()] if quote else [word]
