"""Writes a plan of many projects, once with the program and once the usual way: openpyxl write-only, every cell styled.

    python -m benchmarks.plan_rows program|openpyxl ROWS FILE

Both start from the same projects in memory; the program writes its other sheets as well.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from zlxm.model.dossier import Funding
from zlxm.model.paper import Raw, Slot
from zlxm.services.plan import Plan, PlannedProject, load_plan_form, used_slots
from zlxm.services.regulations import DEFAULT, load_pack

_YEAR = 2027
_UNITS = 60
_DAY = date(2026, 9, 20)


def made_up_plan(rows: int) -> Plan:
    """Return a plan of that many projects with every column filled in."""
    form, slots = load_plan_form(DEFAULT), used_slots(DEFAULT)
    projects = tuple(_project(number, slots) for number in range(rows))
    return Plan(_YEAR, _DAY, load_pack(DEFAULT).identity, form, slots, projects, ())


def _project(number: int, slots: Mapping[str, Slot]) -> PlannedProject:
    amount = Decimal(1000 + number % 9000) / 100
    values: dict[str, Raw] = {name: _raw(slot, number, amount) for name, slot in slots.items()}
    values |= {
        "申报单位": f"钟楼区第{number % _UNITS}局",
        "项目名称": f"钟楼区某某业务信息化平台第{number}期建设项目",
        "项目编号": f"ZL-2027-{number:05}",
        "项目性质": "新建",
        "项目类别": ("软件应用", "硬件与网络")[number % 2 :],
        "申报金额": amount,
        "项目概述": "建设业务受理、流转、统计和共享四个模块、供本单位和各街道使用、年业务量约三万件。",
        "决策日期": date(2026, 8, 1 + number % 28),
    }
    return PlannedProject(f"p{number}", values, number % 3, (Funding("区级财政", amount, _YEAR),), ())


def _raw(slot: Slot, number: int, amount: Decimal) -> Raw:
    if slot.columns:
        return ()
    if slot.wording == "month":
        return _DAY
    is_amount = slot.wording == "money" or slot.name.startswith(("概算", "年运维费"))
    return amount / 8 if is_amount else (number % 5 if slot.name.endswith(("条数", "产品")) else "某某")


def write_with_openpyxl(rows: list[tuple[Any, ...]], headings: list[str], path: str) -> None:
    """Write the same table as people do who want styled cells and little memory."""
    from openpyxl import Workbook  # noqa: PLC0415 only one of the two is measured
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Alignment, Border, Font, Side  # noqa: PLC0415

    side = Side(style="thin")
    border, font, wrap = Border(side, side, side, side), Font(name="宋体", size=10), Alignment(wrap_text=True)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("汇总")
    for row in [tuple(headings), *rows]:
        cells = []
        for content in row:
            cell = WriteOnlyCell(sheet, content)
            cell.font, cell.border, cell.alignment = font, border, wrap
            if isinstance(content, float):
                cell.number_format = "#,##0.00"
            cells.append(cell)
        sheet.append(cells)
    book.save(path)


def main(which: str, rows: int, path: str) -> None:
    """Write the plan one way."""
    plan = made_up_plan(rows)
    if which == "program":
        from zlxm.render.plan_workbook import render_workbook  # noqa: PLC0415
        from zlxm.store.writing import replace_file  # noqa: PLC0415

        replace_file(path, render_workbook(plan))
        return
    from zlxm.render.plan_cells import rows_of  # noqa: PLC0415

    write_with_openpyxl(rows_of(plan, plan.form.columns), [column.header for column in plan.form.columns], path)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
