"""Immutable records behave as frozen dataclasses do."""

import copy
import pickle
from types import MappingProxyType

import pytest

from zlxm.model.period import Period
from zlxm.model.value import EMPTY, replace, value


@value
class Point:
    """A record with a default."""

    x: int
    y: int = 0

    @property
    def total(self) -> int:
        """Something worked out."""
        return self.x + self.y


@value
class Named(Point):
    """A record that extends another."""

    name: str = ""


def test_fields_by_place_by_name_and_by_default() -> None:
    assert Point(1, 2) == Point(1, y=2) == Point(y=2, x=1)
    assert (Point(1).y, Point(1).total) == (0, 1)
    assert Named(1, 2, "a") == Named(1, 2, name="a")


@pytest.mark.parametrize(("places", "names"), [((), {}), ((1, 2, 3), {}), ((1,), {"z": 3}), ((), {"z": 1})])
def test_what_does_not_fit_is_refused(places: tuple[int, ...], names: dict[str, int]) -> None:
    with pytest.raises(TypeError, match="Point"):
        Point(*places, **names)


def test_records_cannot_be_changed() -> None:
    point = Point(1)
    with pytest.raises(AttributeError):
        point.x = 2  # type: ignore[misc] # what the test is about
    with pytest.raises(AttributeError):
        del point.x
    with pytest.raises(AttributeError):
        point.z = 2  # type: ignore[attr-defined] # what the test is about


def test_equality_needs_the_same_type() -> None:
    assert Point(1) != Named(1)
    assert hash(Point(1, 2)) == hash(Point(1, 2))


def test_replace_makes_a_copy() -> None:
    point = Point(1, 2)
    assert replace(point, y=5) == Point(1, 5)
    assert point == Point(1, 2)
    with pytest.raises(TypeError, match="z"):
        replace(point, z=1)


def test_records_travel_between_processes() -> None:
    period = Period(3, "m")
    assert pickle.loads(pickle.dumps(period)) == period  # noqa: S301 our own bytes
    assert copy.deepcopy(period) == period
    assert pickle.loads(pickle.dumps(EMPTY)) == MappingProxyType({})  # noqa: S301 our own bytes


def test_repr_can_be_read() -> None:
    assert repr(Named(1, 2, "a")) == "Named(x=1, y=2, name='a')"


def test_records_can_be_matched() -> None:
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)
