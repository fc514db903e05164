"""Reports to be formatted: the samples as they are judged, and one in which everything is said by an enemy."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from zlxm.model.finding import DossierReport, Duty, Finding, Judgement, Report, State
from zlxm.model.problem import Severity
from zlxm.model.value import replace
from zlxm.output.formats import FORMATS, Style
from zlxm.services.check import CheckRequest, check

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "sample-dossiers"
AS_OF = date(2026, 11, 23)
MACHINE_FORMATS = ("csv", "github", "gitlab", "junit", "markdown", "sarif")
BROKEN = "name: 写坏的项目\nproject: [\n"

HOSTILE = (
    "甲\n::error::乙",
    "\r\n::set-output name=a::b",
    "  ::add-mask::x",
    "##[error]丙 ##[group]",
    "100%25 %0A::stop-commands::x",
    "a,line=1::b:c,d",
    "行\u2028段\u2029完\x85",
    "\u202egnp.exe\u2066",
    "\x1b[2J\x1b]8;;http://evil\x07",
    "\x00\x0b\ufffe\udc80\ud800",
    "=cmd|'/c calc'!A0",
    "+1-1",
    "@SUM(A1)",
    "\uff1d1+1",
    ' \t=HYPERLINK("http://e")',
    "]]><failure/>&amp;<!--",
    "<script>alert(1)</script><img src=x onerror=y>",
    "a | b || c |\n| --- |",
    "[点](https://evil.example) ![x](y) http://evil.example www.evil.example a@b.example",
    "@admin #12 !34 ~bug $5 &6 %7 :smile: `code` **b** _i_ ~~s~~",
    "</details></summary>",
    "1. a",
    "- [ ] a",
    "{0} {1} \\[x\\] {{x}}",
    "../../etc/passwd",
    "C:\\Windows\\x",
    "a;b\"c''d",
    "\u200b\ufeff零宽\xad",
    "😀" * 3,
)


def said(form: str, report: Report, style: Style | None = None) -> str:
    return FORMATS.require(form).format_report(report, style or Style(root=str(ROOT)))


def deficient() -> Report:
    """Return the report on the sample that has faults."""
    return check(CheckRequest((str(SAMPLES / "deficient-wenlv"),), AS_OF))


def portfolio(folder: Path) -> Report:
    """Return the report on one dossier with faults, one without, one with a waiver and one that cannot be read."""
    for name in ("deficient-wenlv", "minzheng-yanglao", "chengyun-yunwei"):
        shutil.copytree(SAMPLES / name, folder / name)
    (folder / "xiehuai 一").mkdir()
    (folder / "xiehuai 一" / "manifest.yaml").write_text(BROKEN, encoding="utf-8")
    return check(CheckRequest((str(folder),), AS_OF))


def finding(message: str = "问题", *, rule: str = "ZL13-2", **more: object) -> Finding:
    """Return a finding of a rule; facts are what a dossier says."""
    told = {"severity": Severity.ERROR, "state": State.FAIL, "what": "within.late", "path": "a/manifest.yaml", **more}
    return replace(
        Finding(rule, 13, Severity.ERROR, State.FAIL, "", (), {"said": message}, message="{said}", hint="改正{said}"),
        **told,
    )


def dossier(findings: tuple[Finding, ...], name: str = "项目", path: str = "a", **more: object) -> DossierReport:
    judged = Judgement(findings, outcomes={"ZL13-2": State.FAIL, "ZL13-3": State.PASS}, stage="立项")
    return replace(DossierReport(path, name, "ZL-1", judged), **more)


def report_on(*dossiers: DossierReport, **more: object) -> Report:
    whole = Report("0.1.0", "zhonglou-2023", "办法", AS_OF, date(2026, 12, 31), dossiers)
    return replace(whole, **more)


def hostile(text: str) -> Report:
    """Return a report in which all that a dossier can say is the text."""
    sentence = f"说{text}"  # a word of ours alone would be put into Chinese
    found = (
        finding(sentence, path=f"{text}/manifest.yaml", document=text, subject=text),
        finding(sentence, path=f"{text}/manifest.yaml", severity=Severity.WARNING),
        finding(sentence, path=f"{text}/manifest.yaml", severity=Severity.INFO),
        finding(sentence, path=f"{text}/manifest.yaml", is_waived=True, waiver_reason=text),
    )
    duties = (Duty("ZL33-1", date(2026, 11, 30), "{said}", {"said": text}),)
    judged = Judgement(found, duties, {"ZL13-2": State.FAIL}, text, ("ZL30-1",))
    return report_on(DossierReport(text, text, text, judged), DossierReport("b", text, "", Judgement(())))
