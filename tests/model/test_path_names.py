from __future__ import annotations

import ntpath
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zlxm.model.path_names import clash_key, is_office_litter, path_faults, unsafe_path, windows_faults

GOOD = [
    "a.pdf",
    "附件/立项/项目建议书（报批稿）.docx",
    "附件/1.立项/第1号 通知.pdf",
    "..a/b..c",
    "a...b/.隐藏",
    "会议：纪要.pdf",
]


@pytest.mark.parametrize("path", GOOD)
def test_an_ordinary_path_has_no_fault(path: str) -> None:
    assert path_faults(path) == ()
    assert unsafe_path(path) is None


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        ("/etc/passwd", ("absolute",)),
        ("//srv/share/x", ("absolute", "empty_part")),
        ("C:\\x", ("drive", "backslash")),
        ("C:x", ("drive",)),
        ("a:b.pdf", ("drive",)),
        ("甲:乙.pdf", ("drive",)),
        ("\\\\srv\\share", ("backslash",)),
        ("附件\\x.pdf", ("backslash",)),
        ("../x", ("parent",)),
        ("附件/../../x", ("parent",)),
        ("附件/..", ("parent",)),
        ("附件/.. /x", ("parent",)),
        ("附件/.../x", ("parent",)),
        ("附件\\..\\x", ("backslash", "parent")),
        ("", ("empty_part",)),
        ("附件//x", ("empty_part",)),
        ("附件/", ("empty_part",)),
        ("./x", ("dot_part",)),
        ("附件/./x", ("dot_part",)),
        ("a\x00b", ("control_character",)),
        ("a.pdf\n", ("control_character",)),
        ("报告\x1b[2J.pdf", ("control_character",)),
        ("报告\u202efdp.exe", ("control_character",)),
        ("报\u200b告.pdf", ("control_character",)),
        ("\udcb8\udcbd.pdf", ("undecodable",)),
    ],
)
def test_each_fault_has_its_code(path: str, codes: tuple[str, ...]) -> None:
    assert path_faults(path) == codes
    assert unsafe_path(path) == codes[0]


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        ("附件/方案.docx", ()),
        ("con.pdf", ("reserved_name",)),
        ("附件/NUL", ("reserved_name",)),
        ("附件/nul .pdf", ("reserved_name",)),
        ("COM¹.txt", ("reserved_name",)),
        ("lpt9/x.pdf", ("reserved_name",)),
        ("console.pdf", ()),
        ("com10.pdf", ()),
        ("x.", ("trailing_dot_or_space",)),
        ("附件 /x", ("trailing_dot_or_space",)),
        ("甲?.pdf", ("windows_character",)),
        ("10:30.pdf", ("windows_character",)),
        ("字" * 80, ()),
        ("字" * 81, ("long_name",)),
        ("/".join(["字" * 59] * 3), ()),
        ("/".join(["字" * 60] * 3), ("long_path",)),
        ("/".join(["𠮷" * 31] * 3), ("long_path",)),
    ],
)
def test_what_windows_would_refuse(path: str, codes: tuple[str, ...]) -> None:
    assert windows_faults(path) == codes


@given(st.text(alphabet=st.sampled_from("ab.: /\\\n字C"), max_size=12))
def test_a_path_without_fault_stays_below_its_root_on_windows_and_elsewhere(path: str) -> None:
    if path_faults(path):
        return
    joined = ntpath.normpath(ntpath.join("D:\\root", path))
    assert joined.startswith("D:\\root\\")
    assert not path.startswith("/")
    assert ".." not in path.split("/")


@given(st.text(alphabet=st.characters(), max_size=30))
def test_any_text_gets_an_answer(path: str) -> None:
    assert (unsafe_path(path) is None) == (path_faults(path) == ())
    windows_faults(path)
    is_office_litter(path)


@given(st.text(max_size=20))
def test_unicode_forms_of_one_name_clash(name: str) -> None:
    assert clash_key(unicodedata.normalize("NFD", name)) == clash_key(unicodedata.normalize("NFC", name))


@pytest.mark.parametrize(("one", "other"), [("A.pdf", "a.PDF"), ("é.pdf", "e\u0301.PDF"), ("附件/X.pdf", "附件/x.pdf")])
def test_names_that_differ_only_in_case_or_form_clash(one: str, other: str) -> None:
    assert clash_key(one) == clash_key(other)


@pytest.mark.parametrize(("one", "other"), [("a.pdf", "b.pdf"), ("（1）.pdf", "(1).pdf"), ("１.pdf", "1.pdf")])
def test_names_that_only_look_alike_do_not_clash(one: str, other: str) -> None:
    assert clash_key(one) != clash_key(other)


@pytest.mark.parametrize(
    ("name", "is_litter"),
    [
        ("~$方案.docx", True),
        (".~lock.方案.docx#", True),
        ("Thumbs.db", True),
        (".DS_Store", True),
        ("Desktop.ini", True),
        ("方案.docx", False),
        ("lock.docx", False),
    ],
)
def test_what_programs_leave_behind(name: str, is_litter: bool) -> None:
    assert is_office_litter(name) is is_litter
