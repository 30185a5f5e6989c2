"""Who answers for a withholding, by the one table of `security.md` 3.3, and what of it is theirs to do."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hub.access.asked import Viewer
from hub.access.door import Door
from hub.access.known import as_reader
from hub.domain.approving import answering_roles, approvers, awaits_approval, counts_at, outstanding
from hub.domain.chronology import Labels
from hub.domain.placing import longest_until
from hub.domain.vocabulary import AgencyType, WithholdingState
from hub.domain.withholding import Withholding, at, binds, local_day, names
from hub.views.model import AgencyRow, ChildFile


@dataclass(frozen=True, slots=True)
class Held:
    """A withholding as it stands now, and the entries of one child that it covers."""

    withholding: Withholding
    covered: tuple[Labels, ...]

    @property
    def is_released(self) -> bool:
        return self.withholding.state is WithholdingState.RELEASED


def held(door: Door, file: ChildFile) -> dict[str, Held]:
    """Return every withholding that covers an entry of the child, by id; the file is unfiltered."""
    found: dict[str, Held] = {}
    for row in file.entries:
        for one in file.withholdings.get(row.labels.entry_id, ()):
            before = found[one.id].covered if one.id in found else ()
            placed = one if one.agency else replace(one, agency=row.labels.agency)
            found[one.id] = Held(at(placed, door.clock()), (*before, row.labels))
    return found


def answers_for(door: Door, viewer: Viewer, one: Held, agencies: Mapping[str, AgencyRow]) -> bool:
    """Say whether the viewer's role is its owner's, or among its approvers, at the agency where that counts.

    Whoever is kept from it, or has a conflict of interest, answers for nothing: for them it does not exist. An
    approver need not be among those whom `everyone_but` lists, since the table asks them.
    """
    withholding = one.withholding
    if viewer.conflicts or viewer.role not in answering_roles(withholding):
        return False
    is_approver = any(viewer.role in roles for roles in approvers(withholding))
    is_kept_from_it = (names if is_approver else binds)(withholding.audience, as_reader(viewer))
    return not is_kept_from_it and _counts(door, viewer, withholding, agencies)


def may_approve(door: Door, viewer: Viewer, one: Held, agencies: Mapping[str, AgencyRow]) -> bool:
    """Say whether the viewer is the second person who is still asked for, or may approve it anew."""
    withholding = one.withholding
    is_asked = any(viewer.role in roles for roles in outstanding(withholding))
    return is_asked and viewer.id != withholding.placed_by and answers_for(door, viewer, one, agencies)


def may_decline(door: Door, viewer: Viewer, one: Held, agencies: Mapping[str, AgencyRow]) -> bool:
    """Say whether the viewer may refuse what waits for an approval."""
    withholding = one.withholding
    is_approver = any(viewer.role in roles for roles in approvers(withholding))
    waits = awaits_approval(withholding) and viewer.id not in (withholding.placed_by, withholding.declined_by)
    return waits and is_approver and answers_for(door, viewer, one, agencies)


def has_placed(viewer: Viewer, one: Held) -> bool:
    """Say whether the viewer placed it themselves and is not kept from it."""
    withholding = one.withholding
    is_own = (viewer.id, viewer.agency) == (withholding.placed_by, withholding.agency)
    return is_own and not viewer.conflicts and not binds(withholding.audience, as_reader(viewer))


def is_owner(viewer: Viewer, one: Held) -> bool:
    return viewer.role == one.withholding.owner


def needs_new_approval(door: Door, one: Held) -> bool:
    """Say whether it has stood as long as it may since it was last approved; it stays hidden all the same."""
    withholding = one.withholding
    since = withholding.approved_at or withholding.placed_at
    if since is None or awaits_approval(withholding):
        return False
    last = longest_until(withholding.ground, withholding.audience, local_day(since))
    return last is not None and last < local_day(door.clock())


def posts_of(door: Door, viewer: Viewer) -> list[tuple[str, str]]:
    """Return the posts in which the viewer may answer: at their own agency, and for the responsible authority."""
    own = (viewer.agency, viewer.role)
    return [own, ("", viewer.role)] if _is_authority(door, viewer) else [own]


def _counts(door: Door, viewer: Viewer, withholding: Withholding, agencies: Mapping[str, AgencyRow]) -> bool:
    placed_at = agencies.get(withholding.agency)
    return counts_at(
        withholding,
        viewer.role,
        viewer.agency,
        viewer.agency_type,
        placed_by_type=placed_at.agency_type if placed_at else "",
        is_authority=_is_authority(door, viewer),
    )


def _is_authority(door: Door, viewer: Viewer) -> bool:
    return viewer.agency_type == AgencyType.CHILDRENS_SOCIAL_CARE and viewer.area == door.settings.area
