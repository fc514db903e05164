"""The annual plan: who is in it, what it says, and that it comes back whole through `init --from`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from tests.builders import root
from zlxm.cli.app import app
from zlxm.model.dossier import Dossier
from zlxm.model.errors import ZlxmError
from zlxm.model.source import PackSource, blocks_of
from zlxm.model.yaml_scalar import as_scalar
from zlxm.rules.plan_binding import bind_plan
from zlxm.services.dossiers import load_dossier
from zlxm.services.plan import Plan, PlanRequest, funds, load_plan_form, make_plan
from zlxm.services.regulations import DEFAULT, load_pack

AS_OF = date(2026, 9, 20)


def dossier(folder: Path, name: str = "甲", unit: str = "民政局", more: str = "", year: int = 2027) -> Path:
    """Write a manifest and return its folder."""
    folder.mkdir(parents=True)
    (folder / "manifest.yaml").write_text(
        "zlxm: 1\nregulation: zhonglou-2023\n"
        f"project: {{name: {as_scalar(name)}, nature: 新建, categories: [软件应用]}}\n"
        f"unit: {{name: {as_scalar(unit)}}}\nplan: {{year: {year}}}\n{more}",
        encoding="utf-8",
    )
    return folder


def planned(folder: Path, year: int = 2027) -> Plan:
    return make_plan(PlanRequest(year, str(folder), AS_OF))


def names(plan: Plan) -> list[str]:
    return [str(project.values["项目名称"]) for project in plan.projects]


def test_the_projects_of_the_year_stand_by_unit(tmp_path: Path) -> None:
    for number, (name, unit, year) in enumerate(
        [("一", "民政局", 2027), ("二", "教育局", 2027), ("三", "民政局", 2027), ("四", "民政局", 2026)]
    ):
        dossier(tmp_path / str(number), name, unit, year=year)
    assert names(planned(tmp_path)) == ["一", "三", "二"]


def test_who_is_left_out_is_said(tmp_path: Path) -> None:
    dossier(tmp_path / "a")
    secret = dossier(tmp_path / "b")
    text = (secret / "manifest.yaml").read_text(encoding="utf-8")
    (secret / "manifest.yaml").write_text(text.replace("nature", "classified: true, nature"), encoding="utf-8")
    dossier(tmp_path / "c", more="unknown: 1\n")
    dossier(tmp_path / "d", more="unknown: 1\n", year=2026)
    other = dossier(tmp_path / "e")
    text = (other / "manifest.yaml").read_text(encoding="utf-8")
    (other / "manifest.yaml").write_text(text.replace("zhonglou-2023", "guojia-2019"), encoding="utf-8")
    plan = planned(tmp_path)
    assert len(plan.projects) == 1
    found = {Path(each.folder).name: each.why for each in plan.left_out}
    assert (found["b"], found["c"]) == ("classified", "broken")
    assert "d" not in found
    assert found["e"] in ("other_regulation", "broken")


@pytest.mark.parametrize(
    ("year", "code"),
    [(2030, "no_dossier_of_year"), (2027, "no_dossier")],
)
def test_nothing_to_plan_is_no_empty_plan(tmp_path: Path, year: int, code: str) -> None:
    if code == "no_dossier_of_year":
        dossier(tmp_path / "a")
    with pytest.raises(ZlxmError) as told:
        planned(tmp_path, year)
    assert (told.value.code, told.value.exit_code) == (code, 3)


def test_papers_that_are_missing_and_findings_are_those_of_the_application(tmp_path: Path) -> None:
    folder = dossier(tmp_path / "a", more="budget: {total: 20}\n")
    (project,) = planned(tmp_path).projects
    assert project.missing == 3
    assert "缺" not in str(project.values)
    assert {"ZL05-3"} <= {finding.rule for finding in project.findings}
    (folder / "方案.pdf").write_bytes(b"%PDF-1.4\n%%EOF")
    text = (folder / "manifest.yaml").read_text(encoding="utf-8")
    (folder / "manifest.yaml").write_text(
        text + "documents: [{kind: 项目建设方案, path: 方案.pdf}]\n", encoding="utf-8"
    )
    assert planned(tmp_path).projects[0].missing == 2


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("", (None, None)),
        ("{source: 甲, amount: 5}", (Decimal(5), None)),
        ("{source: 甲, amount: 5, year: 2027}, {source: 乙, amount: 1.5}", (Decimal("6.5"), None)),
        ("{source: 甲, amount: 5, year: 2028}, {source: 甲, amount: 1, year: 2030}", (None, Decimal(6))),
        ("{source: 甲, amount: 5, year: 2026}", (None, None)),
    ],
)
def test_money_goes_to_its_year(tmp_path: Path, lines: str, expected: tuple[Decimal | None, Decimal | None]) -> None:
    dossier(tmp_path / "a", more=f"budget: {{funding: [{lines}]}}\n")
    assert funds(planned(tmp_path).projects[0], 2027) == expected


# ------------------------------------------------------------------------------------------------- columns are data


def test_the_columns_of_the_annex_are_all_there() -> None:
    form = load_plan_form(DEFAULT)
    assert len(form.columns) == 36
    assert sum(column.is_printed for column in form.columns) == 14
    assert [number for number, column in enumerate(form.columns, 1) if column.is_summed] == [*range(14, 23), 24, 25, 34]
    printed = [number for number, column in enumerate(form.columns, 1) if column.is_printed]
    assert printed == [1, 2, 4, 6, 7, 10, 13, 14, 23, 24, 33, 34, 35, 36]


SETTINGS = "plan: {title: 计划, unit: 单位, category: 单位, name: 名称, code: 名称, amount: 名称}\n"


def bound(columns: str, settings_: str = SETTINGS) -> tuple[bool, list[str]]:
    blocks = blocks_of(root(settings_ + columns), "plan.yaml")
    form, problems = bind_plan(PackSource(blocks), {"单位", "名称", "金额"}, load_pack(DEFAULT))
    return form is not None, [each.problem.code for each in problems]


@pytest.mark.parametrize(
    ("columns", "codes"),
    [
        ("plan_columns: {单位: {}, 名称: {width: 5}}", []),
        ("plan_columns: {单位: {}, 名称: {}, 合: {text: '{单位}（{金额}）'}}", []),
        ("plan_columns: {单位: {}, 名称: {}, 丙: {omit: true}}", []),
        ("plan_columns: {单位: {}, 名称: {}, 丙: {}}", ["unknown_word"]),
        ("plan_columns: {单位: {}, 名称: {}, 丙: {slot: 没有}}", ["unknown_word"]),
        ("plan_columns: {单位: {}, 名称: {}, 丙: {text: '{没有}'}}", ["unknown_word"]),
        ("plan_columns: {单位: {}, 名称: {}, 丙: {text: '{单位'}}", ["bad_yaml"]),
        ("plan_columns: {单位: {}, 名称: {}, 丙: {own: rest, of: 没有, less: [金额]}}", ["unknown_word"]),
        ("plan_columns: {单位: {}, 名称: {own: magic}}", ["unknown_word"]),
        ("plan_columns: {单位: {}, 名称: {as: picture}}", ["unknown_word"]),
        ("plan_columns: {单位: {}, 名称: {width: 0}}", ["bad_whole"]),
        ("plan_columns: {单位: {}, 名称: {colour: 红}}", ["unknown_key"]),
        ("plan_columns: {单位: {}, 名称: {answer: 不知道}}", ["unknown_word"]),
        ("plan_columns: {单位: {}}", ["unknown_word"] * 3),
    ],
)
def test_a_slip_in_a_plan_is_found_when_it_is_loaded(columns: str, codes: list[str]) -> None:
    assert bound(columns) == (not codes, codes)


def test_a_plan_without_columns_is_none() -> None:
    assert bound("{}", "") == (False, [])
    assert bound(
        "plan_columns: {单位: {}, 名称: {}}", "plan: {unit: 单位, category: 单位, name: 名称, code: 名称}\n"
    ) == (
        False,
        ["missing_key"],
    )


def test_a_regulation_without_a_plan_says_so(tmp_path: Path) -> None:
    dossier(tmp_path / "a")
    with pytest.raises(ZlxmError) as told:
        load_plan_form("guojia-2019")
    assert told.value.code == "no_plan_form"


# ------------------------------------------------------------------------------------------------------- there and back


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=20,
).filter(lambda text: text.strip("*") == text)


def facts(found: Dossier) -> tuple[object, ...]:
    """Return what both a plan and a new dossier hold."""
    project = found.project
    shared = (project.name, project.code, project.nature, project.categories, found.unit.name, found.plan.year)
    return (*shared, found.budget.total)


def read(folder: Path) -> Dossier:
    loaded = load_dossier(str(folder)).dossier
    assert loaded
    return loaded


def there_and_back(source: Path, target: Path, *options: str) -> dict[tuple[object, ...], int]:
    workbook = target.with_suffix(".xlsx")
    done = CliRunner().invoke(app, ["plan", "2027", str(source), "-o", str(workbook), *options], catch_exceptions=False)
    assert done.exit_code == 0
    done = CliRunner().invoke(app, ["init", str(target), "--from", str(workbook)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    found: dict[tuple[object, ...], int] = {}
    for manifest in target.rglob("manifest.yaml"):
        key = facts(read(manifest.parent))
        found[key] = found.get(key, 0) + 1
    return found


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(TEXTS, TEXTS, TEXTS, st.decimals(0, 9999, places=6)),
        min_size=1,
        max_size=4,
        unique_by=lambda row: row[2],
    )
)
def test_a_plan_makes_the_same_projects_again(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str, Decimal]]
) -> None:
    folder = tmp_path_factory.mktemp("round")
    for number, (name, unit, code, amount) in enumerate(rows):
        made = dossier(folder / "a" / str(number), name, unit, f"budget: {{total: {amount}}}\n")
        manifest = made / "manifest.yaml"
        text = manifest.read_text(encoding="utf-8")
        manifest.write_text(text.replace("{name: ", f"{{code: {as_scalar(code)}, name: ", 1), encoding="utf-8")
    before = {facts(read(each.parent)) for each in (folder / "a").rglob("manifest.yaml")}
    assert set(there_and_back(folder / "a", folder / "b")) == before


@pytest.mark.parametrize("option", [(), ("--print",)])
def test_every_sample_comes_back(tmp_path: Path, option: tuple[str, ...]) -> None:
    samples = Path(__file__).parents[2] / "sample-dossiers"
    found = [read(each.parent) for each in samples.rglob("manifest.yaml")]
    wanted = {facts(each) for each in found if each.plan.year == 2026}
    workbook = tmp_path / "计划.xlsx"
    run = CliRunner()
    assert run.invoke(app, ["plan", "2026", str(samples), "-o", str(workbook), *option]).exit_code == 0
    assert run.invoke(app, ["init", str(tmp_path / "库"), "--from", str(workbook)]).exit_code == 0
    again = {facts(read(each.parent)) for each in (tmp_path / "库").rglob("manifest.yaml")}
    place = 1  # the number is no column of the narrow table
    without = (lambda row: (*row[:place], *row[place + 1 :])) if option else (lambda row: row)
    assert {without(row) for row in again} == {without(row) for row in wanted}


def test_a_fault_in_a_plan_names_its_cell_and_makes_nothing(tmp_path: Path) -> None:
    dossier(tmp_path / "a" / "1")
    workbook = tmp_path / "计划.xlsx"
    CliRunner().invoke(app, ["plan", "2027", str(tmp_path / "a"), "-o", str(workbook)])
    book = openpyxl.load_workbook(workbook)
    book["汇总"]["N5"] = "八十六万"
    book.save(workbook)
    done = CliRunner().invoke(app, ["init", str(tmp_path / "b"), "--from", str(workbook)])
    assert isinstance(done.exception, ZlxmError)
    assert "汇总!N5" in done.stderr
    assert not (tmp_path / "b").exists()
