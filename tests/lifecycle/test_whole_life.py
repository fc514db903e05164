"""One dossier from init to its end, and one through every kind of trouble, by commands alone."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.lifecycle.terminal import Said, zlxm
from tests.store.made_files import pdf

HERE = Path(__file__).parent
INIT = (
    "init 养老 --name 钟楼区智慧养老服务平台建设项目 --unit 钟楼区民政局 --unit-kind 部门 --year 2025 --amount 86.50 "
    "--nature 新建 --category 软件应用 --code ZL-2025-MZ-01 --no-input"
)


def script() -> list[dict[str, Any]]:
    """Return the days of the life as written, every scalar as its text."""
    read: list[dict[str, Any]] = yaml.load((HERE / "whole-life.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 texts only
    return read


def arrive(folder: Path, names: list[str]) -> list[str]:
    """Put files with these names into the inbox; their content differs."""
    inbox = folder.parent / "收到的"
    inbox.mkdir(exist_ok=True)
    for name in names:
        (inbox / name).write_bytes(pdf(body=f"% {name}\n".encode()))
    return [f"../收到的/{name}" for name in names]


def run(folder: Path, day: str, command: str) -> Said:
    return zlxm(folder, *shlex.split(command), as_of=day)


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    done = zlxm(tmp_path, *shlex.split(INIT), as_of="2024-08-01")
    assert done.code == 0, done.err
    return tmp_path / "养老"


def live(folder: Path, until: str = "9999") -> None:
    """Run the days of the script before `until`."""
    for day in script():
        if day["on"] >= until:
            return
        if day.get("attach"):
            done = zlxm(folder, "attach", *arrive(folder, day["attach"]), "--yes", as_of=day["on"])
            assert done.code == 0, f"{day['on']}\n{done.out}{done.err}"
        for command in day["run"]:
            done = run(folder, day["on"], command)
            assert done.code == 0, f"{day['on']} {command}\n{done.out}{done.err}"


def test_from_init_to_the_end_by_commands_alone(dossier: Path) -> None:
    live(dossier)
    done = run(dossier, "2026-10-21", "check .")
    assert done.code == 0, done.out
    assert "阶段：停用" in done.out
    packages = sorted(path.name for path in (dossier.parent / "包").iterdir())
    assert len(packages) == 8
    verified = zlxm(dossier.parent / "包", "verify", *packages)  # each as of its own day
    assert verified.code == 0, verified.out


def test_late_filing_needs_a_reason(dossier: Path) -> None:
    live(dossier, "2025-05-12")
    arrive(dossier, ["项目计划任务书20250530.pdf"])
    assert run(dossier, "2025-06-09", "attach ../收到的/项目计划任务书20250530.pdf --yes").code == 0
    late = run(dossier, "2025-06-09", "record 任务书备案")
    assert (late.code, "ZL13-2" in late.out, "第13条" in late.out) == (1, True, True)
    forced = run(dossier, "2025-06-09", "record 任务书备案 --force --force-reason 平台停机一周，已向大数据管理局说明")
    assert forced.code == 0, forced.err
    report = run(dossier, "2025-06-10", "check .")
    assert (report.code, "已豁免：平台停机一周" in report.out) == (0, True)


def test_a_change_above_a_tenth_is_refused(dossier: Path) -> None:
    live(dossier, "2025-07-15")
    asked = "change --item 统一登录=+8.21 --item 排队叫号=-8.21 --reason 技术方案优化"
    refused = run(dossier, "2025-07-15", asked)
    assert refused.code == 1
    assert "结论        须重新申报" in refused.out
    assert "ZL26-2" in refused.out
    assert run(dossier, "2025-07-15", asked.replace("8.21", "8.20")).code == 0


def test_a_failed_acceptance_is_rectified_before_the_next(dossier: Path) -> None:
    live(dossier, "2025-11-18")
    arrive(dossier, ["初步验收意见20251118.pdf", "整改报告20251125.pdf"])
    assert run(dossier, "2025-11-18", "attach ../收到的/初步验收意见20251118.pdf --yes").code == 0
    failed = run(dossier, "2025-11-18", "accept initial --result 不通过")
    assert (failed.code, "按验收意见整改" in failed.out) == (0, True)
    again = run(dossier, "2025-11-26", "accept initial --result 通过")
    assert (again.code, "ZL31-2" in again.out) == (1, True)
    assert run(dossier, "2025-11-25", "attach ../收到的/整改报告20251125.pdf --yes").code == 0
    assert run(dossier, "2025-11-25", "accept initial --rectified").code == 0
    passed = run(dossier, "2025-11-26", "accept initial --result 通过")
    assert passed.code == 0, passed.out


def test_an_early_final_application_is_refused_with_the_day(dossier: Path) -> None:
    live(dossier, "2026-02-25")
    early = run(dossier, "2026-02-10", "accept final --apply")
    assert early.code == 1
    assert "ZL28-4" in early.out
    assert "2026-02-19" in early.out  # the day after three months since 2025-11-18
    packed = run(dossier, "2026-02-10", "submit-package 终验")
    assert (packed.code, list(dossier.glob("*.zip"))) == (1, [])


def test_what_was_handed_in_is_watched_until_it_comes_back(dossier: Path) -> None:
    live(dossier, "2024-10-20")
    proposal = dossier / "01-申报" / "项目建议书.pdf"
    proposal.write_bytes(proposal.read_bytes() + b"\n% changed\n%%EOF\n")
    changed = run(dossier, "2024-10-01", "check .")
    assert (changed.code, "项目建议书.pdf 在 2024-09-18 报送“申报”以后被改动" in changed.out) == (1, True)
    assert run(dossier, "2024-10-02", "record 退回 ref=申报").code == 0
    assert run(dossier, "2024-10-02", "check .").code == 0
    assert run(dossier, "2024-10-03", "submit-package 申报 -o ../包").code == 0
    proposal.unlink()
    assert "被删掉或挪走" in run(dossier, "2024-10-04", "check .").out
