"""What the judge keeps of last days: those ahead, overdue, met, and next year's."""

from __future__ import annotations

import pytest

from tests.builders import APPLIED, document, event, judged, waiver
from zlxm.model.reckoning import Standing

CONTRACT = event("合同签订", "2025-03-03", contract="建设", amount="19")
FILED = event("任务书备案", "2025-04-01")
FILED_LATE = event("任务书备案", "2025-04-07")


@pytest.mark.parametrize(
    ("on", "events", "rule", "standing"),
    [
        ("2025-03-10", (CONTRACT,), "ZL13-2", [Standing.AHEAD]),
        ("2025-04-07", (CONTRACT,), "ZL13-2", [Standing.OVERDUE]),
        ("2025-04-07", (CONTRACT, FILED), "ZL13-2", [Standing.MET]),
        ("2025-04-07", (CONTRACT, FILED_LATE), "ZL13-2", [Standing.MET_LATE]),
        ("2025-04-07", (), "ZL13-2", []),
        ("2025-04-07", (CONTRACT,), "ZL33-1", [Standing.AHEAD, Standing.COMING]),
        (
            "2026-01-09",
            (CONTRACT, event("绩效自评", "2025-11-20", year=2025)),
            "ZL33-1",
            [Standing.MET, Standing.AHEAD, Standing.COMING],
        ),
        ("2026-01-09", (CONTRACT,), "ZL33-1", [Standing.OVERDUE, Standing.AHEAD, Standing.COMING]),
        ("2026-01-09", (CONTRACT, event("停用", "2025-12-01")), "ZL33-1", [Standing.OVERDUE]),
        ("2025-04-07", (), "ZL06-1", [Standing.MET]),
    ],
)
def test_standing(on: str, events: tuple[object, ...], rule: str, standing: list[Standing]) -> None:
    found = judged(on, events=(*APPLIED, *events))
    assert [each.standing for each in found.deadlines if each.rule == rule] == standing
    assert all(each.standing is Standing.AHEAD for each in found.duties)
    assert all(each in found.deadlines for each in found.duties)


def test_a_paper_that_came_within_its_grace_is_met() -> None:
    papers = (document("项目建设方案"), document("项目计划任务书", "2025-03-20"))
    found = judged("2025-03-25", events=(*APPLIED, CONTRACT), documents=papers)
    assert [each.standing for each in found.deadlines if each.rule == "ZL13-1"] == [Standing.MET]


def test_what_is_excused_is_not_owed() -> None:
    excused = waiver("2025-04-01", rule="ZL13-2")
    found = judged("2025-04-07", events=(*APPLIED, CONTRACT), waivers=(excused,))
    assert [each.standing for each in found.deadlines if each.rule == "ZL13-2"] == []


def test_several_of_one_rule_are_told_apart() -> None:
    found = judged("2026-01-09", events=(*APPLIED, CONTRACT))
    assert [each.ordinal for each in found.deadlines if each.rule == "ZL33-1"] == [0, 1, 2]
