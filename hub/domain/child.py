"""The child: an aggregate that holds what every agency said of one child, and what may not be shown to whom."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any, Self
from uuid import UUID

from eventsourcing.domain import Aggregate

from hub.domain.amendments import unless_orphaned, void
from hub.domain.approving import approved, completes, declined, has_approved, must_approve, must_decline
from hub.domain.chronology import Finding, Involvement, Labels, Signature, SourceRef, Status, as_found, with_ended
from hub.domain.errors import Conflict, NotFound
from hub.domain.targets import Placed, Targets, covers, index_by_origin, is_traced
from hub.domain.vocabulary import WithholdingState
from hub.domain.withholding import Approval, Withholding, released, reviewed, touches_agency


class Child(Aggregate):
    """One consistency boundary: entries, withholdings, involvement and statuses of one child.

    Contents are sealed before they come here; the aggregate works on labels alone (`design.md` decision 17).
    """

    TOPIC = "Child"

    class Created(Aggregate.Created):
        """The hub first heard of the child."""

        TOPIC = "Child.Created"

    class EntryRecorded(Aggregate.Event):
        """An agency's event reached the chronology, with whatever withholding was born with it.

        Version 2 says which key signed it; of what version 1 recorded that is not known.
        """

        TOPIC = "Child.EntryRecorded"
        class_version = 2
        labels: Labels
        sealed: str
        wrapped_key: str
        compartment: str | None
        placed: tuple[Placed, ...]
        involvements: tuple[Involvement, ...]
        statuses: tuple[Status, ...]
        signature: Signature | None

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            """Read what was recorded before events told of signatures."""
            state["signature"] = None

        def apply(self, aggregate: "Child") -> None:
            aggregate.entries[self.labels.entry_id] = self.labels
            aggregate.placed.update({placed.withholding.id: placed for placed in self.placed})
            aggregate.involvements.extend(self.involvements)
            aggregate.statuses.extend(self.statuses)

    class WithholdingPlaced(Aggregate.Event):
        """A withholding was placed after its entries were recorded, or before they came."""

        TOPIC = "Child.WithholdingPlaced"
        placed: Placed

        def apply(self, aggregate: "Child") -> None:
            aggregate.placed[self.placed.withholding.id] = self.placed

    class WithholdingReviewed(Aggregate.Event):
        """The owner looked again and it stands until the next review."""

        TOPIC = "Child.WithholdingReviewed"
        withholding_id: str
        review_by: date
        by: str
        reason: str

        def apply(self, aggregate: "Child") -> None:
            aggregate.change(self.withholding_id, partial(reviewed, review_by=self.review_by))

    class WithholdingApproved(Aggregate.Event):
        """A second person approved it, signed in; `is_last`: nobody else's approval is needed."""

        TOPIC = "Child.WithholdingApproved"
        withholding_id: str
        by: str
        role: str
        is_last: bool

        @property
        def approval(self) -> Approval:
            return Approval(self.by, self.role, self.timestamp)

        def apply(self, aggregate: "Child") -> None:
            aggregate.change(self.withholding_id, partial(approved, approval=self.approval, is_last=self.is_last))

    class WithholdingDeclined(Aggregate.Event):
        """A second person did not approve it; it stays hidden, as narrow as what nobody approved."""

        TOPIC = "Child.WithholdingDeclined"
        withholding_id: str
        by: str
        role: str
        reason: str

        def apply(self, aggregate: "Child") -> None:
            aggregate.change(self.withholding_id, partial(declined, by=self.by))

    class WithholdingReleased(Aggregate.Event):
        """The owner let it go; what it covered is shown from now on as far as policy says."""

        TOPIC = "Child.WithholdingReleased"
        withholding_id: str
        by: str
        reason: str

        def apply(self, aggregate: "Child") -> None:
            aggregate.change(self.withholding_id, released)

    class SuspectJudged(Aggregate.Event):
        """The agency was asked about an event that a misused key signed, and said whether it is its own word."""

        TOPIC = "Child.SuspectJudged"
        origin: SourceRef
        finding: Finding

        def apply(self, aggregate: "Child") -> None:
            aggregate.findings[self.origin] = self.finding

    def __init__(self) -> None:
        self.entries: dict[str, Labels] = {}
        self.placed: dict[str, Placed] = {}
        self.involvements: list[Involvement] = []
        self.statuses: list[Status] = []
        self.findings: dict[SourceRef, Finding] = {}

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Copy the containers only: what they hold is frozen."""
        twin = object.__new__(type(self))
        twin.__dict__.update({name: _copied(value) for name, value in vars(self).items()})
        return twin

    @classmethod
    def register(cls, child_id: UUID, at: datetime) -> Self:
        """Begin a child's record under a random id."""
        return cls._create(cls.Created, id=child_id, timestamp=at)

    def record_entry(
        self,
        labels: Labels,
        *,
        sealed: str,
        wrapped_key: str,
        compartment: str | None,
        placed: tuple[Placed, ...] = (),
        involvements: tuple[Involvement, ...] = (),
        statuses: tuple[Status, ...] = (),
        signature: Signature | None = None,
    ) -> None:
        """Put an entry on the chronology. The same (source, id, local reference) lands once."""
        if labels.entry_id in self.entries:
            raise Conflict(f"entry {labels.entry_id} is already on this chronology")
        self.trigger_event(
            self.EntryRecorded,
            timestamp=labels.recorded,
            labels=labels,
            sealed=sealed,
            wrapped_key=wrapped_key,
            compartment=compartment,
            placed=placed,
            involvements=involvements,
            statuses=statuses,
            signature=signature,
        )

    def place_withholding(self, withholding: Withholding, targets: Targets, at: datetime) -> None:
        """Withhold entries from an audience, from this moment on."""
        if withholding.id in self.placed:
            raise Conflict(f"withholding {withholding.id} has been placed already")
        self.trigger_event(self.WithholdingPlaced, timestamp=at, placed=Placed(withholding, targets))

    def review_withholding(self, withholding_id: str, *, review_by: date, by: str, reason: str, at: datetime) -> None:
        """Keep a withholding until the next review (`security.md` 3.10)."""
        self._live(withholding_id)
        self.trigger_event(
            self.WithholdingReviewed,
            timestamp=at,
            withholding_id=withholding_id,
            review_by=review_by,
            by=by,
            reason=reason,
        )

    def approve_withholding(self, withholding_id: str, *, by: str, role: str, at: datetime) -> None:
        """Approve a withholding, or approve it anew; the same approval again changes nothing. Raises: Refused."""
        withholding = self._live(withholding_id)
        if has_approved(withholding, by, at):
            return
        must_approve(withholding, by, role)
        self.trigger_event(
            self.WithholdingApproved,
            timestamp=at,
            withholding_id=withholding_id,
            by=by,
            role=role,
            is_last=completes(withholding, role),
        )

    def decline_withholding(self, withholding_id: str, *, by: str, role: str, reason: str, at: datetime) -> None:
        """Refuse to approve a withholding; the same refusal again changes nothing. Raises: Refused."""
        withholding = self._live(withholding_id)
        if withholding.declined_by == by:
            return
        must_decline(withholding, by, role)
        self.trigger_event(
            self.WithholdingDeclined, timestamp=at, withholding_id=withholding_id, by=by, role=role, reason=reason
        )

    def release_withholding(self, withholding_id: str, *, by: str, reason: str, at: datetime) -> None:
        """End a withholding; it can't be revived, only placed anew (`security.md` 3.11)."""
        self._live(withholding_id)
        self.trigger_event(self.WithholdingReleased, timestamp=at, withholding_id=withholding_id, by=by, reason=reason)

    def judge_suspect(self, origin: SourceRef, finding: Finding) -> None:
        """Note what the agency said of an event: its own word counts again, a forged one is as withdrawn.

        The same finding again changes nothing; another one takes its place. Raises: NotFound.
        """
        if self.entry_of(origin) is None:
            raise NotFound("no such event stands on this record")
        known = self.findings.get(origin)
        if known is None or known.is_genuine is not finding.is_genuine:
            self.trigger_event(self.SuspectJudged, timestamp=finding.at, origin=origin, finding=finding)

    def _live(self, withholding_id: str) -> Withholding:
        placed = self.placed.get(withholding_id)
        if placed is None or placed.withholding.state is WithholdingState.RELEASED:
            raise NotFound(f"no withholding {withholding_id} is in force here")
        return placed.withholding

    def change(self, withholding_id: str, step: Callable[[Withholding], Withholding]) -> None:
        """Take a withholding one step on; called by its events only."""
        placed = self.placed[withholding_id]
        self.placed[withholding_id] = replace(placed, withholding=step(placed.withholding))

    def withholdings_of(self, entry_id: str) -> tuple[Withholding, ...]:
        """Return every withholding that covers an entry, inherited and pattern ones included, released ones too."""
        if not self.placed:
            return ()
        by_origin = index_by_origin(self.entries.values())
        labels = self.entries[entry_id]
        return tuple(p.withholding for p in self.placed.values() if covers(p.targets, labels, by_origin))

    def is_open_to(self, agency: str, agency_type: str) -> bool:
        """Say whether the child is open to the hub, as far as that agency may know (`design.md` decision 7).

        Judged as though whatever is withheld from anyone at that agency did not exist, so that a receipt
        tells nothing of it.
        """
        told = {labels.entry_id for labels in self._standing_for(agency, agency_type)}
        return any(status.until is None for status in with_ended(one for one in self.statuses if one.entry_id in told))

    def telling_who(self, agency: str, agency_type: str) -> tuple[Labels, ...]:
        """Return the entries whose account of who the child is that agency may rest on.

        What is withheld from anyone there is as though it were not here; so is an entry of which a part is withheld,
        since that part may be what tells who the child is.
        """
        standing = self._standing_for(agency, agency_type)
        return tuple(one for one in standing if not self._is_partly_withheld(one, agency, agency_type))

    def _standing_for(self, agency: str, agency_type: str) -> list[Labels]:
        """What is here as far as the agency may know, without what was withdrawn or said anew."""
        known = [one for name, one in self.entries.items() if self._known_to(name, agency, agency_type)]
        groundless = void(as_found(one, self.findings.get(one.origin)) for one in known).groundless
        return [labels for labels in known if labels.origin not in groundless]

    def _is_partly_withheld(self, labels: Labels, agency: str, agency_type: str) -> bool:
        placed = self.withholdings_of(labels.entry_id)
        live = [one for one in placed if one.state is not WithholdingState.RELEASED]
        return any(self._binds(one, labels, agency, agency_type) for one in live)

    def _known_to(self, entry_id: str, agency: str, agency_type: str) -> bool:
        """A withheld field hides no entry; held narrow, one is hidden from every agency but that which withholds.

        An entry that derives from something that is not here counts for nobody, as it would were that withheld.
        """
        here = index_by_origin(self.entries.values())
        labels = unless_orphaned(self.entries[entry_id], here)
        if not is_traced(labels, here):
            return False
        whole = (one for one in self.withholdings_of(entry_id) if one.hides_whole_entry())
        return not any(
            self._binds(one, labels, agency, agency_type) for one in whole if one.state is not WithholdingState.RELEASED
        )

    def _binds(self, one: Withholding, labels: Labels, agency: str, agency_type: str) -> bool:
        """Say whether a withholding keeps an entry, or its part of it, from anyone at an agency."""
        is_narrow = one.state is WithholdingState.HELD_NARROW
        return touches_agency(one.audience, agency, agency_type) or (
            is_narrow and (one.agency or labels.agency) != agency
        )

    def entry_of(self, origin: SourceRef) -> Labels | None:
        """Return the entry that came from an agency's event, if it is here."""
        return index_by_origin(self.entries.values()).get(origin)


def _copied(value: object) -> object:
    if isinstance(value, dict):
        return dict(value)
    return list(value) if isinstance(value, list) else value
