"""check of what changed: the dossiers that differ from an earlier commit, judged whole and held against their past."""

from __future__ import annotations

from collections.abc import Iterator

from zlxm.model.errors import UsageError, ZlxmError
from zlxm.model.finding import DossierReport, Finding, Judgement, Report
from zlxm.model.past import Past
from zlxm.model.settings import SETTINGS_FILE
from zlxm.model.value import replace, value
from zlxm.rules.assembly import make_case
from zlxm.rules.history import compare, gone, unseen
from zlxm.services.check import CheckRequest, Progress, calendar_of, judged_report, report_of, report_on
from zlxm.services.dossiers import LoadedDossier
from zlxm.services.pasts import Before, origin_of, past_of, read_before, read_past
from zlxm.services.present import CALENDARS, Present, Recorded, WorkTree, scope_of, shown_folder
from zlxm.services.regulations import DEFAULT, load_pack
from zlxm.services.tracking import owner_of, prefix_of
from zlxm.store.git.history import commit_named, is_shallow, parting, read_tree, require
from zlxm.store.git.index import read_index
from zlxm.store.git.program import Answer, Repository, repository_of

_HEAD, _RANGE = "HEAD", ".."
_SHALLOW = "shallow"


@value
class Comparison:
    """What is held against what. `since`: the earlier commit, as a person names it, or `OLD..NEW`; judged is the work
    tree, the index (`is_staged`), the commit NEW, or in a bare repository the latest commit."""

    since: str = ""
    is_staged: bool = False


@value
class _Ends:
    """The earlier commit (empty: the time before the first), what it is called, the commit that is judged if it is one,
    and why the two cannot be compared."""

    base: str
    called: str
    judged: str = ""
    unseen: str = ""


def check_changes(comparison: Comparison, request: CheckRequest, progress: Progress | None = None) -> Report:
    """Return the report on what changed; when nothing did, it has no dossiers.

    Raises UsageError (`outside_git`, `unknown_commit`), ZlxmError (`no_dossier`; `git_ownership` and the like when git
    does not answer).
    """
    repository = _repository(request.paths)
    ends = _ends(repository, comparison)
    now = _present(repository, ends, comparison, request.paths)
    before = read_before(repository, ends.base, ends.called, request.pack_folder)
    scopes = tuple(prefix_of(repository, path) for path in request.paths)
    lost = [each for each in before.dossiers if each not in now.places and scope_of(each, scopes) is not None]
    if not now.places and not lost:
        raise ZlxmError("no_dossier", {"path": ", ".join(request.paths)})
    wanted = tuple(now.places) if ends.unseen else _touched(now, before, scopes, request)
    reports: list[DossierReport] = []
    with now.loaded(wanted, request) as (there, dossiers):
        for place, loaded in dossiers:
            past = None if ends.unseen else _past(place, loaded, now, before, lost)
            reports.append(judged_report(loaded, there, tuple(_history(past, loaded, there, ends))))
            if progress:
                progress(len(reports), len(wanted))
        reports += (_report_on_gone(before, place, request) for place in lost)
        report = report_of(reports, there)
    return replace(report, since=ends.called, unseen=ends.unseen)


def _repository(paths: tuple[str, ...]) -> Repository:
    found = {repository_of(path) for path in paths}
    if None in found or len(found) != 1:
        raise UsageError("outside_git", {"path": ", ".join(paths)})
    return next(each for each in found if each)


def _ends(repository: Repository, asked: Comparison) -> _Ends:
    old, is_range, new = asked.since.partition(_RANGE)
    since = commit_named(repository, old or _HEAD)
    called = old or _HEAD
    if asked.is_staged and not asked.since:
        return _Ends(since, called)
    judged = commit_named(repository, new.lstrip(".") or _HEAD)
    base = parting(repository, since, judged)
    is_unseen = bool(since and judged and not base) and is_shallow(repository)
    is_judged = bool(is_range) or repository.is_bare
    return _Ends(base or since, called, judged if is_judged else "", _SHALLOW if is_unseen else "")


def _present(repository: Repository, ends: _Ends, asked: Comparison, paths: tuple[str, ...]) -> Present:
    if ends.judged:
        return Recorded(repository, read_tree(repository, ends.judged), paths, with_large_files=False)
    if not asked.is_staged:
        return WorkTree(repository, paths)
    entries = read_index(repository)
    if isinstance(entries, Answer):
        require(entries, repository.top)
        return WorkTree(repository, paths)
    return Recorded(repository, entries, paths, with_large_files=True)


def _touched(now: Present, before: Before, scopes: tuple[str, ...], request: CheckRequest) -> tuple[str, ...]:
    """Return the dossiers to be judged: all of them when something changed that all are judged by."""
    changed = now.changed(before.entries)
    shared = [f"{scopes[0]}/{CALENDARS}".lstrip("/")]
    if request.pack_folder:
        shared.append(f"{prefix_of(before.repository, request.pack_folder)}/")
    if any(path.startswith(tuple(shared)) or path.rpartition("/")[2] == SETTINGS_FILE for path in changed):
        return tuple(now.places)
    places = frozenset(now.places)
    owners = {owner_of(path, places) for path in changed}
    return tuple(place for place in now.places if place in owners)


def _past(place: str, loaded: LoadedDossier, now: Present, before: Before, lost: list[str]) -> Past | None:
    """Return what the dossier is held against; one that came from elsewhere is no longer lost."""
    if place in before.dossiers:
        return past_of(before, place, now)
    origin = origin_of(loaded, before, lost)
    if origin is None:
        return None
    lost.remove(origin)
    return past_of(before, origin, now, moved_from=origin or ".")


def _history(past: Past | None, loaded: LoadedDossier, request: CheckRequest, ends: _Ends) -> Iterator[Finding]:
    if loaded.pack is None or loaded.dossier is None:
        return  # its form is broken, which is told
    if ends.unseen:
        yield unseen(loaded.pack, ends.called, ends.unseen)
    if past is not None:
        yield from compare(past, make_case(loaded.pack, loaded.dossier, request.as_of, calendar_of(request)))


def _report_on_gone(before: Before, place: str, request: CheckRequest) -> DossierReport:
    loaded = read_past(before, place)
    scopes = {prefix_of(before.repository, path): path for path in request.paths}
    shown = replace(loaded, folder=shown_folder(place, scopes), problems=())
    pack = loaded.pack or load_pack(DEFAULT, request.pack_folder, with_forms=False)
    found = gone(pack, place or ".", before.called)
    return report_on(shown, Judgement((found,)), (), request.selection)
