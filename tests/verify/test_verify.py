"""What verify says of whole packages, of those with something missing, and of bags that other programs made."""

from __future__ import annotations

import tracemalloc
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.verify.packages import (
    AS_OF,
    DEFLATED,
    PAPERS,
    SAMPLES,
    YANGLAO,
    Files,
    Made,
    Raw,
    changed,
    digest_lists,
    escaped,
    oxum,
    raws,
    zip_of,
)
from zlxm.model.attachment import FileState
from zlxm.model.finding import SlotState
from zlxm.services.verify import Verdict, VerifyRequest, verify
from zlxm.wording.sentences import message

TODAY = date(2026, 11, 23)
FORM = "data/02_项目建设申报表_2026-09-18.docx"


def look(data: bytes, folder: Path, name: str = "", **asked: Any) -> Verdict:
    path = folder / f"{name or Made().folder}.zip"
    path.write_bytes(data)
    return verify(str(path), VerifyRequest(TODAY, **asked))


def rules(verdict: Verdict) -> set[str]:
    return {each.rule for each in verdict.findings}


def said(verdict: Verdict, rule: str) -> list[str]:
    return [message(each) for each in verdict.findings if each.rule == rule]


def test_a_package_under_the_contract(tmp_path: Path) -> None:
    verdict = look(Made().data(), tmp_path)
    assert verdict.is_accepted
    assert verdict.integrity.counts == {"sha256": 5, "sm3": 5}
    assert (verdict.submission, verdict.as_of) == ("申报", date(2026, 11, 23))
    assert verdict.checklist is not None
    assert verdict.checklist.counted() == (3, 3)


def test_packed_entries_are_the_same_package(tmp_path: Path) -> None:
    packed = zip_of([Raw(each.name, each.data, DEFLATED) for each in Made().entries()])
    verdict, plain = look(packed, tmp_path), look(Made().data(), tmp_path)
    assert verdict.is_accepted
    assert verdict.integrity == plain.integrity
    assert verdict.dossier == plain.dossier


def test_every_difference_is_listed(tmp_path: Path) -> None:
    def alter(files: Files) -> None:
        for name in [each for each in files if "会议纪要" in each or each == "bag-info.txt"]:
            del files[name]
        files[FORM] += b"x"
        files["data/manifest.yaml"] += b"\n"
        files |= {"data/a.txt": b"", "data/b/c.txt": b"1", "d.txt": b"2"}

    verdict = look(changed(Made(), alter), tmp_path)
    integrity = verdict.integrity
    assert integrity.missing == ("bag-info.txt", "data/01_三重一大会议纪要_2026-08-20.pdf")
    assert integrity.extra == ("d.txt", "data/a.txt", "data/b/c.txt")
    assert integrity.changed == (FORM, "data/manifest.yaml")
    assert integrity.counts == {"sha256": 2, "sm3": 2}
    assert not verdict.is_intact


def test_only_what_is_in_the_package_counts_for_its_list(tmp_path: Path) -> None:
    verdict = look(Made(kinds=PAPERS[:1]).data(), tmp_path)
    assert verdict.is_intact
    assert not verdict.is_complete
    assert said(verdict, "PACKAGE-8") == ["包里没有项目建设申报表", "包里没有项目建议书"]
    assert not any(each.rule.startswith("ZL") and "建议书" in message(each) for each in verdict.findings)


def test_a_paper_the_dossier_lacks_is_told_once(tmp_path: Path) -> None:
    def forget(files: Files) -> None:
        text = files["data/manifest.yaml"].decode()
        lines = [line for line in text.splitlines() if "kind: 项目建设申报表" not in line]
        files["data/manifest.yaml"] = "\n".join(lines).encode()

    verdict = look(changed(Made(), forget, listed_again=True), tmp_path)
    assert said(verdict, "PACKAGE-8") == []
    assert [message(each) for each in verdict.findings if each.document == "项目建设申报表"] == ["缺少项目建设申报表"]
    assert verdict.checklist is not None
    assert [tick.documents[0] for tick in verdict.checklist.ticks if tick.state is SlotState.MISSING] == [PAPERS[1]]


def put_form(data: bytes) -> bytes:
    return changed(Made(), lambda files: files.update({FORM: data}), listed_again=True)


@pytest.mark.parametrize(
    ("content", "rule"),
    [(b"", "FILE-3"), (b"%PDF-1.4\n%%EOF", "FILE-4"), (b"version https://git-lfs.github.com/spec/v1\n", "FILE-6")],
)
def test_papers_are_opened_not_believed(content: bytes, rule: str, tmp_path: Path) -> None:
    assert rule in rules(look(put_form(content), tmp_path))


@pytest.mark.parametrize("method", [0, DEFLATED])
def test_the_words_in_a_paper_are_read(method: int, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("机密★10年")
    document.add_paragraph("【待填：项目名称】")
    out = BytesIO()
    document.save(out)
    files = Made().files()
    files[FORM] = out.getvalue()
    packed = [Raw(each.name, each.data, method) for each in raws(digest_lists(files), Made().folder)]
    assert {"FILE-7", "FILE-13"} <= rules(look(zip_of(packed), tmp_path))


def test_papers_of_other_stages_are_as_their_sender_states(tmp_path: Path) -> None:
    kinds = tuple(each["kind"] for each in Made("sifa-touyong").manifest["documents"] if "05-验收" in each["path"])
    made = Made("sifa-touyong", "初验", kinds=tuple(dict.fromkeys(kinds)))
    verdict = look(made.data(), tmp_path, made.folder)
    assert verdict.is_intact
    assert not any(
        each.rule.startswith(("ZL1", "ZL2")) and each.what.endswith("missing_document") for each in verdict.findings
    )


def test_a_draft_is_never_accepted(tmp_path: Path) -> None:
    verdict = look(Made(draft=True).data(), tmp_path)
    assert (verdict.is_intact, verdict.is_complete, verdict.is_accepted) == (True, True, False)
    assert "PACKAGE-7" in rules(verdict)


def test_another_day_is_judged_by_when_asked(tmp_path: Path) -> None:
    early = look(Made().data(), tmp_path, as_of=date(2026, 9, 1))
    assert early.as_of == date(2026, 9, 1)
    assert not early.is_complete


def test_a_package_from_the_future_is_said(tmp_path: Path) -> None:
    made = Made(as_of="2027-01-01")
    assert "基准日在今天以后" in "".join(said(look(made.data(), tmp_path, made.folder), "PACKAGE-6"))


def of_regulation(name: str) -> bytes:
    def alter(files: Files) -> None:
        files["data/manifest.yaml"] = files["data/manifest.yaml"].replace(b"zhonglou-2023", name.encode())

    return changed(Made(), alter, listed_again=True)


@pytest.mark.parametrize("name", ["beijing-2031", "../../evil"])
def test_an_unknown_regulation_gives_no_verdict(name: str, tmp_path: Path) -> None:
    verdict = look(of_regulation(name), tmp_path)
    assert verdict.refusal is not None
    assert verdict.refusal.code == "regulation_of_package"
    assert not verdict.is_accepted


def test_a_receiver_with_another_regulation_gives_no_verdict(tmp_path: Path) -> None:
    folder = SAMPLES.parent / "zlxm" / "regulations" / "lishui-2025"
    verdict = look(Made().data(), tmp_path, pack_folder=str(folder))
    assert verdict.refusal is not None
    assert verdict.refusal.code == "regulation_of_package"


def test_a_broken_manifest_is_told_with_its_line(tmp_path: Path) -> None:
    data = changed(
        Made(), lambda files: files.update({"data/manifest.yaml": b"zlxm: 1\nproject: ["}), listed_again=True
    )
    verdict = look(data, tmp_path)
    assert "MANIFEST" in rules(verdict)
    assert not verdict.is_accepted


def test_a_secret_project_is_not_opened(tmp_path: Path) -> None:
    def classify(files: Files) -> None:
        text = files["data/manifest.yaml"].decode()
        files["data/manifest.yaml"] = text.replace("  nature:", "  classified: true\n  nature:", 1).encode()

    verdict = look(changed(Made(), classify, listed_again=True), tmp_path)
    assert any(each.rule.startswith("ZL41") for each in verdict.findings)
    assert verdict.dossier is not None
    assert verdict.dossier.files == {}
    assert not verdict.is_accepted


# ------------------------------------------------------------------------------------------ bags that others made


def of_others(version: str = "1.0", algorithm: str = "sha512") -> Files:
    """Return a whole dossier put into a bag as other programs do it: files under their own paths, no list of ours."""
    folder = SAMPLES / YANGLAO
    files = {
        f"data/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    declared = {"bagit.txt": f"BagIt-Version: {version}\nTag-File-Character-Encoding: UTF-8\n".encode()}
    info = {"bag-info.txt": f"Bagging-Date: {AS_OF}\nPayload-Oxum: {oxum(files)}\n".encode()}
    return digest_lists({**declared, **info, **files}, (algorithm,))


@pytest.mark.parametrize("version", ["1.0", "0.97"])
@pytest.mark.parametrize("folder", ["", "bag", "别的文件夹"])
def test_a_bag_of_another_program(version: str, folder: str, tmp_path: Path) -> None:
    verdict = look(zip_of(raws(of_others(version), folder)), tmp_path, "bag")
    assert verdict.is_intact, said(verdict, "PACKAGE-6")
    assert verdict.submission == "申报"
    assert verdict.as_of == date(2026, 11, 23)
    assert verdict.is_complete
    assert verdict.dossier is not None
    assert len(verdict.dossier.files) == len(Made().manifest["documents"])
    assert all(each.state is FileState.PRESENT for each in verdict.dossier.files.values())


def test_a_zip_by_pythons_own_library(tmp_path: Path) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("bag")
        for name, data in of_others().items():
            archive.writestr(f"bag/{name}", data)
    assert look(out.getvalue(), tmp_path, "bag").is_intact


def test_a_streamed_zip_whose_sizes_follow_the_content(tmp_path: Path) -> None:
    class Pipe(BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: object) -> int:
            raise OSError

    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in of_others().items():
            archive.writestr(f"bag/{name}", data)
    assert look(out.getvalue(), tmp_path, "bag").is_intact


@pytest.mark.parametrize("name", ["100%.txt", "a%25b.txt", "%0A.txt", "50%0d.txt"])
@pytest.mark.parametrize("encoded", [True, False])
def test_percent_signs_in_names(name: str, encoded: bool, tmp_path: Path) -> None:
    files = of_others()
    files[f"data/{name}"] = b"x"
    files = digest_lists(files, ("sha256",))
    if not encoded:
        files["manifest-sha256.txt"] = files["manifest-sha256.txt"].replace(escaped(name).encode(), name.encode())
        files = {key: data for key, data in files.items() if not key.startswith("tagmanifest")}
    verdict = look(zip_of(raws(files, "bag")), tmp_path, "bag")
    assert verdict.integrity.missing == verdict.integrity.extra == verdict.integrity.changed == ()


def test_a_list_may_be_written_as_other_tools_write_it(tmp_path: Path) -> None:
    files = of_others(algorithm="sha256")
    lines = files["manifest-sha256.txt"].decode().splitlines()
    odd = [f"{line[:64].upper()} *./{line[66:]}\r\n" for line in lines]
    files["manifest-sha256.txt"] = "".join(odd).encode()
    files = {name: data for name, data in files.items() if not name.startswith("tagmanifest")}
    assert look(zip_of(raws(files, "bag")), tmp_path, "bag").is_intact


def test_a_large_package_needs_little_memory(tmp_path: Path) -> None:
    large = b"%PDF-1.4\n" + bytes(40 * 1024**2) + b"\n%%EOF\n"
    files = of_others(algorithm="sha256")
    files["data/big.pdf"] = large
    path = tmp_path / "bag.zip"
    path.write_bytes(zip_of(raws(digest_lists(files, ("sha256",)), "bag")))
    del large, files
    tracemalloc.start()
    verdict = verify(str(path), VerifyRequest(TODAY))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert verdict.integrity.changed == ()
    assert most < 20 * 1024**2
