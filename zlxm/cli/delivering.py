"""Where the results of `check` go: one to the screen or to a file, more of them beside it, and what a CI service reads
of itself."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from zlxm.cli.streams import tell, write_out
from zlxm.model.errors import UsageError, ZlxmError
from zlxm.model.value import replace, value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zlxm.model.finding import Report
    from zlxm.output.formats import Style

_SCREEN = "-"
_FOR_PEOPLE = frozenset({"text", "concise", "json"})
_SUMMARY = "GITHUB_STEP_SUMMARY"


@value
class Delivery:
    """The main result's format and file (`-`: the screen), and (format, file) of those beside it."""

    form: str
    path: str
    beside: tuple[tuple[str, str], ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """The formats that are wanted."""
        return (self.form, *(form for form, _ in self.beside))

    @property
    def on_screen(self) -> str:
        """The format that a person sees, if any."""
        return self.form if self.path == _SCREEN else ""


def plan_delivery(form: str, output: str, reports: Iterable[str]) -> Delivery:
    """Return where results go. `form` is empty when nobody chose one. Raises UsageError before anything is judged."""
    from zlxm.output.formats import FORMATS  # noqa: PLC0415 nothing of the work is loaded for --help

    path = output or _SCREEN
    beside = tuple(_parsed(each) for each in reports)
    delivery = Delivery(form or _usual(path, {name for name, _ in beside}), path, beside)
    for name in delivery.forms:
        FORMATS.require(name)
    _require_apart([path, *(each for _, each in beside)])
    return delivery


def _parsed(given: str) -> tuple[str, str]:
    form, _, path = given.partition("=")
    if not form.strip() or not path.strip():
        raise UsageError("bad_report", {"given": given})
    return form.strip(), path.strip()


def _require_apart(paths: Iterable[str]) -> None:
    seen = set()
    for path in paths:
        place = path if path == _SCREEN else os.path.realpath(path)
        if place in seen:
            raise UsageError("report_twice", {"path": path})
        seen.add(place)


def _usual(path: str, beside: set[str]) -> str:
    """Return the format for who chose none. What a CI service changes is said."""
    if path == _SCREEN and os.environ.get("GITHUB_ACTIONS") == "true":
        print("在 GitHub Actions 里运行，用 github 格式；要别的格式请加 --format", file=sys.stderr)
        return "github"
    if os.environ.get("GITLAB_CI") == "true" and "gitlab" not in beside:
        print(
            "在 GitLab CI 里运行：加 --report gitlab=文件.json 并登记为 codequality 报告，合并请求里就能看到问题",
            file=sys.stderr,
        )
    return "text"


def root_for(delivery: Delivery, paths: tuple[str, ...]) -> str:
    """Return where the paths of formats for programs start; empty when there are none of these."""
    if _FOR_PEOPLE.issuperset(delivery.forms):
        return ""
    from zlxm.store.source_root import source_root  # noqa: PLC0415 people see paths as they gave them

    return source_root(paths)


def deliver(report: Report, style: Style, delivery: Delivery) -> None:
    """Write every result. Raises ZlxmError (`unwritable`)."""
    _write(_formatted(delivery.form, report, style), delivery.path)
    plain = replace(style, width=80, is_coloured=False)
    for form, path in delivery.beside:
        _make_folder_for(path)
        _write(_formatted(form, report, plain), path)
    if "github" in delivery.forms and os.environ.get(_SUMMARY):
        _add_summary(_formatted("markdown", report, plain), os.environ[_SUMMARY])


def _formatted(form: str, report: Report, style: Style) -> str:
    from zlxm.output.formats import FORMATS  # noqa: PLC0415 nothing of the work is loaded for --help

    return FORMATS.require(form).format_report(report, style)


def _make_folder_for(path: str) -> None:
    from zlxm.store.writing import make_folder  # noqa: PLC0415

    folder = os.path.dirname(path)
    if not os.path.lexists(folder):  # a file in its place is found when the report cannot be written
        make_folder(folder)


def _write(text: str, path: str) -> None:
    if path == _SCREEN:
        write_out(text)
        return
    from zlxm.store.writing import replace_file  # noqa: PLC0415

    replace_file(path, text.encode("utf-8", "backslashreplace"))


def _add_summary(text: str, path: str) -> None:
    """Add to the page that the service shows; that it cannot be written changes no verdict."""
    from zlxm.store.writing import append_to  # noqa: PLC0415

    try:
        append_to(path, text.encode())
    except ZlxmError as error:
        tell(error)
