"""Pack source → what a regulation has looked for among dossiers that lie side by side."""

from __future__ import annotations

from zlxm.model.shape import Field, Money, Whole
from zlxm.rules.words import Words


def portfolio_fields(words: Words) -> dict[str, Field]:
    """Return the keys of the block; it reads into `PortfolioTerms`."""
    return {
        "split_below": Field(Money()),
        "split_article": Field(Whole(1, 999)),
        "filing_event": Field(words.event, default=""),
        "filing_by": Field(words.month_day),
        "filing_article": Field(Whole(1, 999)),
    }
