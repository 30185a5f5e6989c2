"""Whatever is done about a withholding and in whatever order, nobody whom it binds reads before it is released."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from builders.access import NOW, SCHOOL_LEAD, SOCIAL_WORKER, entry, file_of
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hub.access import Viewer
from hub.access.known import knowable
from hub.domain.approving import approvers, awaits_approval, outstanding
from hub.domain.child import Child
from hub.domain.errors import HubError
from hub.domain.targets import Placed, Targets
from hub.domain.vocabulary import Ground, Mode, Role, WithholdingState
from hub.domain.withholding import Audience, Withholding, at, initial_state

AUDIENCES = (
    Audience(agencies=frozenset({"oakfield-school"})),
    Audience(agency_types=frozenset({"school"}), family=True),
    Audience(roles=frozenset({"designated-safeguarding-lead"})),
    Audience(persons=frozenset({SCHOOL_LEAD.id})),
    Audience(everyone_but=frozenset({"northshire-police", "northshire-csc"})),
)
PEOPLE = st.sampled_from(["u-placer", "u-2", "u-3", "u-4"])
ROLES = st.sampled_from(
    ["senior-investigating-officer", "superintendent", "director-of-childrens-services", "team-manager", "teacher"]
)


class ActsOnAWithholding(RuleBasedStateMachine):
    """One withholding from a school lead, and everything that anybody may try to do about it."""

    def __init__(self) -> None:
        super().__init__()
        self.child = Child.register(UUID(int=1), NOW)
        self.now = NOW
        self.is_released = False

    @initialize(
        audience=st.sampled_from(AUDIENCES),
        ground=st.sampled_from([Ground.POLICE_INVESTIGATION, Ground.SIGNIFICANT_HARM]),
        by_word=st.booleans(),
        review=st.integers(0, 90),
    )
    def placed(self, audience: Audience, ground: Ground, by_word: bool, review: int) -> None:
        self.withholding = Withholding(
            id="w-1",
            ground=ground,
            mode=Mode.SILENT,
            audience=audience,
            state=initial_state(audience, by_word),
            owner="senior-investigating-officer",
            placed_by="u-placer",
            review_by=(NOW + timedelta(days=review)).date(),
            agency="northshire-police",
            placed_at=NOW,
            unconfirmed=by_word,
        )
        self.told = entry("e-1", "northshire-police")
        self.child.place_withholding(self.withholding, Targets(origins=(self.told.labels.origin,)), NOW)

    @rule(person=PEOPLE, role=ROLES)
    def approve(self, person: str, role: str) -> None:
        self._try(lambda: self.child.approve_withholding("w-1", by=person, role=role, at=self.now))

    @rule(person=PEOPLE, role=ROLES)
    def decline(self, person: str, role: str) -> None:
        self._try(lambda: self.child.decline_withholding("w-1", by=person, role=role, reason="no need", at=self.now))

    @rule(days=st.integers(0, 200))
    def review(self, days: int) -> None:
        day = (self.now + timedelta(days=days)).date()
        self._try(lambda: self.child.review_withholding("w-1", review_by=day, by="u-2", reason="live", at=self.now))

    @rule(days=st.integers(1, 120))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule()
    def release(self) -> None:
        self._try(lambda: self.child.release_withholding("w-1", by="u-2", reason="charged", at=self.now))
        self.is_released = True

    @invariant()
    def who_is_bound_sees_it_only_once_it_is_released(self) -> None:
        assert self._sees(SCHOOL_LEAD) is self.is_released

    @invariant()
    def who_is_not_bound_sees_it_as_soon_as_it_is_approved(self) -> None:
        assert self._sees(SOCIAL_WORKER) is (self._now().state is not WithholdingState.HELD_NARROW)

    @invariant()
    def it_is_approved_only_by_as_many_others_as_the_table_asks(self) -> None:
        now = self._now()
        assert "u-placer" not in {one.by for one in now.approvals}
        if not awaits_approval(now) and not self.is_released:
            people = {one.by for one in now.approvals}
            assert len(people) >= 1
            assert all(any(Role(one.role) in roles for roles in approvers(now)) for one in now.approvals)
        assert len(outstanding(now)) <= len(approvers(now))

    @invariant()
    def its_events_tell_the_same(self) -> None:
        folded: Child | None = None
        for happened in self.child.pending_events:
            folded = happened.mutate(folded)
        assert folded is not None
        assert folded.placed == self.child.placed

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except HubError:
            return

    def _placed(self) -> Placed:
        return self.child.placed["w-1"]

    def _now(self) -> Withholding:
        return self._placed().withholding

    def _sees(self, reader: Viewer) -> bool:
        told = replace(self.told, withholdings=(at(self._now(), self.now),))
        return bool(knowable(file_of([told]), reader).entries)


TestAnySequenceOfActs = ActsOnAWithholding.TestCase
TestAnySequenceOfActs.settings = settings(max_examples=60, stateful_step_count=25, deadline=None, database=None)
