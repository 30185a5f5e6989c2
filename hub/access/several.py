"""Several children at once, for a search or a caseload: each is looked at by itself, through the same steps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

from hub.access.asked import Asked, Viewer
from hub.access.content import Contents
from hub.access.door import Door
from hub.access.grant import refuse
from hub.access.known import nobody
from hub.access.log import act_of, disclosed_entry, keep
from hub.access.look import Look, Snapshot, look
from hub.access.order import Json
from hub.access.seen import Seen
from hub.access.who import identity, sources
from hub.audit import AccessOutcome, Action, DisclosedEntry
from hub.domain.vocabulary import Outcome


@dataclass(frozen=True, slots=True)
class Found:
    """A child of whom this viewer may see something, and who the child is as far as that goes."""

    sight: Look
    contents: Contents
    tellers: Sequence[Seen]
    identity: Json

    @classmethod
    def of(cls, sight: Look, contents: Contents) -> Self:
        """Return the child as those entries tell that may be seen."""
        told = sight.tellers
        return cls(sight, contents, told, identity(told, contents))

    def line(self) -> Json:
        return {"child_id": self.sight.file.child_id, "identity": self.identity}


def found(door: Door, viewer: Viewer, asked: Asked, moment: Snapshot) -> list[Found]:
    """Return the children of the snapshot who are visible to this viewer; one refused is as one not there."""
    sights = [look(door, viewer, asked, file, door.clock()) for file in moment.files.values()]
    return [Found.of(sight, Contents(door)) for sight in sights if sight.seen]


def in_order(children: Iterable[Found]) -> list[Found]:
    """Sort by family name, given names, date of birth and child id."""
    return sorted(children, key=_order)


def keep_list(
    door: Door,
    viewer: Viewer,
    asked: Asked,
    action: Action,
    moment: Snapshot,
    children: list[Found],
    shown: Mapping[str, Sequence[Seen]] = MappingProxyType({}),
) -> str:
    """Put a list on record and return the audit id; Refused where the policy would refuse it for any child.

    Each child of the list has a record of its own, so that who looked at one child is found whatever was asked; the
    id is that of the first. An empty list is judged on a child with nothing to show, so that the answer is the same
    whether there was nobody or nobody who may be known of. `shown` holds, by child, what the list shows beside who
    the child is.
    """
    if children:
        ids = [_keep_one(door, viewer, asked, action, moment, child, shown) for child in children]
        return ids[0]
    decision = _of_nobody(door, viewer, asked).decision
    if decision.outcome is Outcome.REFUSE:
        refuse(door, viewer, asked, act_of(action, AccessOutcome.REFUSE, None, decision))
    return keep(door, viewer, asked, act_of(action, AccessOutcome.NOT_FOUND, None, decision))


def _keep_one(
    door: Door,
    viewer: Viewer,
    asked: Asked,
    action: Action,
    moment: Snapshot,
    child: Found,
    shown: Mapping[str, Sequence[Seen]],
) -> str:
    child_id = child.sight.file.child_id
    act = act_of(action, AccessOutcome.ALLOW, child_id, child.sight.decision)
    return keep(door, viewer, asked, act, disclosed_of(moment, child, shown.get(child_id, ())))


def _of_nobody(door: Door, viewer: Viewer, asked: Asked) -> Look:
    return look(door, viewer, asked, nobody("none"), door.clock())


def disclosed_of(moment: Snapshot, child: Found, shown: Sequence[Seen] = ()) -> list[DisclosedEntry]:
    """Return the audit's lines of the entries that tell who a child is, and of those shown beside."""
    withholdings = moment.file(child.sight.file.child_id).withholdings
    once = {seen.row.labels.entry_id: seen for seen in (*sources(child.tellers, child.contents), *shown)}
    return [disclosed_entry(seen, withholdings.get(entry_id, ())) for entry_id, seen in once.items()]


def _order(child: Found) -> tuple[str, str, str, str]:
    told = child.identity
    family, given = str(told.get("family_name", "")), str(told.get("given_names", ""))
    return (family.casefold(), given.casefold(), str(told.get("date_of_birth", "")), child.sight.file.child_id)
