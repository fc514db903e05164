from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zlxm.model.dossier import Dossier
from zlxm.model.manifest import read_manifest
from zlxm.model.node import Scalar, Table
from zlxm.model.pack import Pack
from zlxm.model.value import replace
from zlxm.model.yaml_scalar import as_figure, as_scalar
from zlxm.render.manifest import render_git_files, render_manifest
from zlxm.services.init import Answers
from zlxm.services.regulations import load_pack
from zlxm.store.packs import shipped_packs
from zlxm.store.templates import read_template
from zlxm.store.yaml_text import read_yaml

PACK = load_pack("zhonglou-2023")
LEAST = Answers(name="甲", unit="乙", year="2027", nature="新建", categories=("软件应用",))
SCHEMA = "../.zlxm/manifest.schema.json"
AWKWARD = [
    "no",
    "12:30",
    "017",
    "1e3",
    "null",
    "~",
    "2025-02-03",
    "甲: 乙",
    "甲 #乙",
    "- 甲",
    "'甲\"乙\\",
    "{甲}, [乙]",
    "&甲 *乙 !丙 |丁 >戊 %己 @庚 `辛",
    "甲\n乙\r\n丙\t丁",
    "{{ answers }} {% raw %}",
    "甲\u3000乙 ",
    "𠮷野家",
    "<script>&amp;",
    "true",
    "?",
    ":",
    "甲:",
]


def read(text: str, pack: Pack = PACK) -> Dossier:
    root, problems = read_yaml(text.encode())
    assert problems == ()
    dossier, faults = read_manifest(root, pack.vocabulary)
    assert faults == ()
    assert dossier
    return dossier


def scalar(text: str) -> str:
    root, problems = read_yaml(f"k: {as_scalar(text)}\n".encode())
    assert problems == ()
    assert isinstance(root, Table)
    node = root.get("k")
    assert isinstance(node, Scalar)
    return node.text


PRINTABLE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")), max_size=60)


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_survives_as_a_scalar(text: str) -> None:
    assert scalar(text) == text


@given(PRINTABLE)
def test_any_text_survives_as_a_scalar(text: str) -> None:
    assert scalar(text) == text
    assert "\n" not in as_scalar(text)


@given(st.text(max_size=20))
def test_any_text_at_all_stays_in_its_scalar(text: str) -> None:
    """Control and direction marks are told as problems, never let out of their quotes."""
    root, _ = read_yaml(f"k: {as_scalar(text)}\nlast: 1\n".encode())
    assert root is None or (isinstance(root, Table) and list(root.entries) == ["k", "last"])


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("钟楼区智慧养老服务平台", "钟楼区智慧养老服务平台"),
        ("ZL-2027-01", "ZL-2027-01"),
        ("2027年平台", "2027年平台"),
        ("No", '"No"'),
    ],
)
def test_plain_words_stay_plain(text: str, written: str) -> None:
    assert as_scalar(text) == written


@pytest.mark.parametrize(("text", "written"), [("86.50", "86.50"), ("2027", "2027"), ("+5", '"+5"'), ("007", '"007"')])
def test_figures_stay_bare(text: str, written: str) -> None:
    assert as_figure(text) == written


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_names_survive_in_a_manifest(text: str) -> None:
    given_ = replace(LEAST, name=text, unit=text, unit_kind=text, code=text, joint=(text, "丙"))
    dossier = read(render_manifest(given_, SCHEMA, PACK))
    unit = dossier.unit
    assert (dossier.project.name, dossier.project.code, unit.name, unit.kind, unit.joint) == (text,) * 4 + (
        (text, "丙"),
    )


@given(PRINTABLE.filter(str.strip), PRINTABLE.filter(str.strip))
def test_any_name_survives_in_a_manifest(name: str, unit: str) -> None:
    dossier = read(render_manifest(replace(LEAST, name=name, unit=unit), SCHEMA, PACK))
    assert (dossier.project.name, dossier.unit.name) == (name, unit)


@pytest.mark.parametrize("pack_id", shipped_packs())
def test_a_manifest_of_every_regulation_is_right(pack_id: str) -> None:
    pack = load_pack(pack_id)
    words = pack.vocabulary
    answers = replace(LEAST, nature=words.natures[-1], categories=words.categories)
    dossier = read(render_manifest(answers, SCHEMA, pack), pack)
    assert dossier.project.categories == words.categories
    assert (dossier.events, dossier.documents, dossier.waivers) == ((), (), ())


@pytest.mark.parametrize("pack_id", shipped_packs())
def test_every_example_in_the_comments_can_be_switched_on(pack_id: str) -> None:
    pack = load_pack(pack_id)
    words = pack.vocabulary
    answers = replace(LEAST, nature=words.natures[0], categories=words.categories[:1])
    text = render_manifest(answers, SCHEMA, pack)
    switched = re.sub(r"^( *)# (?=(?:- \{| *[a-z_]+: ))", r"\1", text, flags=re.MULTILINE)
    switched = switched.replace(text.splitlines()[0].removeprefix("# "), text.splitlines()[0])
    root, problems = read_yaml(switched.encode())
    dossier, faults = read_manifest(root, words)
    assert problems == ()
    assert {fault.code for fault in faults} <= {"sums_differ"}
    assert dossier
    assert dossier.events
    assert dossier.documents
    assert dossier.waivers
    assert dossier.unit.owner
    assert dossier.systems
    assert dossier.budget.items


def test_every_block_says_what_it_is_for() -> None:
    text = render_manifest(replace(LEAST, amount="86.50"), SCHEMA, PACK)
    assert text.splitlines()[0] == f"# yaml-language-server: $schema={SCHEMA}"
    for key, remark in PACK.guide.items():
        assert remark in text, key
    assert "  total: 86.50 " in text


def test_a_remark_cannot_leave_its_comment() -> None:
    pack = replace(
        PACK, guide={"events": "甲\nproject: {name: 乙}\u2028x"}, identity=replace(PACK.identity, title="甲\nx: 1")
    )
    assert read(render_manifest(LEAST, SCHEMA, pack)).project.name == "甲"


def test_a_regulation_without_a_guide_still_has_titles() -> None:
    assert "# 办理过程" in render_manifest(LEAST, SCHEMA, replace(PACK, guide={}))


def test_a_pack_cannot_reach_other_templates() -> None:
    assert read_template("manifest.yaml.j2", "../x") == read_template("manifest.yaml.j2")


@pytest.mark.skipif(not shutil.which("git"), reason="asks git itself")
def test_git_keeps_attachments_and_ignores_litter(tmp_path: Path) -> None:
    for name, text in render_git_files(PACK).items():
        (tmp_path / name).write_text(text, "utf-8")

    def git(*words: str) -> str:
        command = ["git", "-c", "core.quotepath=off", *words]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False).stdout

    git("init", "-q")
    attributes = git(
        "check-attr", "text", "eol", "--", "甲/01-申报/说明.txt", "甲/manifest.yaml", "甲/说明.txt", "图.pdf"
    )
    assert attributes.splitlines() == [
        "甲/01-申报/说明.txt: text: unset",
        "甲/01-申报/说明.txt: eol: unspecified",
        "甲/manifest.yaml: text: set",
        "甲/manifest.yaml: eol: lf",
        "甲/说明.txt: text: unspecified",
        "甲/说明.txt: eol: unspecified",
        "图.pdf: text: unset",
        "图.pdf: eol: unspecified",
    ]
    names = ["甲/~$申报表.docx", "甲/.zlxm-1.part", ".zlxm/x", ".zlxm/manifest.schema.json", "甲/manifest.yaml"]
    assert git("check-ignore", *names).splitlines() == names[:3]
