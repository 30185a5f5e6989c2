"""Each day the hub says to an agency: you sent n, we hold n, root h; so that it can be checked."""

from datetime import UTC, date, datetime, timedelta

import pytest
from builders.intake import CARE, NOON, POLICE, SCHOOL, SampleIntake, event, source_of, told_child, withheld_from
from builders.noticeboard import notices, stated

from exchange import ReceiptOutcome
from exchange.notices import NoticeType
from exchange.statements import line_of, root_of, value_digest
from hub.bootstrap.telling import open_days
from hub.domain.errors import Invalid, NotFound

DAY = date(2026, 3, 2)
NEXT_MORNING = datetime(2026, 3, 3, 0, 30, tzinfo=UTC)
CONCERN = event("concern-raised", told_child())


def speak(hub: SampleIntake) -> None:
    """A day of the school: two concerns, one of which comes twice, one that is bad, and one absence too many."""
    bad = {**CONCERN, "headline": ""}
    for name, kind, data in (
        ("c-1", "concern-raised", CONCERN),
        ("c-2", "concern-raised", CONCERN),
        ("c-2", "concern-raised", CONCERN),
        ("c-3", "concern-raised", bad),
        ("a-1", "attendance-concern", event("attendance-concern", told_child())),
    ):
        hub.say(SCHOOL, kind, data, id=name)


def test_a_day_is_counted_by_outcome_and_what_is_held_has_a_root(hub: SampleIntake) -> None:
    messages = [hub.message(SCHOOL, "concern-raised", CONCERN, id=f"c-{number}") for number in range(3)]
    hub.take(*messages)
    attend = event("attendance-concern", told_child())
    hub.say(SCHOOL, "attendance-concern", attend, id="absent")
    hub.clock.now = NEXT_MORNING
    [source] = stated(hub, SCHOOL, DAY).sources
    assert source.source == source_of(SCHOOL)
    assert source.outcomes == {ReceiptOutcome.ACCEPTED: 3, ReceiptOutcome.NOT_ADMITTED: 1}
    lines = [line_of(source_of(SCHOOL), f"c-{place}", value_digest(one.value)) for place, one in enumerate(messages)]
    assert (source.root, source.lines) == (root_of(lines), tuple(sorted(lines)))


def test_a_resend_counts_once_and_what_waits_in_quarantine_has_its_own_count(hub: SampleIntake) -> None:
    speak(hub)
    hub.clock.now = NEXT_MORNING
    statement = stated(hub, SCHOOL, DAY)
    assert (statement.sent, statement.held) == (4, 2)
    assert statement.sources[0].outcomes[ReceiptOutcome.QUARANTINED] == 1


def test_a_day_ends_at_midnight_in_london(hub: SampleIntake) -> None:
    summer = datetime(2026, 7, 1, 22, 58, tzinfo=UTC)
    for minutes, name in ((0, "before"), (2, "after")):
        hub.clock.now = summer + timedelta(minutes=minutes)
        hub.say(SCHOOL, "concern-raised", CONCERN, id=name)
    hub.clock.now = summer + timedelta(days=2)
    assert [stated(hub, SCHOOL, date(2026, 7, day)).held for day in (1, 2)] == [1, 1]


def test_each_day_is_stated_by_itself_once_it_is_over(hub: SampleIntake) -> None:
    speak(hub)
    days = open_days(hub.store)
    assert days.state_what_is_due() == 0
    hub.clock.now = NEXT_MORNING
    assert (days.state_what_is_due(), days.state_what_is_due(), open_days(hub.store).state_what_is_due()) == (1, 0, 0)
    [notice] = notices(hub, SCHOOL)
    assert (notice.type, notice.data["day"], notice.data["sent"], notice.data["held"]) == (
        NoticeType.DAY_STATED, "2026-03-02", 4, 2,
    )  # fmt: skip
    assert notices(hub, POLICE) == []


def test_days_on_which_nothing_ran_are_stated_afterwards(hub: SampleIntake) -> None:
    speak(hub)
    hub.clock.now = NEXT_MORNING
    open_days(hub.store).state_what_is_due()
    hub.clock.now = NEXT_MORNING + timedelta(days=3)
    assert open_days(hub.store).state_what_is_due() == 3
    assert [one.data["day"] for one in notices(hub, SCHOOL)] == [f"2026-03-0{day}" for day in range(2, 6)]


def test_a_statement_on_request_is_sent_again_only_if_it_says_something_new(hub: SampleIntake) -> None:
    speak(hub)
    hub.clock.now = NEXT_MORNING
    stated(hub, SCHOOL, DAY)
    hub.clock.forward()
    stated(hub, SCHOOL, DAY)
    assert len(notices(hub, SCHOOL)) == 1


def test_a_day_that_is_not_over_and_an_agency_that_is_not_known_are_refused(hub: SampleIntake) -> None:
    with pytest.raises(Invalid, match="is not over"):
        stated(hub, SCHOOL, NOON.date())
    hub.clock.now = NEXT_MORNING
    with pytest.raises(NotFound, match="hub agency list"):
        stated(hub, "nobody-known", DAY)


def test_a_statement_reads_the_same_had_what_is_withheld_never_been_said(
    hub: SampleIntake, another_hub: SampleIntake
) -> None:
    hidden = withheld_from({"agency_types": ["school"]})
    hub.take(hub.message(CARE, "referral-received", event("referral-received", told_child(), handling=hidden)))
    for one in (hub, another_hub):
        speak(one)
        one.clock.now = NEXT_MORNING
    told = [stated(one, SCHOOL, DAY) for one in (hub, another_hub)]
    assert [(one.sent, one.sources[0].outcomes) for one in told] == [(told[0].sent, told[0].sources[0].outcomes)] * 2
    assert len(told[0].sources[0].lines or ()) == len(told[1].sources[0].lines or ())
