"""Whatever comes in gets its finding: nothing escapes, nothing is accepted, nothing is written."""

from __future__ import annotations

import os
import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify.hostile import cases
from tests.verify.packages import DEFLATED, NAME, Made, Raw, zip_of
from zlxm.model.bag import DECLARATION
from zlxm.model.errors import Refused
from zlxm.model.problem import Severity
from zlxm.output.formats import Style
from zlxm.output.verdicts import format_json, format_text
from zlxm.services.receipts import require_extractable
from zlxm.services.verify import Verdict, VerifyRequest, verify
from zlxm.wording.sentences import messages

TODAY = date(2026, 11, 23)
UNTIL = date(2026, 12, 31)
HARMLESS = {"renamed", "unflagged_name", "other_algorithm"}  # said, and no reason to return a package
CASES = cases()
ROUNDS = int(os.environ.get("ZLXM_FUZZ_ROUNDS", "120"))


def verdict_on(data: bytes, folder: Path) -> Verdict:
    path = folder / f"{NAME}.zip"
    path.write_bytes(data)
    return verify(str(path), VerifyRequest(TODAY))


def test_the_good_package_is_good(tmp_path: Path) -> None:
    verdict = verdict_on(Made().data(), tmp_path)
    assert [each for each in verdict.findings if each.rule.startswith("PACKAGE")] == []
    assert (verdict.is_intact, verdict.is_complete, verdict.is_accepted) == (True, True, True)


@pytest.mark.parametrize(("title", "data", "code", "what"), CASES, ids=[case[0] for case in CASES])
def test_a_hostile_package_is_told_for_what_it_is(
    title: str, data: bytes, code: str, what: str, tmp_path: Path
) -> None:
    verdict = verdict_on(data, tmp_path)
    told = [(each.rule, str(each.facts["fault"])) for each in verdict.findings if each.rule.startswith("PACKAGE")]
    assert any(rule.startswith(code) and what in fault for rule, fault in told), told
    assert verdict.is_accepted is (what in HARMLESS)
    assert os.listdir(tmp_path) == [f"{NAME}.zip"]
    said = format_text([verdict], UNTIL, Style())
    assert format_json([verdict], TODAY, UNTIL)
    assert not set(said) & {"\x1b", "\0", "\u202e"}
    assert what in ("", "sha256") or messages()["files"][what]
    assert verdict.is_intact is (what in HARMLESS or code == "PACKAGE-8" or title == "a draft by its tags")
    if not verdict.is_intact:
        with pytest.raises(Refused):
            require_extractable(verdict)


def is_told(data: bytes, folder: Path) -> Verdict:
    """Return the verdict on bytes of any kind, with everything that would be printed made once."""
    verdict = verdict_on(data, folder)
    assert format_text([verdict], UNTIL, Style())
    assert format_json([verdict], TODAY, UNTIL)
    errors = [each for each in verdict.findings if each.severity is Severity.ERROR]
    assert verdict.is_accepted or errors or not verdict.is_complete
    return verdict


def mutated(data: bytes, dice: random.Random) -> bytes:
    """Return the bytes with one to four of them changed, cut out, doubled, or moved; mostly in the directory."""
    out = bytearray(data)
    directory = data.rfind(b"PK\x01\x02", 0, data.rfind(b"PK\x05\x06") - 46 * 11)
    for _ in range(dice.randint(1, 4)):
        start = directory if dice.random() < 0.6 else 0
        at = dice.randrange(min(start, len(out) - 1), len(out))
        size = dice.choice((1, 1, 1, 2, 4, 30))
        match dice.randrange(5):
            case 0:
                out[at] ^= 1 << dice.randrange(8)
            case 1:
                out[at : at + size] = dice.choice((b"\xff", b"\0")) * size
            case 2:
                del out[at : at + size]
            case 3:
                out[at:at] = out[at : at + size]
            case _:
                out[at : at + size] = dice.randbytes(size)
    return bytes(out)


@pytest.mark.parametrize("method", [0, DEFLATED])
def test_no_mutation_is_accepted_unless_it_changed_nothing(method: int, tmp_path: Path) -> None:
    dice = random.Random(20260711)  # noqa: S311 the same mutations on every run
    data = zip_of([Raw(each.name, each.data, method) for each in Made().entries()])
    whole = verdict_on(data, tmp_path)
    for _ in range(ROUNDS):
        verdict = is_told(mutated(data, dice), tmp_path)
        if verdict.is_accepted:
            assert verdict.integrity.digests == whole.integrity.digests
    assert os.listdir(tmp_path) == [f"{NAME}.zip"]


@pytest.mark.parametrize("name", ["manifest-sha256.txt", "bag-info.txt", "data/submission.json", DECLARATION])
def test_no_mutation_of_a_file_inside_escapes(name: str, tmp_path: Path) -> None:
    dice = random.Random(name)  # noqa: S311 as above
    entries = Made().entries()
    at = next(number for number, each in enumerate(entries) if each.name.endswith(name.encode()))
    for _ in range(ROUNDS // 4):
        altered = list(entries)
        altered[at] = Raw(entries[at].name, mutated_text(entries[at].data, dice))
        verdict = is_told(zip_of(altered), tmp_path)
        assert not verdict.is_accepted or altered[at].data == entries[at].data


def mutated_text(data: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(data))
    piece = dice.choice((b"", b"\n", b"\xff", b"%", b"%0A", b'"', b"[", b"null", b"../", b"0", "\u7532".encode()))
    return data[:at] + piece + data[at + dice.randrange(4) :]


@settings(max_examples=200)
@given(data=st.binary(max_size=2000), kept=st.integers(0, 60))
def test_any_bytes_have_a_verdict(data: bytes, kept: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    tail = Made().data()[-kept:] if kept else b""
    assert not is_told(data + tail, tmp_path_factory.mktemp("any")).is_accepted


NAMES = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    [f"{NAME}/data/x", "../x", "a/../../b", "\\x"]
)


@settings(max_examples=200)
@given(
    entries=st.lists(
        st.builds(
            Raw,
            NAMES.map(str.encode),
            st.binary(max_size=40),
            st.sampled_from([0, 8, 12]),
            st.sampled_from([0, 0x800, 0x801, 0x808]),
            st.integers(0, 0xFFFFFFFF),
            st.binary(max_size=8),
        ),
        max_size=6,
    )
)
def test_any_zip_has_a_verdict(entries: list[Raw], tmp_path_factory: pytest.TempPathFactory) -> None:
    assert not is_told(zip_of(entries), tmp_path_factory.mktemp("zip")).is_accepted
