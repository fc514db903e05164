"""Every paper as LibreOffice prints it: page counts, nothing left over, nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden import assert_golden
from tests.papers.making import made, made_as, papers
from tests.papers.office import convert, page_texts, pages, raw_text, require
from tests.papers.reading import paragraphs_of
from zlxm.store.stamps import read_made

NAMES = sorted(papers())
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
@pytest.mark.parametrize("name", [name for name in NAMES if made_as(name) == ".docx"])
def test_everything_in_the_file_is_on_paper(printed: Path, name: str) -> None:
    shown = _joined("".join(page_texts(printed / f"{name}.pdf"))) + _joined(raw_text(printed / f"{name}.pdf"))
    paragraphs = [_joined(text) for text in paragraphs_of(made(name)[1].data)]
    assert [each for each in paragraphs if not _is_shown(each, shown)] == []


def _joined(text: str) -> str:
    return "".join(text.split())


def _is_shown(text: str, shown: str) -> bool:
    """Tell whether a paragraph is there; one that is broken over lines of a narrow column may be so in a few places."""
    pieces = [text[start : start + 3] for start in range(0, max(1, len(text) - 2), 3)]
    return text in shown or sum(piece in shown for piece in pieces) * 2 > len(pieces)


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
