"""A portfolio's settings as one optional file may give them: which there are, their shapes, and what was read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from zlxm.model.shape import Choice, Day, Field, ListOf, Record, Text, Whole
from zlxm.model.value import EMPTY, value

SETTINGS_FILE = "zlxm.yaml"
IGNORE = "ignore"
MOST_JOBS = 64


@value
class Setting:
    """One thing that can be set: its key in the file, the variable of the environment, the parameter of commands that
    it fills, and the built-in value. `commands`: the only ones that have it; `is_place`: the file may name a place
    inside the portfolio only; `in_file`: whether the file may say it at all."""

    key: str
    variable: str
    parameter: str
    default: str = ""
    commands: tuple[str, ...] = ()
    is_place: bool = False
    in_file: bool = True


SETTINGS = (
    Setting("regulation", "ZLXM_REGULATION", "regulation", is_place=True),
    Setting("unit", "ZLXM_UNIT", "unit", commands=("init",)),
    Setting("templates", "ZLXM_TEMPLATES", "templates", is_place=True),
    Setting("fail-on", "ZLXM_FAIL_ON", "fail_on", "error", ("check",)),
    Setting("format", "ZLXM_FORMAT", "form", "text", ("check",)),
    Setting("baseline", "ZLXM_BASELINE", "baseline", commands=("check", "baseline"), is_place=True),
    Setting("jobs", "ZLXM_JOBS", "jobs", "1", ("check", "baseline")),
    Setting("as-of", "ZLXM_AS_OF", "as_of", in_file=False),
)


@value
class Ignored:
    """A rule, or all rules of an article, that a portfolio does not want to hear of, and why; `until`: the last day."""

    rule: str
    reason: str
    until: date | None = None

    def is_in_force(self, as_of: date) -> bool:
        """Whether it still counts on that day."""
        return self.until is None or as_of <= self.until


@value
class WrittenSettings:
    """What a file says: key → text, and the rules to ignore."""

    texts: Mapping[str, str] = EMPTY
    ignored: tuple[Ignored, ...] = ()


def _ignored(rule: str | None, reason: str | None, until: date | None) -> Ignored | None:
    return Ignored(rule, reason.strip(), until) if rule and reason and reason.strip() else None


def _written(ignore: tuple[Ignored | None, ...], **given: object) -> WrittenSettings:
    texts = {name.replace("_", "-"): str(each) for name, each in given.items() if each not in (None, "")}
    return WrittenSettings(texts, tuple(each for each in ignore if each is not None))


SHAPE = Record(
    _written,
    {
        "regulation": Field(Text()),
        "unit": Field(Text()),
        "templates": Field(Text()),
        "fail-on": Field(Choice(("error", "warning"), "severity"), name="fail_on"),
        "format": Field(Text()),
        "baseline": Field(Text()),
        "jobs": Field(Whole(1, MOST_JOBS)),
        IGNORE: Field(
            ListOf(
                Record(
                    _ignored,
                    {
                        "rule": Field(Text(), is_required=True),
                        "reason": Field(Text(), is_required=True),
                        "until": Field(Day()),
                    },
                    IGNORE,
                )
            ),
            default=(),
        ),
    },
    SETTINGS_FILE,
)
