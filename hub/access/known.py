"""Filter first: what of a child's rows this viewer may know of at all, before anything is folded from them.

An entry that is silently withheld from the viewer is dropped here with everything learned from it, so that no
later step (relationship, status, policy, order, page) can depend on it. A marked one stays, for the policy to
turn into its fixed line, but nothing learned from it counts either. Nor does what is learned from an entry that derives
from something that is not there: else a sender could ask by `derived_from` whether that is hidden or does not exist.
"""

from dataclasses import replace

from hub.access.asked import Viewer
from hub.domain.amendments import unless_orphaned
from hub.domain.chronology import Labels
from hub.domain.suspicion import counted
from hub.domain.targets import index_by_origin, is_traced
from hub.domain.vocabulary import AgencyType, Mode, Role, WithholdingState
from hub.domain.withholding import Reader, Saw, Withholding, binds
from hub.views.model import ChildFile, EntryRow


def nobody(child_id: str) -> ChildFile:
    """Return the file of a child who is not there, on which the same steps run as on any other."""
    return ChildFile(child_id, (), {}, (), ())


def knowable(file: ChildFile, viewer: Viewer) -> ChildFile:
    """Return the rows of `file` that exist for this viewer."""
    bound = {row.labels.entry_id: binding_whole(file, row.labels, viewer) for row in file.entries}
    file = _with_orphans(file)
    silent = {entry_id for entry_id, binding in bound.items() if any(w.mode is not Mode.MARKED for w in binding)}
    there = index_by_origin(row.labels for row in file.entries if row.labels.entry_id not in silent)
    traced = {row.labels.entry_id for row in file.entries if is_traced(row.labels, there)}
    told = {entry_id for entry_id, binding in bound.items() if not binding} & traced
    heard = [row for row in file.entries if row.labels.entry_id in told]
    counts = counted([row.labels for row in heard], {row.labels.origin for row in heard if row.is_suspect})
    return replace(
        file,
        entries=tuple(_without_fields(file, row, viewer) for row in file.entries if row.labels.entry_id not in silent),
        withholdings={
            row.labels.entry_id: _telling(file, row.labels, viewer)
            for row in file.entries
            if row.labels.entry_id not in silent
        },
        involvements=tuple(one for one in file.involvements if one.entry_id in counts.ending),
        statuses=tuple(status for status in file.statuses if status.entry_id in counts.resting),
        agreement=counts.agreement,
        ends_only=counts.ending - counts.granting,
    )


def _with_orphans(file: ChildFile) -> ChildFile:
    """Let a correction of what is not on this record stand for itself.

    Where what it corrects is here and withheld, the correction is withheld with it; so for a reader who may not know of
    them it makes no difference whether they are here.
    """
    here = index_by_origin(row.labels for row in file.entries)
    told = (
        replace(row, labels=unless_orphaned(row.labels, here)) if row.labels.amends else row for row in file.entries
    )
    return replace(file, entries=tuple(told))


def is_known_by(file: ChildFile, viewer: Viewer) -> bool:
    """Say whether an entry that tells who a child is exists for this viewer, whatever their purpose shows of it."""
    there = (row.labels for row in knowable(file, viewer).entries)
    return any("identity" in labels.fields and not binding_whole(file, labels, viewer) for labels in there)


def binding_whole(file: ChildFile, labels: Labels, viewer: Viewer) -> tuple[Withholding, ...]:
    """Return the withholdings of the whole entry that bind this viewer."""
    placed = file.withholdings.get(labels.entry_id, ())
    return tuple(one for one in placed if one.hides_whole_entry() and is_bound(one, labels, viewer))


def _without_fields(file: ChildFile, row: EntryRow, viewer: Viewer) -> EntryRow:
    """Drop the fields that are silently withheld, so that they can't be named among the masked ones either."""
    hidden = {name for one in _silent_fields(file, row.labels, viewer) for name in one.fields or ()}
    fields = tuple(name for name in row.labels.fields if name not in hidden)
    third_party = row.labels.third_party and "persons" not in hidden
    return replace(row, labels=replace(row.labels, fields=fields, third_party=third_party)) if hidden else row


def _telling(file: ChildFile, labels: Labels, viewer: Viewer) -> tuple[Withholding, ...]:
    """What the policy is asked about: neither what is gone already, nor what was left to this viewer to see."""
    silent = _silent_fields(file, labels, viewer)
    placed = file.withholdings.get(labels.entry_id, ())
    return tuple(one for one in placed if one not in silent and not is_kept_for(one, labels, viewer))


def _silent_fields(file: ChildFile, labels: Labels, viewer: Viewer) -> list[Withholding]:
    placed = file.withholdings.get(labels.entry_id, ())
    bound = [one for one in placed if not one.hides_whole_entry() and is_bound(one, labels, viewer)]
    return [one for one in bound if one.mode is not Mode.MARKED]


def is_bound(withholding: Withholding, labels: Labels, viewer: Viewer) -> bool:
    """Say whether a withholding, in any state but released, hides from this viewer.

    One that is held narrow hides from all but the agency that placed it and the authority's duty manager
    (`security.md` 3.3). Who had been shown the entry before may have been left to see it (`security.md` 3.13).
    """
    if withholding.state is WithholdingState.RELEASED or is_kept_for(withholding, labels, viewer):
        return False
    placed_at = withholding.agency or labels.agency
    if withholding.state is WithholdingState.HELD_NARROW and not is_within_narrow(placed_at, viewer):
        return True
    return binds(withholding.audience, as_reader(viewer))


def is_kept_for(withholding: Withholding, labels: Labels, viewer: Viewer) -> bool:
    """Say whether this viewer had seen the entry before and was left to see it; never one of the family."""
    saw = Saw(viewer.agency, viewer.id, labels.entry_id)
    return saw in withholding.kept_for and not as_reader(viewer).is_family


def as_reader(viewer: Viewer) -> Reader:
    """Return the viewer as the rules of withholding know a reader."""
    return Reader(person=viewer.id, agency=viewer.agency, agency_type=viewer.agency_type, role=viewer.role)


def is_within_narrow(agency: str, viewer: Viewer) -> bool:
    """Say whether a viewer may see what an agency's narrow withholding holds: that agency, and the duty manager."""
    is_duty_manager = viewer.role == Role.DUTY_MANAGER and viewer.agency_type == AgencyType.CHILDRENS_SOCIAL_CARE
    return viewer.agency == agency or is_duty_manager
