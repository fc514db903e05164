"""The one place that decides what is set: flag, then environment (`ZLXM_*`), then the portfolio's `zlxm.yaml`, then
what is built in.

The file lies in the tree that is judged, so whoever sends a merge request can send another one with it. Therefore it
may make the judge stricter or name what the tree holds anyway, and no more:

- `fail-on` is `error` or `warning`: that nothing fails a run can only be said by a flag or the environment;
- `regulation`, `templates` and `baseline` stay inside the portfolio, links resolved;
- a rule is ignored one by one (or an article's rules), with a reason that is shown, never a prohibition, never a
  broken form (`MANIFEST`) and never what is said about waivers, git or packages; how many findings it hid is said;
- `jobs` is bounded, and the as-of date is none of its business.

What is left (a lenient regulation of the portfolio's own, a rule ignored, a larger baseline) stands in the diff and is
named in every report. Who judges strangers' merge requests sets `ZLXM_SETTINGS=none`, or to a file of his own.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping

from zlxm.model.errors import UsageError
from zlxm.model.node import Listing, Node, Table, locate
from zlxm.model.problem import Problem
from zlxm.model.settings import IGNORE, SETTINGS, SHAPE, Ignored, Setting, WrittenSettings
from zlxm.model.source import PackProblem
from zlxm.model.value import EMPTY, value
from zlxm.store.portfolio import portfolio_root
from zlxm.store.settings import is_inside, read_settings, settings_path
from zlxm.store.templates import FOLDER

VARIABLE = "ZLXM_SETTINGS"
OFF = "none"
ENVIRONMENT, FILE, DEFAULT = "environment", "file", "default"
_NEVER_IGNORED = ("MANIFEST", "WAIVER", "GIT", "PACKAGE")


class BrokenSettings(UsageError):
    """The settings file cannot be used; `problems` lists every fault with its place."""

    def __init__(self, path: str, problems: Iterable[Problem]) -> None:
        super().__init__("broken_settings", {"path": path})
        self.problems = tuple(PackProblem(path, each) for each in problems)


@value
class Settings:
    """What a file says about a folder: `path` of the file (empty without one), key → text with its line, ignored
    rules. Places are given as they are seen from the working directory."""

    path: str = ""
    texts: Mapping[str, str] = EMPTY
    lines: Mapping[str, int] = EMPTY
    ignored: tuple[Ignored, ...] = ()


@value
class Choice:
    """One setting with its value; `source`: `environment`, `file` or `default`; `place`: the variable, or file:line."""

    key: str
    text: str
    source: str
    place: str = ""


def settings_for(folders: Iterable[str]) -> Settings:
    """Return what the file next above the folders says. Raises BrokenSettings, and UsageError (`several_settings`) when
    they lie under different files: one run has one answer."""
    chosen = os.environ.get(VARIABLE, "")
    if chosen:
        return Settings() if chosen == OFF else _read(os.path.abspath(chosen), "")
    found = dict.fromkeys(settings_path(folder if os.path.isdir(folder) else _above(folder)) for folder in folders)
    paths = {path for path, _ in found}
    if len(paths) > 1:
        named = ", ".join(sorted(_seen(path) if path else "-" for path in paths))
        raise UsageError("several_settings", {"paths": named})
    return _read(*next(iter(found))) if any(paths) else Settings()


def _above(path: str) -> str:
    return path if not os.path.lexists(path) else os.path.dirname(os.path.abspath(path))


def _read(path: str, root: str) -> Settings:
    """`root`: what the file may not point out of; empty for one that was named by the environment, which may."""
    node, faults = read_settings(path)
    problems = list(faults)
    written = SHAPE.read(node, problems.append) if node is not None else None
    written = written or WrittenSettings()
    texts, lines = dict(written.texts), {key: _line(node, key) for key in written.texts}
    for setting in SETTINGS:
        if setting.is_place and setting.key in texts:
            place = os.path.join(os.path.dirname(path), texts[setting.key])
            texts[setting.key] = _seen(place)
            if root and not is_inside(place, root):
                problems.append(_problem("outside_portfolio", node, (setting.key,), path=place))
            elif setting.key != "baseline" and not os.path.isdir(place):
                problems.append(_problem("no_such_folder", node, (setting.key,), path=place))
    problems += _unfit(node, written.ignored)
    if problems:
        raise BrokenSettings(path, sorted(problems, key=lambda each: (each.line, each.column)))
    return Settings(_seen(path), texts, lines, written.ignored)


def _unfit(node: Node | None, ignored: Iterable[Ignored]) -> Iterator[Problem]:
    """Yield what may not be ignored whatever the regulation says; prohibitions are found when it is known."""
    listed = node.get(IGNORE) if isinstance(node, Table) else None
    numbers = range(len(listed.items)) if isinstance(listed, Listing) else ()
    places = {_text_at(node, number): number for number in numbers}
    for each in ignored:
        stem = each.rule.partition("-")[0]
        if stem in _NEVER_IGNORED or (not stem[-1:].isdecimal() and "-" not in each.rule):
            yield _problem("never_ignored", node, (IGNORE, places.get(each.rule, 0), "rule"), rule=each.rule)


def _text_at(node: Node | None, number: int) -> str:
    item = node.get(IGNORE) if isinstance(node, Table) else None
    table = item.items[number] if isinstance(item, Listing) else None
    rule = table.get("rule") if isinstance(table, Table) else None
    return str(getattr(rule, "text", ""))


def _problem(code: str, node: Node | None, at: tuple[str | int, ...], **facts: str) -> Problem:
    return Problem(
        code, *locate(node, at), {name: _seen(text) if name == "path" else text for name, text in facts.items()}
    )


def _line(node: Node | None, key: str) -> int:
    return locate(node, (key,))[0]


def _seen(path: str) -> str:
    """Return a path as it is seen from the working directory, when it lies below it."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        return path
    return os.path.normpath(path) if relative.startswith("..") else relative.replace(os.sep, "/")


def is_settable(command: str, parameter: str) -> bool:
    """Tell whether a command's parameter can be set without a flag."""
    return _settable(command, parameter) is not None


def settled(command: str, parameter: str, settings: Settings) -> str:
    """Return what environment or file set a command's parameter to; empty when they say nothing."""
    setting = _settable(command, parameter)
    found = _choice(setting, settings) if setting else None
    return found.text if found and found.source != DEFAULT else ""


def _settable(command: str, parameter: str) -> Setting | None:
    own = (each for each in SETTINGS if each.parameter == parameter and each.in_file)
    return next((each for each in own if not each.commands or command in each.commands), None)


def chosen(settings: Settings) -> tuple[Choice, ...]:
    """Return every setting with its value and where that came from."""
    return tuple(_choice(each, settings) for each in SETTINGS)


def _choice(setting: Setting, settings: Settings) -> Choice:
    told = os.environ.get(setting.variable, "")
    if told:
        return Choice(setting.key, told, ENVIRONMENT, setting.variable)
    if setting.key in settings.texts:
        return Choice(setting.key, settings.texts[setting.key], FILE, f"{settings.path}:{settings.lines[setting.key]}")
    return Choice(setting.key, setting.default, DEFAULT)


def template_folders(folder: str) -> tuple[str, ...]:
    """Return where an office keeps its own templates: `templates` in the dossier, the folder that its settings name,
    then `templates` at the portfolio's root."""
    own, common = (os.path.join(place, FOLDER) for place in (os.path.abspath(folder), portfolio_root(folder)))
    return tuple(path for path in dict.fromkeys((own, *_named_templates(folder), common)) if os.path.isdir(path))


def _named_templates(folder: str) -> tuple[str, ...]:
    text = next(each.text for each in chosen(settings_for((folder,))) if each.key == "templates")
    return (text,) if text else ()
