"""Overview → the charts of the yearly report; None where there is nothing to draw."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from zlxm.model.overview import Overview
from zlxm.wording.management import management_words
from zlxm.wording.sentences import cite, fill, label, say, show

if TYPE_CHECKING:
    from zlxm.render.word_charts import Chart

_Series = tuple[str, tuple[Decimal, ...]]


def charts_of(seen: Overview) -> dict[str, Chart | None]:
    """Return the charts by name."""
    words = management_words()["charts"]
    amounts = tuple(share.amount for share in seen.by_category)
    here = tuple(Decimal(stage.here) for stage in seen.stages)
    passed = tuple(Decimal(stage.reached - stage.here) for stage in seen.stages)
    errors = tuple(Decimal(each.errors) for each in seen.articles)
    warnings = tuple(Decimal(each.warnings) for each in seen.articles)
    categories = tuple(share.name or label("tick", "not_applicable") for share in seen.by_category)
    articles = tuple(say("outside") if each.article is None else cite(each.article) for each in seen.articles)
    both = [(words["stage"]["here"], here), (words["stage"]["passed"], passed)]
    found = [(label("severity", "error"), errors), (label("severity", "warning"), warnings)]
    return {
        "category_chart": _chart("category", "bar", categories, [(words["category"]["title"], amounts)]),
        "stage_chart": _chart("stage", "stacked", tuple(stage.name for stage in seen.stages), both),
        "article_chart": _chart("article", "stacked", articles, found),
    }


def _chart(name: str, kind: str, categories: tuple[str, ...], series: Sequence[_Series]) -> Chart | None:
    from zlxm.render.word_charts import Chart  # noqa: PLC0415 with it come python-docx and XlsxWriter

    if not any(any(numbers) for _, numbers in series):
        return None
    words = management_words()["charts"]
    values = zip(categories, *(numbers for _, numbers in series), strict=True)
    told = [fill(words["value"], {"name": category, "number": _told(found)}) for category, *found in values]
    title, unit = words[name]["title"], words[name]["unit"]
    alternative = fill(words["told"], {"title": title, "unit": unit, "values": say("list_comma").join(told)})
    return Chart(title, kind, categories, tuple(series), unit, alternative)


def _told(numbers: Sequence[Decimal]) -> str:
    return "/".join(f"{number:.0f}" if number == number.to_integral() else show(number) for number in numbers)
