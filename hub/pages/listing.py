"""Entries as a list lays them out: by year, with the stretches between them in which nothing is shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from hub.pages.present import days_of, one_day

Entry = Mapping[str, Any]
LONG_GAP = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Item:
    """An entry, and the stretch before it in which nothing is shown, where that is long."""

    entry: Entry
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """The entries of one calendar year that follow one another in the list."""

    title: str
    items: tuple[Item, ...]


def by_year(entries: Sequence[Entry], *, with_gaps: bool) -> list[Year]:
    """Return the entries in their order, by year. Gaps are told only of a list that leaves nothing out."""
    items = [Item(entry, _gap(before, entry) if with_gaps else "") for before, entry in _pairs(entries)]
    return [Year(title, tuple(group)) for title, group in groupby(items, key=lambda item: _year(item.entry))]


def _pairs(entries: Sequence[Entry]) -> Iterable[tuple[Entry | None, Entry]]:
    return zip([None, *entries], entries, strict=False)


def _year(entry: Entry) -> str:
    return str(days_of(entry["occurred"])[0].year)


def _gap(before: Entry | None, entry: Entry) -> str:
    """The stretch between two entries, whichever way the list runs: `3 May 2025 to 2 September 2025`."""
    if before is None:
        return ""
    earlier, later = sorted((days_of(before["occurred"]), days_of(entry["occurred"])))
    return between(earlier[1], later[0]) if later[0] - earlier[1] > LONG_GAP else ""


def between(first: date, last: date) -> str:
    return f"{one_day(first)} to {one_day(last)}"
