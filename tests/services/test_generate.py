"""generate on a real dossier: what is written where, and what is never overwritten."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from zlxm.model.errors import Refused, UsageError, ZlxmError
from zlxm.render.package import read_parts, write_parts
from zlxm.render.papers import make_paper
from zlxm.services.generate import Asked, Job, Mode, Standing, ask, fitting, place, plan_job, save
from zlxm.services.papers import paper_called
from zlxm.services.settings import template_folders
from zlxm.store.stamps import read_made

ROOT = Path(__file__).parent.parent.parent
AS_OF = date(2026, 11, 23)
SAMPLE = "minzheng-yanglao"
LETTER = "论证函"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of a sample dossier in a portfolio of its own."""
    shutil.copytree(ROOT / "sample-dossiers" / ".zlxm", tmp_path / ".zlxm")
    return Path(shutil.copytree(ROOT / "sample-dossiers" / SAMPLE, tmp_path / SAMPLE))


def asked(folder: Path) -> Asked:
    return ask(str(folder), AS_OF)


def job(folder: Path, name: str = LETTER) -> Job:
    now = asked(folder)
    return plan_job(paper_called(name, now.papers), now)


def write(made: Job, mode: Mode = Mode.REFUSE) -> Path:
    path = place(made, mode, AS_OF)
    save(path, make_paper(made).data)
    return Path(path)


def edit_manifest(folder: Path, old: str, new: str) -> None:
    manifest = folder / "manifest.yaml"
    text = manifest.read_text(encoding="utf-8")
    assert old in text
    manifest.write_text(text.replace(old, new), encoding="utf-8")


def edit_by_hand(path: Path) -> None:
    """Change the document as a person with Word would."""
    parts = read_parts(path.read_bytes())
    parts["word/document.xml"] = parts["word/document.xml"].replace("民政局".encode(), "民政局（盖章）".encode())
    path.write_bytes(write_parts(parts))


def test_a_paper_goes_into_its_stage_folder_under_its_kinds_name(folder: Path) -> None:
    assert write(job(folder)) == folder / "02-论证" / "论证函.docx"


def test_a_paper_is_found_by_its_short_name_and_by_its_kind(folder: Path) -> None:
    papers = asked(folder).papers
    assert paper_called("申报表", papers) == paper_called("项目建设申报表", papers)
    with pytest.raises(UsageError) as refused:
        paper_called("申请表", papers)
    assert refused.value.facts["nearest"]


def test_the_same_input_gives_the_same_bytes(folder: Path) -> None:
    assert make_paper(job(folder)).data == make_paper(job(folder)).data


def test_a_paper_remembers_what_it_was_made_from(folder: Path) -> None:
    made = read_made(str(write(job(folder))))
    assert made is not None
    assert not made.is_edited
    assert made.stamp.paper == LETTER
    assert made.stamp.values["申报金额"] == "86.5"
    assert "成文日期" not in made.stamp.values  # it changes with the day


def test_standing_on_disk(folder: Path) -> None:
    assert job(folder).standing is Standing.ABSENT
    path = write(job(folder))
    assert job(folder).standing is Standing.CURRENT
    edit_manifest(folder, "86.50", "96.50")
    stale = job(folder)
    assert stale.standing is Standing.STALE
    assert [(each.slot, each.then, each.now) for each in stale.changed if each.then == "86.5"] == [
        ("申报金额", "86.5", "96.5")
    ]
    edit_by_hand(path)
    assert job(folder).standing is Standing.EDITED
    path.write_bytes(b"%PDF-1.7")
    assert job(folder).standing is Standing.FOREIGN


def test_a_stale_paper_is_made_anew_without_asking(folder: Path) -> None:
    path = write(job(folder))
    edit_manifest(folder, "86.50", "96.50")
    assert write(job(folder)) == path
    assert job(folder).standing is Standing.CURRENT


@pytest.mark.parametrize(("foreign", "code"), [(False, "paper_edited"), (True, "paper_foreign")])
def test_a_persons_work_is_never_overwritten_unasked(folder: Path, foreign: bool, code: str) -> None:
    path = write(job(folder))
    if foreign:
        path.write_bytes("手写".encode())
    else:
        edit_by_hand(path)
    kept = path.read_bytes()
    with pytest.raises(Refused) as refused:
        place(job(folder), Mode.REFUSE, AS_OF)
    assert refused.value.code == code
    beside = write(job(folder), Mode.BESIDE)
    assert beside.name == "论证函-2026-11-23.docx"
    assert write(job(folder), Mode.BESIDE).name == "论证函-2026-11-23-2.docx"
    assert path.read_bytes() == kept
    assert write(job(folder), Mode.OVERWRITE) == path
    assert job(folder).standing is Standing.CURRENT


def test_nothing_is_written_when_the_template_is_bad(folder: Path) -> None:
    bad = folder.parent / "坏.docx"
    bad.write_bytes(b"x")
    now = asked(folder)
    with pytest.raises(ZlxmError):
        make_paper(plan_job(paper_called(LETTER, now.papers), now, template=str(bad)))
    assert not (folder / "02-论证").exists()


def test_papers_of_a_submission(folder: Path) -> None:
    assert {paper.name for paper in fitting(asked(folder), "论证")} >= {LETTER}
    assert "停用情况说明" not in {paper.name for paper in fitting(asked(folder), "论证")}
    with pytest.raises(UsageError):
        fitting(asked(folder), "没有的报送")


def test_an_offices_own_template_wins(folder: Path) -> None:
    own = folder.parent / "templates" / LETTER
    shutil.copytree(ROOT / "templates" / "zhonglou-2023" / LETTER, own)
    assert template_folders(str(folder)) == (str(own.parent),)
    assert job(folder).template == str(own / "template.docx")


def test_an_offices_own_slot_mistake_names_the_paragraph(folder: Path) -> None:
    own = folder.parent / "templates" / LETTER
    shutil.copytree(ROOT / "templates" / "zhonglou-2023" / LETTER, own)
    template = own / "template.docx"
    parts = read_parts(template.read_bytes())
    xml = parts["word/document.xml"].decode().replace("申报金额 }}", "申报金颔 }}", 1)
    template.write_bytes(write_parts({**parts, "word/document.xml": xml.encode()}))
    with pytest.raises(ZlxmError) as refused:
        make_paper(job(folder))
    assert refused.value.code == "unknown_slot"
    facts = refused.value.facts
    assert (facts["template"], facts["name"], facts["nearest"]) == (LETTER, "申报金颔", "申报金额")
    assert "{{ 申报金颔 }}" in str(facts["text"])


def test_a_broken_or_secret_dossier_gets_no_papers(folder: Path) -> None:
    edit_manifest(folder, "zlxm: 1", "zlxm: 9")
    with pytest.raises(ZlxmError) as refused:
        asked(folder)
    assert refused.value.code == "broken_manifest"
    edit_manifest(folder, "zlxm: 9", "zlxm: 1")
    edit_manifest(folder, "project:\n", "project:\n  classified: true\n")
    with pytest.raises(Refused) as secret:
        asked(folder)
    assert secret.value.code == "classified"


def test_an_empty_dossier_shows_what_is_to_be_filled_in(folder: Path) -> None:
    (folder / "manifest.yaml").write_text(
        "zlxm: 1\nregulation: zhonglou-2023\nproject: {name: 甲, nature: 新建, categories: [软件应用]}\n"
        "unit: {name: 乙}\nplan: {year: 2027}\n",
        encoding="utf-8",
    )

    finished = make_paper(job(folder))
    assert "申报金额" in finished.missing
    xml = read_parts(finished.data)["word/document.xml"].decode()
    assert "【待填：申报金额】" in xml
    assert "highlight" in xml
    assert "None" not in xml
