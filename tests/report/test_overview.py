from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.hostile.inputs import HEAD, lay
from tests.status.surveys import SAMPLES, surveyed
from zlxm.model.finding import DossierReport, Judgement, Report
from zlxm.model.outlook import Outlook, Step, Survey
from zlxm.model.overview import Mark
from zlxm.rules.overview import overview


def test_the_samples_in_numbers() -> None:
    seen = overview(surveyed())
    assert (seen.count, seen.classified, seen.broken) == (15, 0, ())
    assert [each.duty.rule for each in seen.late] == ["ZL33-1"]
    assert len(seen.soon) == 10
    assert seen.severities == {"error": 9, "warning": 2, "info": 1}
    assert [share.name for share in seen.by_year] == ["2024", "2025", "2026", "2027"]
    assert seen.by_category[0].name == "软件应用"
    assert [share.name for share in seen.by_stage] == [stage.name for stage in seen.stages if stage.here]
    assert [(each.article, each.errors, each.dossiers) for each in seen.articles][-1] == (None, 3, 1)
    assert [each.change.id for each in seen.changes] == ["C1"]
    assert seen.changes[0].change.limit == 10


def test_what_has_no_day_of_asking_yet_is_not_missing() -> None:
    grid = overview(surveyed()).grid
    rows = {row.outlook.place: dict(zip(grid.columns, row.cells, strict=True)) for row in grid.rows}
    assert rows["deficient-wenlv"]["用户手册",] is Mark.MISSING
    assert rows["deficient-wenlv"]["采购文件",] is Mark.PRESENT
    assert rows["minzheng-yanglao"]["用户手册",] is Mark.LATER
    assert rows["weijian-shiyunxing"]["初验报告",] is Mark.MISSING  # wanted for what comes next
    assert rows["weijian-shiyunxing"]["终验申请书",] is Mark.LATER
    assert rows["caizheng-wangluo"]["系统设计说明书",] is Mark.WAIVED
    assert Mark.NOT_APPLICABLE in rows["caizheng-wangluo"].values()
    assert Mark.OPTIONAL in rows["chengyun-yunwei"].values()


def test_the_coming_months(tmp_path: Path) -> None:
    lay(tmp_path / "甲", HEAD + "events:\n  - {event: 合同签订, date: 2025-09-01, contract: 建设, amount: 19}\n")
    months = overview(surveyed(tmp_path, as_of=date(2025, 10, 1))).months
    assert [month.first.isoformat() for month in months][1:4] == ["2025-11-01", "2025-12-01", "2026-01-01"]
    assert len(months) == 13
    assert [each.duty.rule for each in months[0].dues] == ["ZL13-1", "ZL13-2"]
    assert [len(month.dues) for month in months[1:]] == [1] + [0] * 11


def made(unit: str, amount: Decimal | None, reached: int) -> Outlook:
    steps = tuple(Step(name) for name in "甲乙丙丁")
    report = DossierReport(unit, unit, "", Judgement((), stage=steps[reached - 1].name))
    return Outlook(report, unit, 2026, amount=amount, steps=steps)


AMOUNTS = st.none() | st.decimals(0, 10_000, places=2)
OUTLOOKS = st.lists(st.builds(made, st.sampled_from("东南西北"), AMOUNTS, st.integers(1, 4)))


@given(OUTLOOKS)
def test_parts_make_up_the_whole(outlooks: list[Outlook]) -> None:
    report = Report("0", "甲", "甲", date(2026, 5, 6), date(2026, 12, 31), tuple(each.report for each in outlooks))
    seen = overview(Survey(report, tuple(outlooks)))
    for shares in (seen.by_unit, seen.by_category, seen.by_year, seen.by_stage):
        assert sum(share.amount for share in shares) == seen.amount
        assert sum(share.count for share in shares) == seen.count
    assert sum(stage.here for stage in seen.stages) == seen.count
    reached = [stage.reached for stage in seen.stages]
    assert reached == sorted(reached, reverse=True)
    assert all(stage.here <= stage.reached for stage in seen.stages)


def test_the_samples_folder_is_what_is_meant() -> None:
    assert {row.outlook.place for row in overview(surveyed()).grid.rows} <= {each.name for each in SAMPLES.iterdir()}
