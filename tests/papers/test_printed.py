"""Every paper as LibreOffice prints it: page counts, nothing left over, nothing lost."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import docx
import pytest

from tests.golden import assert_golden
from tests.papers.lost import lost_texts
from tests.papers.making import made, made_as, papers
from tests.papers.office import convert, page_texts, pages, require
from zlxm.store.stamps import read_made

NAMES = sorted(papers())
WORD = [name for name in NAMES if made_as(name) == ".docx"]
PAGES = Path(__file__).parent / "pages.txt"


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with a PDF of every paper."""
    require("soffice", "pdfinfo", "pdftotext")
    folder = tmp_path_factory.mktemp("papers")
    files = []
    for name in NAMES:
        extension, finished = made(name)
        files.append(folder / f"{name}{extension}")
        files[-1].write_bytes(finished.data)
    convert(files, folder)
    return folder


@pytest.mark.xdist_group("office")
def test_pages_of_every_paper(printed: Path) -> None:
    counted = {name: pages(printed / f"{name}.pdf") for name in NAMES}
    assert_golden(PAGES, "".join(f"{name} {count}\n" for name, count in counted.items()))


@pytest.mark.xdist_group("office")
@pytest.mark.parametrize("name", NAMES)
def test_no_page_is_empty_and_no_tag_is_left(printed: Path, name: str) -> None:
    texts = page_texts(printed / f"{name}.pdf")
    assert all(len("".join(text.split())) > 3 for text in texts)
    assert not any("{{" in text or "{%" in text for text in texts)


@pytest.mark.xdist_group("office")
@pytest.mark.parametrize("name", WORD)
def test_every_text_of_a_paper_is_printed(printed: Path, name: str) -> None:
    assert lost_texts(printed / f"{name}.docx", printed / f"{name}.pdf") == []


@pytest.mark.xdist_group("office")
def test_a_text_too_few_on_the_printed_pages_is_noticed(printed: Path, tmp_path: Path) -> None:
    paper = docx.Document(str(printed / "变更申请表.docx"))
    rows = paper.tables[2].rows
    rows[2]._tr.addnext(deepcopy(rows[2]._tr))  # noqa: SLF001 python-docx copies no rows
    paper.save(str(tmp_path / "变更申请表.docx"))
    lost = lost_texts(tmp_path / "变更申请表.docx", printed / "变更申请表.pdf")
    assert rows[2].cells[1].text in lost


@pytest.mark.xdist_group("office")
def test_a_paper_saved_by_an_office_program_counts_as_edited_and_still_knows_what_it_is(tmp_path: Path) -> None:
    require("soffice")
    _, finished = made("论证函")
    paper, saved = tmp_path / "论证函.docx", tmp_path / "saved"
    paper.write_bytes(finished.data)
    saved.mkdir()
    convert([paper], saved, "docx")
    ours, theirs = read_made(str(paper)), read_made(str(saved / "论证函.docx"))
    assert ours is not None
    assert theirs is not None
    assert (ours.is_edited, theirs.is_edited) == (False, True)
    assert theirs.stamp.paper == "论证函"
