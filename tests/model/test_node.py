from __future__ import annotations

import pytest

from tests.builders import root
from zlxm.model.node import Path, locate

TEXT = """\
project: {name: 甲, code: }
events:
  - {event: 申报,
     date: 2024-09-18}
documents:
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), (1, 1)),
        (("project",), (1, 1)),
        (("project", "name"), (1, 17)),
        (("project", "code"), (1, 20)),
        (("project", "nature"), (1, 1)),
        (("events",), (2, 1)),
        (("events", 0), (3, 5)),
        (("events", 0, "date"), (4, 12)),
        (("events", 0, "number"), (3, 5)),
        (("events", 7, "date"), (2, 1)),
        (("documents",), (5, 1)),
        (("documents", 0, "path"), (5, 1)),
        (("budget", "total"), (1, 1)),
        (("events", "x"), (2, 1)),
        (("project", 0), (1, 1)),
    ],
)
def test_what_is_missing_lies_where_it_would_go(path: Path, place: tuple[int, int]) -> None:
    assert locate(root(TEXT), path) == place


def test_nothing_is_at_the_beginning() -> None:
    assert locate(None, ("events", 0)) == (1, 1)
