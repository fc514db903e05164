"""The templates in the repository are what their authoring makes: nobody changed one without the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from authoring.build import files
from tests.papers.reading import text_of
from zlxm.render.package import read_parts

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
FILES = files()


@pytest.mark.parametrize("path", sorted(FILES))
def test_a_template_is_what_its_authoring_makes(path: str) -> None:
    kept, made = (TEMPLATES / path).read_bytes(), FILES[path]()
    if path.endswith(".docx"):
        assert read_parts(kept) == read_parts(made)
    else:
        assert text_of(path, kept) == text_of(path, made)


def test_every_template_has_its_authoring() -> None:
    kept = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.*") if path.suffix in (".docx", ".xlsx")}
    assert kept == set(FILES)
