"""init: answers → a new dossier. What would be made is planned first; nothing is written before all of it is right."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from zlxm.model.dossier import Dossier
from zlxm.model.errors import Refused, ZlxmError
from zlxm.model.manifest import manifest_shape, read_manifest
from zlxm.model.node import Node, Scalar
from zlxm.model.pack import Pack
from zlxm.model.problem import Problem, Severity, is_fatal
from zlxm.model.shape import Choice, Field, ListOf, Record, Shape
from zlxm.model.value import value
from zlxm.model.vocabulary import Vocabulary
from zlxm.model.yaml_scalar import as_scalar
from zlxm.services.schema import schema_id
from zlxm.store.portfolio import MANIFEST, STATE_FOLDER, portfolio_root
from zlxm.store.writing import NewTree, write_tree
from zlxm.store.yaml_text import read_yaml

SCHEMA = "manifest.schema.json"
_MOST_BYTES_OF_SCHEMA = 5_000_000
_UNFIT_IN_NAMES = re.compile(r"[^\w.-]")
Raw = Mapping[str, tuple[str, ...]]


@value
class Question:
    """One thing to know: its place in the manifest and its flag. `is_asked`: on a terminal too, not only by flag."""

    key: str
    route: tuple[str, ...]
    flag: str
    is_required: bool = False
    is_asked: bool = True


QUESTIONS = (
    Question("name", ("project", "name"), "--name", is_required=True),
    Question("unit", ("unit", "name"), "--unit", is_required=True),
    Question("unit_kind", ("unit", "kind"), "--unit-kind"),
    Question("year", ("plan", "year"), "--year", is_required=True),
    Question("amount", ("budget", "total"), "--amount"),
    Question("nature", ("project", "nature"), "--nature", is_required=True),
    Question("category", ("project", "categories"), "--category", is_required=True),
    Question("code", ("project", "code"), "--code", is_asked=False),
    Question("joint", ("unit", "joint"), "--joint", is_asked=False),
    Question("temporary", ("plan", "temporary"), "--temporary", is_asked=False),
    Question("ground", ("plan", "ground"), "--ground"),
)
BY_KEY = {question.key: question for question in QUESTIONS}


@value
class Answers:
    """What a new dossier starts from, every text as it was given. `amount` in 10,000 yuan."""

    name: str
    unit: str
    year: str
    nature: str
    categories: tuple[str, ...]
    amount: str = ""
    unit_kind: str = ""
    code: str = ""
    joint: tuple[str, ...] = ()
    temporary: bool = False
    ground: str = ""


@value
class Fault:
    """An answer that cannot be used; `problem` is None when there is none at all."""

    question: Question
    text: str = ""
    problem: Problem | None = None


def tidy(raw: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Return the answers without blanks around them; blank ones are left out."""
    kept = {key: tuple(text.strip() for text in texts if text.strip()) for key, texts in raw.items()}
    return {key: texts for key, texts in kept.items() if texts}


def is_wanted(question: Question, raw: Raw, vocabulary: Vocabulary) -> bool:
    """Tell whether a dossier needs this answer; a temporary addition needs its ground (Art. 17)."""
    if question.key == "ground":
        return raw.get("temporary") == ("true",) and bool(vocabulary.grounds)
    return question.is_required


def faults_of(raw: Raw, vocabulary: Vocabulary) -> tuple[Fault, ...]:
    """Return everything wrong with the answers: bad ones and missing ones."""
    return tuple(_faults(raw, vocabulary))


def _faults(raw: Raw, vocabulary: Vocabulary) -> Iterator[Fault]:
    for question in QUESTIONS:
        texts = raw.get(question.key, ())
        if not texts and is_wanted(question, raw, vocabulary):
            yield Fault(question)
        for text in texts:
            found = answer_problem(question, text, vocabulary)
            if found:
                yield Fault(question, text, found)


def answer_problem(question: Question, text: str, vocabulary: Vocabulary) -> Problem | None:
    """Return what the manifest's form has against one answer, or None."""
    _, problems = read_yaml(f"- {as_scalar(text)}".encode("utf-8", "replace"))
    found = list(problems)
    _shape_of(question, vocabulary).read(Scalar(text, 1, 1, is_plain=False), found.append)
    return next((each for each in found if each.severity is Severity.ERROR), None)


def choices(question: Question, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the words that an answer must be one of; empty when it is free."""
    shape = _shape_of(question, vocabulary)
    if isinstance(shape, ListOf):
        shape = shape.item
    return shape.words if isinstance(shape, Choice) else ()


def field_of(question: Question, vocabulary: Vocabulary) -> Field:
    """Return the manifest's field that an answer fills."""
    found = Field(manifest_shape(vocabulary))
    for key in question.route:
        if isinstance(found.shape, Record):
            found = found.shape.fields[key]
    return found


def _shape_of(question: Question, vocabulary: Vocabulary) -> Shape:
    return field_of(question, vocabulary).shape


def answers_of(raw: Raw) -> Answers:
    """Return the answers, which `faults_of` has nothing against."""
    one = {question.key: (raw.get(question.key) or ("",))[-1] for question in QUESTIONS}
    several = {key: tuple(dict.fromkeys(raw.get(key, ()))) for key in ("category", "joint")}
    return Answers(
        name=one["name"],
        unit=one["unit"],
        year=one["year"],
        nature=one["nature"],
        categories=several["category"],
        amount=one["amount"],
        unit_kind=one["unit_kind"],
        code=one["code"],
        joint=several["joint"],
        temporary=one["temporary"] == "true",
        ground=one["ground"],
    )


def require_free(directory: str) -> None:
    """Raise Refused when a dossier, or something that is no folder, is already there."""
    if os.path.lexists(os.path.join(directory, MANIFEST)):
        raise Refused("dossier_exists", {"path": directory})
    if os.path.lexists(directory) and not os.path.isdir(directory):
        raise Refused("not_a_folder", {"path": directory})


def schema_path(root: str, pack: Pack) -> str:
    """Return where the schema lies or goes; a portfolio under two regulations has a file for each."""
    common = os.path.join(root, STATE_FOLDER, SCHEMA)
    if not os.path.lexists(common) or _holds(common, f'"{schema_id(pack)}"'):
        return common
    return os.path.join(root, STATE_FOLDER, f"manifest.{_UNFIT_IN_NAMES.sub('-', pack.identity.id)}.schema.json")


def _holds(path: str, text: str) -> bool:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return text in file.read(_MOST_BYTES_OF_SCHEMA)
    except OSError:
        return False


@value
class SharedTexts:
    """The portfolio's own files, made once: the schema, and what git should know (file name → text)."""

    schema: str
    git: Mapping[str, str]


def plan_dossiers(
    wanted: Iterable[tuple[str, Answers]], pack: Pack, compose: Callable[[Answers, str], str], shared: SharedTexts
) -> NewTree:
    """Return what to make for (folder, answers) pairs.

    `compose` turns answers and the schema's relative path into a manifest, which must read back as the same answers;
    ZlxmError (`bad_template`) when it does not. Raises Refused when a dossier is already there.
    """
    folders: list[str] = []
    files: list[tuple[str, bytes]] = []
    common: dict[str, bytes] = {}
    for given, answers in wanted:
        directory = os.path.abspath(given)
        require_free(directory)
        root = portfolio_root(directory)
        schema = schema_path(root, pack)
        text = compose(answers, os.path.relpath(schema, directory).replace(os.sep, "/"))
        _verify(text, answers, pack)
        folders += [os.path.join(directory, name) for name in stage_folders(pack.vocabulary)]
        files.append((os.path.join(directory, MANIFEST), text.encode()))
        common |= {schema: shared.schema.encode()}
        common |= {os.path.join(root, name): content.encode() for name, content in shared.git.items()}
    return NewTree(tuple(folders), tuple(files), tuple(common.items()))


def stage_folders(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the folders that the regulation sorts its papers into."""
    return tuple(sorted({kind.folder for kind in vocabulary.documents.values() if kind.folder}))


def _verify(text: str, answers: Answers, pack: Pack) -> None:
    root: Node | None
    root, problems = read_yaml(text.encode("utf-8", "replace"))
    dossier, faults = read_manifest(root, pack.vocabulary) if not is_fatal(problems) else (None, ())
    worst = next((each for each in (*problems, *faults) if each.severity is Severity.ERROR), None)
    if worst or dossier is None:
        detail = f"{worst.code}, {worst.line}" if worst else "no_manifest"
        raise ZlxmError("bad_template", {"detail": detail})
    if not _says(dossier, answers, pack):
        raise ZlxmError("bad_template", {"detail": "other_answers"})


def _says(dossier: Dossier, answers: Answers, pack: Pack) -> bool:
    project, unit, plan = dossier.project, dossier.unit, dossier.plan
    read = (dossier.regulation, project.name, project.nature, project.categories, project.code, unit.name, unit.joint)
    given = (
        pack.identity.id,
        answers.name,
        answers.nature,
        answers.categories,
        answers.code,
        answers.unit,
        answers.joint,
    )
    read_further = (unit.kind or "", plan.year, plan.temporary, plan.ground or "", dossier.budget.total)
    amount = Decimal(answers.amount) if answers.amount else None
    given_further = (answers.unit_kind, int(answers.year), answers.temporary, answers.ground, amount)
    return read == given and read_further == given_further


def make_dossiers(tree: NewTree) -> tuple[str, ...]:
    """Write the plan and return the new dossiers' folders. Raises as `write_tree`; a manifest that has come to be in
    the meantime is a dossier that exists."""
    manifests = [path for path, _ in tree.files]
    try:
        write_tree(tree)
    except Refused as refused:
        path = str(refused.facts.get("path"))
        if path in manifests:
            raise Refused("dossier_exists", {"path": os.path.dirname(path)}) from refused
        raise
    return tuple(os.path.dirname(path) for path in manifests)
