"""A child's household as one person may know it: brothers and sisters, and one chronology of them all.

Each child is looked at through the same steps as alone, and has an audit record of its own. A link rests on visible
entries of both children only, so nothing differs whether there is no sibling or none of whom the reader may know.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.access.asked import Asked, Disclosed, Filters, Viewer
from hub.access.content import Contents
from hub.access.coverage import coverage, notice
from hub.access.door import Door
from hub.access.grant import Granted, granted
from hub.access.instructions import instructions
from hub.access.links import linked, ties
from hub.access.log import act_of, disclosed_entry, keep
from hub.access.look import Snapshot, gather
from hub.access.marks import marks
from hub.access.order import Json, happened
from hub.access.page import Page, matching, page
from hub.access.render import entry
from hub.access.rows import Row
from hub.access.seen import Seen
from hub.access.several import Found, found, in_order
from hub.access.who import naming_persons, sources
from hub.audit import AccessOutcome, Action
from hub.domain.chronology import SourceRef
from hub.domain.vocabulary import Shown
from hub.record.database import Cursor
from hub.views.model import ChildFile


@dataclass(frozen=True, slots=True)
class Member:
    """One child of the household, and how linked with the child asked about (by nothing, where it is that child).

    `file` is unfiltered: nothing of it goes out as it is.
    """

    child: Found
    file: ChildFile
    links: Sequence[Json]

    @property
    def child_id(self) -> str:
        return self.file.child_id

    def line(self) -> Json:
        return self.child.line() | {"linked": list(self.links)}


def household(door: Door, viewer: Viewer, asked: Asked, child_id: str, filters: Filters) -> Disclosed:
    """Return the visible household and one page of its entries, in the order in which they happened.

    Raises: Refused, NotFound and Invalid as a chronology of the child does; PolicyError, AuditError: nothing is shown.
    """
    grant = granted(door, viewer, asked, Action.HOUSEHOLD, child_id)
    members = _members(door, viewer, asked, grant)
    kept = page(door, viewer, child_id, _together(members, filters), filters)
    answer = _answer(door, viewer, grant, members, kept)
    ids = [_keep(door, viewer, asked, member, kept) for member in members]
    return Disclosed(ids[0], answer)


def _members(door: Door, viewer: Viewer, asked: Asked, grant: Granted) -> list[Member]:
    """The child first, then the others by name."""
    own = Found.of(grant.sight, Contents(door))
    mine = ties(own.sight, own.contents)
    moment = _moment(door, grant)
    others = [
        Member(one, moment.file(one.sight.file.child_id), linked(mine, ties(one.sight, one.contents)))
        for one in in_order(found(door, viewer, asked, moment))
    ]
    return [Member(own, grant.file, ()), *(one for one in others if one.links)]


def _moment(door: Door, grant: Granted) -> Snapshot:
    """Read every other child on whose record one of the visible events stands."""
    origins = {seen.row.labels.origin for seen in grant.sight.seen}
    with door.database.read() as cursor:
        return gather(door, cursor, sorted(_on_record(door, cursor, origins) - {grant.file.child_id}))


def _on_record(door: Door, cursor: Cursor, origins: Iterable[SourceRef]) -> set[str]:
    return {child for origin in origins for child in door.reader.children_of(cursor, origin)}


def _together(members: Sequence[Member], filters: Filters) -> list[Row]:
    every = [row for member in members for row in matching(member.child.sight, filters)]
    return sorted(every, key=_happened, reverse=filters.newest_first)


def _happened(row: Row) -> tuple[datetime, datetime, str, str, str]:
    """The chronology's order, in which the entries of one event stand together."""
    when, learned, entry_id = happened(row.labels)
    origin = row.entry.row.labels.origin
    return (when, learned, origin.source, origin.id, entry_id)


def _answer(door: Door, viewer: Viewer, grant: Granted, members: Sequence[Member], kept: Page) -> Json:
    held = _marks(door, viewer, members) if kept.is_first else []
    owner = {seen.row.labels.entry_id: member for member in members for seen in member.child.sight.seen}
    listed = [_entry(door, viewer, grant, owner[row.entry.row.labels.entry_id], row) for row in kept.entries]
    return {
        "child_id": grant.file.child_id,
        "children": [member.line() for member in members],
        "entries": [*held, *listed],
        "matching": kept.matching,
        "next_cursor": kept.next_cursor,
        "instructions": sorted({text for member in members for text in instructions(member.file, viewer)}),
        "coverage": coverage(door, viewer, grant.moment),
        "policy": grant.sight.decision.policy,
        "notice": notice(door.settings),
    }


def _marks(door: Door, viewer: Viewer, members: Sequence[Member]) -> list[Json]:
    """The marks of all members; a withholding that covers several children's entries of one event is one mark."""
    found = {mark["id"]: mark for member in members for mark in marks(door, viewer, member.child.sight)}
    return list(found.values())


def _entry(door: Door, viewer: Viewer, grant: Granted, member: Member, row: Row) -> Json:
    """An entry, whose it is, and `event`: the same for the entries that one event made on several children."""
    shown, origin = entry(row, member.child.contents, grant.moment.agencies), row.entry.row.labels.origin
    return shown | {"child_id": member.child_id, "event": door.token("event", viewer.id, origin.source, origin.id)}


def _keep(door: Door, viewer: Viewer, asked: Asked, member: Member, kept: Page) -> str:
    """Put on record what was shown of one child, and return the audit id."""
    shown = {seen.row.labels.entry_id: seen for seen in _shown(member, kept)}
    placed = member.file.withholdings
    lines = [disclosed_entry(seen, placed.get(entry_id, ())) for entry_id, seen in shown.items()]
    act = act_of(Action.HOUSEHOLD, AccessOutcome.ALLOW, member.child_id, member.child.sight.decision)
    return keep(door, viewer, asked, act, lines)


def _shown(member: Member, kept: Page) -> Iterable[Seen]:
    """The member's entries of this page and marks, those that say who the child is, and those a link rests on."""
    sight = member.child.sight
    on_page = {seen.row.labels.entry_id for row in kept.entries for seen in row.shown}
    yield from (seen for seen in sight.seen if seen.row.labels.entry_id in on_page)
    yield from (seen for seen in sight.seen if kept.is_first and seen.verdict.shown is Shown.MARKED)
    yield from sources(member.child.tellers, member.child.contents)
    yield from naming_persons(sight.seen)
