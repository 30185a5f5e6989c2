"""Filters, order and pages over what the viewer may see: nothing hidden can move a page, a count or a cursor."""

from collections.abc import Sequence
from dataclasses import dataclass

from hub.access.asked import Filters, Viewer
from hub.access.door import Door
from hub.access.look import Look
from hub.access.order import overlaps
from hub.access.rows import Row, in_order, rows
from hub.domain.errors import Fault, Invalid


@dataclass(frozen=True, slots=True)
class Page:
    """One page, how many entries match over all pages, and the cursor of the next (None: this is the last)."""

    entries: tuple[Row, ...]
    matching: int
    next_cursor: str | None
    is_first: bool


def matching(sight: Look, filters: Filters) -> list[Row]:
    """Return the rows that the filters keep, in the chronology's order; marks are no entries."""
    told = sight.rows if filters.as_known_at is None else in_order(rows(sight.seen, filters.as_known_at))
    kept = [row for row in told if _passes(row, filters)]
    return kept[::-1] if filters.newest_first else kept


def page(door: Door, viewer: Viewer, child_id: str, kept: Sequence[Row], filters: Filters) -> Page:
    """Cut one page out of the entries kept; Invalid when the cursor is not one that was given out for them."""
    start = _start(door, viewer, child_id, kept, filters.cursor)
    end = len(kept) if filters.limit is None else start + filters.limit
    entries = tuple(kept[start:end])
    has_more = end < len(kept)
    following = _cursor(door, viewer, child_id, entries[-1]) if has_more else None
    return Page(entries, len(kept), following, is_first=start == 0)


def _passes(row: Row, filters: Filters) -> bool:
    """A filter asks only what is shown: a pointer, whose category is not, is in no category."""
    return (
        overlaps(row.labels, filters.first, filters.last)
        and filters.agency in (None, row.labels.agency)
        and (_is_of_kind(row, filters) if row.is_told else _may_be_any(filters))
    )


def _is_of_kind(row: Row, filters: Filters) -> bool:
    category = row.entry.row.labels.category
    return (
        filters.category in (None, category)
        and (filters.categories is None or category in filters.categories)
        and filters.state in (None, row.state)
        and (row.significant or not (filters.significant_only or filters.without_routine))
    )


def _may_be_any(filters: Filters) -> bool:
    return (filters.category, filters.categories, filters.state) == (None, None, None) and not filters.significant_only


def _start(door: Door, viewer: Viewer, child_id: str, kept: Sequence[Row], cursor: str | None) -> int:
    if cursor is None:
        return 0
    for place, one in enumerate(kept):
        if _cursor(door, viewer, child_id, one) == cursor:
            return place + 1
    raise Invalid("the cursor is not one of this list: start from its first page", (Fault("/cursor", "unknown"),))


def _cursor(door: Door, viewer: Viewer, child_id: str, last: Row) -> str:
    return door.token("cursor", viewer.id, child_id, last.entry.row.labels.entry_id)
