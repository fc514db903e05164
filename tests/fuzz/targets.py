"""What reads the bytes of strangers, each behind one function: bytes in, nothing out, and only our own errors."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from pathlib import Path

from zlxm.model.attachment import FileState
from zlxm.model.errors import ZlxmError
from zlxm.model.node import Table
from zlxm.model.source import PackSource, blocks_of
from zlxm.render.papers import inspect_template
from zlxm.rules.binding import bind
from zlxm.rules.judge import judge
from zlxm.services.dossiers import patterns_of, understood
from zlxm.services.papers import load_slots
from zlxm.services.regulations import DEFAULT, house_source, load_calendar, load_pack
from zlxm.services.settings import settings_for
from zlxm.services.template_check import check_templates
from zlxm.services.verify import VerifyRequest, verify
from zlxm.store.attachments import inspect_file
from zlxm.store.baselines import read_baseline
from zlxm.store.handovers import handovers_in
from zlxm.store.plan_headings import Headings
from zlxm.store.plan_workbook import read_plan
from zlxm.store.yaml_text import read_yaml
from zlxm.wording.fields import heading, plan_columns, sum_words, yuan_lines
from zlxm.wording.sentences import message, problem

AS_OF = date(2026, 11, 23)
Target = Callable[[bytes], None]


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="zlxm-fuzz-"))


def _written(name: str, data: bytes) -> Path:
    path = _folder() / name
    path.write_bytes(data)
    return path


def manifest(data: bytes) -> None:
    """A manifest is read, judged, and every finding worded."""
    loaded = understood("项目", (data, *read_yaml(data)))
    for fault in loaded.problems:
        problem(fault)
    if loaded.pack is not None and loaded.dossier is not None:
        for finding in judge(loaded.pack, loaded.dossier, AS_OF, load_calendar()).findings:
            message(finding)


def regulation(data: bytes) -> None:
    """A regulation's data is bound, or every fault of it named."""
    root, problems = read_yaml(data)
    for fault in problems:
        problem(fault)
    if isinstance(root, Table):
        _, faults = bind(PackSource(blocks_of(root, "regulation.yaml")), *house_source())
        for each in faults:
            problem(each.problem)


def record(data: bytes) -> None:
    """The record of what was handed in."""
    for fault in handovers_in(data, ("申报", "终验")).problems:
        problem(fault)


def settings(data: bytes) -> None:
    """A portfolio's settings."""
    _written("zlxm.yaml", data)
    settings_for([str(_folder())])


def baseline(data: bytes) -> None:
    """A baseline."""
    read_baseline(str(_written("基线.jsonl", data)))


EXTENSIONS = ("docx", "xlsx", "pdf", "ofd", "doc", "xls", "jpg", "png", "zip", "pptx", "wps", "txt")


def attachment(data: bytes) -> None:
    """An attachment; the first byte chooses the name it comes under."""
    extension = EXTENSIONS[data[0] % len(EXTENSIONS)] if data else "pdf"
    name = f"材料.{extension}"
    _written(name, data[1:])
    facts = inspect_file(str(_folder()), name, patterns_of(load_pack(DEFAULT)))
    assert isinstance(facts.state, FileState)


def package(data: bytes) -> None:
    """A package that was sent in."""
    verify(str(_written("ZL-2027-MZ-01-申报-2026-11-23.zip", data)), VerifyRequest(AS_OF))


def template(data: bytes) -> None:
    """A template that an office brought along."""
    inspect = partial(inspect_template, slots=load_slots(DEFAULT))
    list(check_templates([("申报表", str(_written("申报表.docx", data)))], inspect))


def plan(data: bytes) -> None:
    """A plan workbook to make dossiers from."""
    headings = Headings(plan_columns(), sum_words(), heading, yuan_lines())
    read_plan(str(_written("计划.xlsx", data)), headings)


_ALL = (manifest, regulation, record, settings, baseline, attachment, package, template, plan)
TARGETS: dict[str, Target] = {each.__name__: each for each in _ALL}


def tried(target: Target, data: bytes) -> None:
    """Run a target; what it refuses it may refuse, anything else is a fault of ours."""
    try:
        target(data)
    except ZlxmError:
        return
