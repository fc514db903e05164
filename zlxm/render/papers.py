"""Job → the bytes of a paper. Templates are read and compiled once for any number of dossiers."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Protocol

from zlxm.model.errors import ZlxmError
from zlxm.model.paper import Slot
from zlxm.model.stamp import content_digest
from zlxm.model.value import value
from zlxm.render.package import write_parts
from zlxm.render.stamping import stamped
from zlxm.render.tags import EDITION, Use, all_uses, unknown_names
from zlxm.services.generate import Job, stamp_of
from zlxm.store.office_files import read_office_parts
from zlxm.wording.papers import Piece, Worded, worded


class Template(Protocol):
    """A Word or an Excel template."""

    @property
    def label(self) -> str:
        """How messages call it."""

    @property
    def sources(self) -> Mapping[str, str]:
        """Its tags by part or sheet."""

    def fill(self, view: Mapping[str, Any]) -> dict[str, bytes]:
        """Return the parts of the finished file."""


@value
class Loaded:
    """A template ready to be filled, the digest of its content, and what its tags name."""

    template: Template
    digest: str
    uses: tuple[Use, ...]

    @property
    def used(self) -> tuple[str, ...]:
        """Return the slots that it names, sorted."""
        return tuple(sorted({use.slot for use in self.uses}))


@value
class Finished:
    """A paper's bytes and the names of the slots that still have to be filled in."""

    data: bytes
    missing: tuple[str, ...]


def make_paper(job: Job) -> Finished:
    """Return the finished paper. Raises ZlxmError for a template that cannot be used, `unknown_slot` among others."""
    loaded = load_template(job.template)
    require_known(loaded, job.values.slots)
    view = view_of(job, loaded.used)
    parts = loaded.template.fill(view)
    missing = tuple(name for name, each in view.items() if getattr(each, "state", "") == "missing")
    return Finished(write_parts(stamped(parts, stamp_of(job, loaded.digest, loaded.used), job.paper.title)), missing)


def view_of(job: Job, used: Iterable[str]) -> dict[str, Worded]:
    """Return what the template may say: slot → words."""
    view: dict[str, Worded] = {
        name: worded(job.values.slots[name], job.values[name]) for name in used if name != EDITION
    }
    return {**view, EDITION: Piece(job.paper.edition)}


@lru_cache(maxsize=32)
def load_template(path: str) -> Loaded:
    """Return a template from disk, screened and compiled. Raises ZlxmError when it cannot be used."""
    parts = read_office_parts(path)
    label = os.path.basename(os.path.dirname(os.path.abspath(path)))
    template = _open(parts, label, path)
    return Loaded(template, content_digest(parts.items()), all_uses(template.sources.values()))


def require_known(loaded: Loaded, slots: Mapping[str, Slot]) -> None:
    """Raise ZlxmError (`unknown_slot`) for the first name in the template that is no slot."""
    for fault in _unknown(loaded, slots):
        raise fault


def inspect_template(path: str, slots: Mapping[str, Slot]) -> Iterator[ZlxmError]:
    """Yield everything that keeps a template from being filled; raises ZlxmError when it cannot even be opened."""
    yield from _unknown(load_template(path), slots)


def _unknown(loaded: Loaded, slots: Mapping[str, Slot]) -> Iterator[ZlxmError]:
    for found in unknown_names(loaded.uses, slots):
        name = f"{found.use.slot}.{found.use.column}" if found.use.column else found.use.slot
        facts = {"template": loaded.template.label, "name": name, "text": found.use.text, "nearest": found.nearest}
        yield ZlxmError("unknown_slot", {**facts, "known": found.known})


def _open(parts: Mapping[str, bytes], label: str, path: str) -> Template:
    if path.lower().endswith(".xlsx"):
        from zlxm.render.excel import ExcelTemplate  # noqa: PLC0415 Word papers do not need openpyxl

        return ExcelTemplate(parts, label)
    from zlxm.render.word import WordTemplate  # noqa: PLC0415

    template = WordTemplate(parts, label)
    template.parse()
    return template
