"""Adopting a mess: what a baseline knows and what the settings ignore is taken out of a report, counted and said.

A baseline holds errors and warnings that count; an info is never one, it fails no run. It never holds an error of form
(`MANIFEST`): the dossier behind it was not judged, and would look clean. A finding that weighs more than its line says,
or is there more often, is shown.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from zlxm.model.adoption import Adoption, Baseline, Known
from zlxm.model.errors import UsageError
from zlxm.model.finding import DossierReport, Finding, Report
from zlxm.model.fingerprint import fingerprints
from zlxm.model.problem import Severity
from zlxm.model.settings import Ignored
from zlxm.model.shape import nearest
from zlxm.model.value import replace, value
from zlxm.services.regulations import load_pack
from zlxm.services.selection import MANIFEST_RULE, covers
from zlxm.services.settings import Settings, settings_for
from zlxm.store.baselines import read_baseline
from zlxm.store.portfolio import MANIFEST

DEFAULT_NAME = "zlxm-baseline.jsonl"
Wording = Callable[[Finding], str]


@value
class Adopting:
    """What a report is held against: the folders it is about, a baseline's path, a user's own pack. `is_partial`: some
    rules were left out or something was supposed, so what is not found may be there all the same."""

    paths: tuple[str, ...]
    baseline: str = ""
    pack_folder: str | None = None
    is_partial: bool = False


def adopted(report: Report, asked: Adopting) -> Report:
    """Return the report without what is ignored or known. Raises UsageError (exit 2): `no_baseline`, `bad_baseline`,
    BrokenSettings, and `unknown_rule` or `ignored_prohibition` for what may not be ignored."""
    settings = settings_for(asked.paths)
    baseline = read_baseline(asked.baseline) if asked.baseline else None
    if baseline is None and not settings.ignored and not _regulation(settings, asked):
        return report
    report, ignoring = _without_ignored(report, settings, asked)
    if baseline is None:
        return replace(report, adoption=ignoring)
    return _without_known(report, baseline, asked, ignoring)


def _without_ignored(report: Report, settings: Settings, asked: Adopting) -> tuple[Report, Adoption]:
    _require_fit(settings, report, asked.pack_folder)
    acting = [each for each in settings.ignored if each.is_in_force(report.as_of)]
    counts = Counter(_rule_for(each, acting) for each in report.findings())
    del counts[""]
    idle = tuple(each for each in acting if each.rule not in counts) if _sees_all(settings, asked) else ()
    expired = tuple(each for each in settings.ignored if not each.is_in_force(report.as_of))
    said = (settings.path, _regulation(settings, asked), dict(sorted(counts.items())), idle, expired)
    adoption = Adoption("", 0, (), *said)
    kept = (
        _keeping(each, [found for found in each.judgement.findings if not _rule_for(found, acting)])
        for each in report.dossiers
    )
    return replace(report, dossiers=tuple(kept)), adoption


def _regulation(settings: Settings, asked: Adopting) -> str:
    """Return the folder of the regulation when the file chose it: it may call itself what it likes."""
    folder = settings.texts.get("regulation", "")
    return folder if folder == asked.pack_folder else ""


def _sees_all(settings: Settings, asked: Adopting) -> bool:
    """Tell whether all that the settings are about was judged."""
    home = os.path.dirname(os.path.realpath(settings.path))
    return not asked.is_partial and any(os.path.realpath(path) == home for path in asked.paths)


def _rule_for(finding: Finding, acting: Iterable[Ignored]) -> str:
    """Return what the settings call the rule of an ignored finding; empty when it is not ignored."""
    return next((each.rule for each in acting if covers(each.rule, finding.rule)), "")


def _require_fit(settings: Settings, report: Report, pack_folder: str | None) -> None:
    """A prohibition cannot be ignored, and a rule that nobody knows is a slip of the pen."""
    if not settings.ignored:
        return
    names = [each for each in report.regulation.split(", ") if each]
    packs = [load_pack(name, pack_folder, with_forms=False) for name in names]
    codes = tuple(code for pack in packs for code in pack.vocabulary.codes)
    for each in settings.ignored:
        rules = [code for code in codes if covers(each.rule, code)]
        if not rules:
            raise UsageError("unknown_rule", {"code": each.rule, "nearest": nearest(each.rule, codes), "known": ""})
        forbidden = [code for code in rules if any((rule := pack.rule(code)) and rule.is_prohibition for pack in packs)]
        if forbidden:
            raise UsageError("ignored_prohibition", {"path": settings.path, "rule": forbidden[0]})


def _keeping(dossier: DossierReport, findings: Sequence[Finding]) -> DossierReport:
    return replace(dossier, judgement=replace(dossier.judgement, findings=tuple(findings)))


def _without_known(report: Report, baseline: Baseline, asked: Adopting, ignoring: Adoption) -> Report:
    left = list(baseline.known)
    by_key: dict[tuple[str, str, str], list[Known]] = {}
    for known in left:
        by_key.setdefault((known.dossier, known.rule, known.fingerprint), []).append(known)
    dossiers = []
    for dossier in report.dossiers:
        place = place_of(dossier, asked.baseline)
        marked = zip(dossier.judgement.findings, fingerprints(dossier.judgement.findings, place), strict=True)
        dossiers.append(
            _keeping(
                dossier, [found for found, mark in marked if not _is_known(found, (place, found.rule, mark), by_key)]
            )
        )
    stale = () if asked.is_partial else tuple(_stale(by_key, report, asked.baseline))
    hidden = len(baseline.known) - sum(map(len, by_key.values()))
    adoption = replace(ignoring, baseline=asked.baseline, known=hidden, stale=stale)
    return replace(report, dossiers=tuple(dossiers), adoption=adoption)


def _is_known(finding: Finding, key: tuple[str, str, str], left: dict[tuple[str, str, str], list[Known]]) -> bool:
    """Use up one line of the baseline, if there is one that weighs as much."""
    if not is_adoptable(finding):
        return False
    lines = left.get(key, [])
    fitting = next((each for each in lines if each.severity >= finding.severity), None)
    if fitting:
        lines.remove(fitting)
    return fitting is not None


def is_adoptable(finding: Finding) -> bool:
    """Tell whether a finding can stand in a baseline."""
    is_of_form = finding.rule == MANIFEST_RULE and finding.severity is Severity.ERROR
    return finding.counts and finding.severity >= Severity.WARNING and not is_of_form


def _stale(left: dict[tuple[str, str, str], list[Known]], report: Report, path: str) -> Iterator[Known]:
    """Yield what is no longer found in the dossiers that were judged, or whose dossier is gone."""
    judged = {place_of(each, path) for each in _judged(report)}
    for known in sorted((each for lines in left.values() for each in lines), key=lambda each: each.order):
        if known.dossier in judged or not is_there(known.dossier, path):
            yield known


def _judged(report: Report) -> list[DossierReport]:
    """Return the dossiers whose rules were asked: of the others nobody knows what they still break."""
    return [each for each in report.dossiers if each.judgement.outcomes]


def is_there(dossier: str, baseline: str) -> bool:
    """Tell whether the dossier of a baseline's line still exists."""
    return os.path.lexists(os.path.join(_folder(baseline), dossier, MANIFEST))


def place_of(dossier: DossierReport, baseline: str) -> str:
    """Return a dossier's folder as seen from the baseline's, `/`-separated."""
    here = os.path.realpath(dossier.path)
    try:
        return os.path.relpath(here, _folder(baseline)).replace(os.sep, "/")
    except ValueError:  # another drive
        return here.replace(os.sep, "/")


def _folder(baseline: str) -> str:
    return os.path.dirname(os.path.realpath(baseline)) or "."


@value
class Renewal:
    """A baseline to be written: what it will hold, what is `new` in it and what is `gone`, against the one there.
    `is_changed`: it says something else than before; `is_first`: there was none."""

    baseline: Baseline
    new: tuple[Finding, ...]
    gone: tuple[Known, ...]
    unfit: tuple[Finding, ...]
    is_changed: bool
    is_first: bool


def renew(report: Report, asked: Adopting, wording: Wording) -> Renewal:
    """Return today's findings as a baseline for `asked.baseline`; lines about dossiers that were not judged stay,
    and so do the words of a line that stays. `unfit`: errors of form, which it cannot hold. Raises as `adopted`."""
    report, _ = _without_ignored(report, settings_for(asked.paths), asked)
    is_first = not os.path.lexists(asked.baseline)
    there = () if is_first else read_baseline(asked.baseline).known
    unfit = tuple(each for each in report.findings() if _is_unfit(each))
    judged = replace(report, dossiers=tuple(_judged(report)))
    shown = _without_known(judged, Baseline("", "", "", there), asked, Adoption())
    gone = shown.adoption.stale if shown.adoption else ()
    known = (*_kept(there, judged, gone, asked.baseline), *_lines(judged, asked.baseline, there, wording))
    new = tuple(each for each in shown.findings() if is_adoptable(each))
    baseline = Baseline(report.tool, report.regulation, report.as_of.isoformat(), known)
    return Renewal(baseline, new, gone, unfit, is_first or Counter(there) != Counter(known), is_first)


def _is_unfit(finding: Finding) -> bool:
    return finding.counts and finding.severity is Severity.ERROR and not is_adoptable(finding)


def _kept(there: tuple[Known, ...], judged: Report, gone: tuple[Known, ...], path: str) -> Iterator[Known]:
    """Yield the lines about dossiers that were not asked about."""
    places = {place_of(each, path) for each in judged.dossiers}
    return (each for each in there if each.dossier not in places and each not in gone)


def _lines(judged: Report, path: str, there: tuple[Known, ...], wording: Wording) -> Iterator[Known]:
    words = {(each.dossier, each.rule, each.fingerprint): each.message for each in there}
    for dossier in judged.dossiers:
        place = place_of(dossier, path)
        findings = dossier.judgement.findings
        for found, mark in zip(findings, fingerprints(findings, place), strict=True):
            if is_adoptable(found):
                message = words.get((place, found.rule, mark)) or wording(found)
                yield Known(place, found.rule, mark, found.severity, message)
