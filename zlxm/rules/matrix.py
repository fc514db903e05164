"""How strongly one row of a document list is wanted from this project."""

from __future__ import annotations

from enum import Enum

from zlxm.model.pack import Cell, MatrixRow
from zlxm.rules.case import Scope
from zlxm.rules.conditions import holds


class Want(Enum):
    """The five answers of a matrix cell."""

    REQUIRED = "required"
    UNDECIDED = "undecided"  # a conditional cell that no datum decides
    OPTIONAL = "optional"
    NOT_APPLICABLE = "not_applicable"


def want(row: MatrixRow, scope: Scope) -> Want:
    """Return the strictest want among the project's classes."""
    cells = {row.cells[name] for name in scope.case.class_names if name in row.cells}
    if row.lenient is not None and holds(row.lenient, scope):
        cells = {Cell.OPTIONAL}
    if Cell.REQUIRED in cells:
        return Want.REQUIRED
    if Cell.CONDITIONAL in cells:
        return _by_condition(row, scope)
    return Want.OPTIONAL


def _by_condition(row: MatrixRow, scope: Scope) -> Want:
    answer = None if row.condition is None else holds(row.condition, scope)
    return {True: Want.REQUIRED, False: Want.NOT_APPLICABLE, None: Want.UNDECIDED}[answer]


def waived(row: MatrixRow, scope: Scope) -> bool:
    """Tell whether a person has said in writing that this paper does not exist here."""
    case = scope.case
    for waiver in case.dossier.waivers:
        is_meant = waiver.document in row.documents or waiver.rule == row.rule
        if is_meant and waiver.is_valid_on(case.as_of):
            return True
    return False
