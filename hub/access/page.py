"""Filters, order and pages over what the viewer may see: nothing hidden can move a page, a count or a cursor."""

from collections.abc import Sequence
from dataclasses import dataclass

from hub.access.asked import Filters, Viewer
from hub.access.door import Door
from hub.access.look import Seen
from hub.access.order import happened, overlaps
from hub.access.render import WITH_CATEGORY
from hub.domain.errors import Fault, Invalid
from hub.domain.vocabulary import Shown


@dataclass(frozen=True, slots=True)
class Page:
    """One page, how many entries match over all pages, and the cursor of the next (None: this is the last)."""

    entries: tuple[Seen, ...]
    matching: int
    next_cursor: str | None
    is_first: bool


def matching(seen: Sequence[Seen], filters: Filters) -> list[Seen]:
    """Return the entries that the filters keep, in the chronology's order; marks are no entries."""
    kept = [one for one in seen if one.verdict.shown is not Shown.MARKED and _passes(one, filters)]
    return sorted(kept, key=lambda one: happened(one.row.labels))


def page(door: Door, viewer: Viewer, child_id: str, kept: Sequence[Seen], filters: Filters) -> Page:
    """Cut one page out of the entries kept; Invalid when the cursor is not one that was given out for them."""
    start = _start(door, viewer, child_id, kept, filters.cursor)
    entries = tuple(kept[start : start + filters.limit])
    has_more = start + filters.limit < len(kept)
    following = _cursor(door, viewer, child_id, entries[-1]) if has_more else None
    return Page(entries, len(kept), following, is_first=start == 0)


def _passes(one: Seen, filters: Filters) -> bool:
    """A filter asks only what is shown: a pointer, whose category is not, is in no category."""
    labels = one.row.labels
    is_told = one.verdict.shown in WITH_CATEGORY
    return (
        overlaps(labels, filters.first, filters.last)
        and filters.agency in (None, labels.agency)
        and (filters.category is None or (is_told and labels.category == filters.category))
        and (not filters.significant_only or (is_told and labels.significant))
        and (filters.as_known_at is None or labels.recorded <= filters.as_known_at)
    )


def _start(door: Door, viewer: Viewer, child_id: str, kept: Sequence[Seen], cursor: str | None) -> int:
    if cursor is None:
        return 0
    for place, one in enumerate(kept):
        if _cursor(door, viewer, child_id, one) == cursor:
            return place + 1
    raise Invalid("the cursor is not one of this list: start from its first page", (Fault("/cursor", "unknown"),))


def _cursor(door: Door, viewer: Viewer, child_id: str, last: Seen) -> str:
    return door.token("cursor", viewer.id, child_id, last.row.labels.entry_id)
