"""What a reader wants to see of a chronology: the filters, as they stand in the address of the page."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query

from hub.access import Filters
from hub.domain.errors import Invalid
from hub.pages.present import LONDON

PAGE_SIZE = 50
ALL = "all"
NEWEST = "newest"
SWITCHES = ("significance", "order", "cursor")
NAMES = {"first": "from", "last": "to", "known": "known-by"}
"""The names in the address of what is called otherwise here."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters as they stand in the address; an empty one does not filter.

    `significance` is empty (what was judged routine is left out) or `all`; `order` is empty (as it happened) or
    `newest`; `person` is a token that an earlier answer gave this reader; `known` is a local date.
    """

    agency: str = ""
    theme: str = ""
    category: str = ""
    person: str = ""
    state: str = ""
    first: str = ""
    last: str = ""
    known: str = ""
    significance: str = ""
    order: str = ""
    cursor: str = ""

    def filters(self, themes: Mapping[str, frozenset[str]]) -> Filters:
        """Return them as access takes them. `themes` holds each theme's categories.

        Raises: Invalid, for a date that is none.
        """
        return Filters(
            first=_day(self.first),
            last=_day(self.last),
            agency=self.agency or None,
            category=self.category or None,
            categories=themes.get(self.theme) if self.theme else None,
            state=self.state or None,
            person=self.person or None,
            as_known_at=_end_of(_day(self.known)),
            without_routine=self.significance != ALL,
            newest_first=self.order == NEWEST,
            cursor=self.cursor or None,
            limit=PAGE_SIZE,
            overview=True,
        )

    def is_filtered(self) -> bool:
        return any(value for name, value in asdict(self).items() if name not in SWITCHES)

    def is_whole(self) -> bool:
        """Say whether every entry that the reader may see is wanted."""
        return self.significance == ALL and not self.is_filtered()

    def address(self, **changed: str) -> str:
        """Return the address of the same page with something changed, from its first entry unless `cursor` is given."""
        told = {**asdict(self), "cursor": "", **changed}
        return "?" + urlencode({NAMES.get(name, name): value for name, value in told.items() if value})


def wanted(
    agency: str = "",
    theme: str = "",
    category: str = "",
    person: str = "",
    state: str = "",
    first: Annotated[str, Query(alias="from")] = "",
    last: Annotated[str, Query(alias="to")] = "",
    known: Annotated[str, Query(alias="known-by")] = "",
    significance: str = "",
    order: str = "",
    cursor: str = "",
) -> Wanted:
    return Wanted(agency, theme, category, person, state, first, last, known, significance, order, cursor)


def theme_categories(themes: Any) -> dict[str, frozenset[str]]:
    """Return the categories of each theme, by its code."""
    return {theme["code"]: frozenset(theme["categories"]) for theme in themes}


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise Invalid("The dates to filter by must be real dates, like 2026-03-27.") from None


def _end_of(day: date | None) -> datetime | None:
    """Return the last instant of a local date."""
    if day is None:
        return None
    return datetime.combine(day, time.max, LONDON).astimezone(UTC)
