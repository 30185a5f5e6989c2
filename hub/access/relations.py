"""How the viewer stands to the child: from what agencies said and the viewer may know of, and from their post."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from hub.access.asked import Viewer
from hub.domain.chronology import Involvement, with_endings
from hub.domain.vocabulary import HELD_BY_A_WORKER, AgencyType, RelationshipKind, Role

MANAGERS = frozenset({Role.TEAM_MANAGER, Role.DUTY_MANAGER, Role.DIRECTOR_OF_CHILDRENS_SERVICES})
ON_DUTY = frozenset({Role.DUTY_MANAGER, Role.EMERGENCY_DUTY_WORKER})


@dataclass(frozen=True, slots=True)
class Relationship:
    """One standing of the viewer; `since` and `until` are local dates; `until` None: it lasts."""

    kind: str
    agency: str
    person: str | None
    since: str
    until: str | None


def relationships(
    involvements: Iterable[Involvement],
    viewer: Viewer,
    area: str,
    today: date,
    ends_only: Collection[str] = frozenset(),
) -> tuple[Relationship, ...]:
    """Return the viewer's own relationships that hold on `today` (local date), in a fixed order.

    `area` is the area that the hub serves: its children's social care is the responsible authority. `ends_only` are
    the entries whose involvements let nobody in, and end what others told.
    """
    known = [held for held in with_endings(involvements) if held.entry_id not in ends_only]
    current = [held for held in known if held.agency == viewer.agency and _holds(held, today)]
    own = {_own(held) for held in current if held.person in (None, viewer.id)}
    found = own | _as_manager(current, viewer) | _by_post(viewer, area, today)
    return tuple(sorted(found, key=lambda relation: (relation.kind, relation.person or "", relation.since)))


def _holds(held: Involvement, today: date) -> bool:
    day = today.isoformat()
    return held.since <= day and (held.until is None or day <= held.until)


def _own(held: Involvement) -> Relationship:
    return Relationship(held.kind, held.agency, held.person, held.since, held.until)


def _as_manager(current: Iterable[Involvement], viewer: Viewer) -> set[Relationship]:
    """A manager covers the children whom a worker of the agency holds."""
    if viewer.role not in MANAGERS:
        return set()
    return {
        Relationship(RelationshipKind.TEAM, held.agency, viewer.id, held.since, held.until)
        for held in current
        if held.kind in HELD_BY_A_WORKER
    }


def _by_post(viewer: Viewer, area: str, today: date) -> set[Relationship]:
    """What a post brings without any entry: it says nothing of the child."""
    if viewer.agency_type != AgencyType.CHILDRENS_SOCIAL_CARE or viewer.area != area:
        return set()
    kinds = [RelationshipKind.AREA, *([RelationshipKind.DUTY] if viewer.role in ON_DUTY else [])]
    return {Relationship(kind, viewer.agency, None, today.isoformat(), None) for kind in kinds}
