"""May this person see anything of this child? The one place where a reading is allowed, refused or not found."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

from hub.access.asked import Asked, Viewer
from hub.access.door import Door
from hub.access.log import Act, act_of, disclosed_entry, keep
from hub.access.look import Look, Snapshot, look, snapshot
from hub.access.seen import Seen
from hub.audit import AccessOutcome, Action, DisclosedEntry
from hub.domain.errors import NotFound, Refused
from hub.domain.vocabulary import Purpose, Shown
from hub.views.model import ChildFile

NOTHING_THERE = "There is no such child, or nothing of the child that you may know of."
NOT_ALLOWED = "The rules do not allow this request for this purpose. Choose another purpose, or ask your manager."
UNKNOWN_PURPOSE = "purpose-not-on-the-list"


@dataclass(frozen=True, slots=True)
class Granted:
    """A reading that is allowed and has something to show. `file` is unfiltered: nothing of it goes out as it is."""

    moment: Snapshot
    file: ChildFile
    sight: Look

    @property
    def marked(self) -> list[Seen]:
        return [seen for seen in self.sight.seen if seen.verdict.shown is Shown.MARKED]

    def disclosed(self, shown: Iterable[Seen]) -> list[DisclosedEntry]:
        """Return the audit's lines for the entries shown, each once."""
        once = {seen.row.labels.entry_id: seen for seen in shown}
        placed = self.file.withholdings
        return [disclosed_entry(seen, placed.get(entry_id, ())) for entry_id, seen in once.items()]


def granted(door: Door, viewer: Viewer, asked: Asked, action: Action, child_id: str) -> Granted:
    """Look at one child, or raise Refused or NotFound once the attempt is on record.

    Neither depends on anything hidden: a child who is not there is asked about as one with nothing to show.
    """
    grant = looked_at(door, viewer, asked, action, child_id)
    must_show(door, viewer, asked, action, grant)
    return grant


def looked_at(door: Door, viewer: Viewer, asked: Asked, action: Action, child_id: str) -> Granted:
    """Look at one child; whether anything of it may be shown is still to be asked, by `must_show`."""
    known_purpose(door, viewer, asked, action, child_id)
    moment = snapshot(door, child_id)
    file = moment.file(child_id)
    return Granted(moment, file, look(door, viewer, asked, file, door.clock()))


def must_show(door: Door, viewer: Viewer, asked: Asked, action: Action, grant: Granted) -> None:
    """Raise Refused where the policy refuses, NotFound where there is nothing to show; the attempt is on record."""
    child_id, decision = grant.file.child_id, grant.sight.decision
    if grant.sight.is_refused:
        refuse(door, viewer, asked, act_of(action, AccessOutcome.REFUSE, child_id, decision))
    if not grant.sight.seen:
        keep(door, viewer, asked, act_of(action, AccessOutcome.NOT_FOUND, child_id, decision))
        raise NotFound(NOTHING_THERE)


def known_purpose(door: Door, viewer: Viewer, asked: Asked, action: Action, child_id: str | None) -> None:
    """Refuse a purpose that is not on the contract's list, on record."""
    if asked.purpose not in set(Purpose):
        refuse(door, viewer, asked, Act(action, AccessOutcome.REFUSE, child_id, (UNKNOWN_PURPOSE,)))


def refuse(door: Door, viewer: Viewer, asked: Asked, act: Act) -> NoReturn:
    """Put the refusal on record and raise Refused with its rules."""
    keep(door, viewer, asked, act)
    raise Refused(NOT_ALLOWED, act.rules)
