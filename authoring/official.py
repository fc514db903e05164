"""What the official papers of a project have in common: facts in a grid, signatures, annexes, whom to ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from authoring.paper import Paper
from authoring.tables import Cell, label, section

GRID = (3, 6, 3, 6)
OWNER = "{{ 责任人姓名 }}{% if 责任人职务.state == 'value' %}　{{ 责任人职务 }}{% endif %}"
SIGNED = ("（盖章）", "负责人（签字）：　　　　", "　　　　年　　月　　日")


def slot(name: str) -> str:
    """Return the tag that prints a slot."""
    return f"{{{{ {name} }}}}"


def facts(paper: Paper, lines: Iterable[Sequence[str]], widths: Sequence[int] = GRID) -> None:
    """Add a grid of names and texts; a line of one pair takes the whole width."""
    gap(paper)
    paper.grid(widths, [_facts_row(line, len(widths)) for line in lines])


def _facts_row(line: Sequence[str], columns: int) -> list[Cell]:
    if len(line) < columns:
        name, text = line
        return [label(name), Cell(text, span=columns - 1)]
    return [label(text) if number % 2 == 0 else Cell(text) for number, text in enumerate(line)]


def filled(paper: Paper, name: str, hint: str) -> None:
    """Add what the dossier says of one thing, or the hint to write it."""
    paper.tag(f"if {name}.state == 'value'")
    paper.text(slot(name))
    paper.tag("else")
    paper.guide(hint)
    paper.tag("endif")


def opinion(title: str, words: Sequence[str] = (), span: int = 3, height: int = 1900) -> list[Cell]:
    """Return the row of a form in which an office gives its opinion and signs; `words`: lines above the signature."""
    return [label(title), Cell([*words, *SIGNED], "CellSign", span, height=height)]


def parties(paper: Paper, names: Sequence[tuple[str, str]], height: int = 2200) -> None:
    """Add one box a party to sign in, side by side: what it is and who it is."""
    gap(paper)
    boxes = [Cell([name, *SIGNED], "CellSign", height=height) for _, name in names]
    paper.grid([1] * len(names), [[label(role) for role, _ in names], boxes], header_rows=1)


def gap(paper: Paper) -> None:
    """Part a table from the text above, on the same page."""
    paper.text("", "Gap")


def listed(
    paper: Paper, title: str, columns: Sequence[tuple[str, int, str]], rows: str, empty: int, styles: Sequence[str] = ()
) -> None:
    """Add a table as a part of a form, under its own heading. `rows`: what follows `for`; the rest as `Paper.table`."""
    styles = styles or ["Cell"] * len(columns)
    cells = [
        Cell(text if "{" in text or not text else slot(f"行.{text}"), style)
        for (_, _, text), style in zip(columns, styles, strict=True)
    ]
    blanks = [[Cell(style=each) for each in styles]] * empty
    head = [[section(title, len(columns))], [label(name) for name, _, _ in columns]]
    paper.grid([width for _, width, _ in columns], [*head, f"for 行 in {rows}", cells, "else", *blanks, "endfor"], 2)


def closing(paper: Paper, unit: str = "申报单位") -> None:
    """Add who signs and when."""
    for _ in range(2):
        paper.text("", "AnnexGap")
    paper.text(slot(unit), "SignBlock")
    paper.text(slot("成文日期"), "SignBlock")


def contact(paper: Paper) -> None:
    """Add whom to ask, in brackets below the date."""
    name, phone = (_either("联系人姓名", "责任人姓名"), _either("联系人电话", "责任人电话"))
    paper.text(f"（联系人：{name}，电话：{phone}）")


def _either(name: str, other: str) -> str:
    return slot(f"{name} if {name}.state == 'value' else {other}")


def annexes(paper: Paper, names: Sequence[str]) -> None:
    """Add the list of annexes below the text; its end stays with the signature."""
    paper.text("", "AnnexGap")
    for number, name in enumerate(names, 1):
        style = "AnnexFirst" if number == 1 else "AnnexLast" if number == len(names) else "AnnexLine"
        paper.text(f"{'附件：' if number == 1 else ''}{number}. {name}", style)
