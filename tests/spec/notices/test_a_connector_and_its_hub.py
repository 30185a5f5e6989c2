"""A connector answers what the hub tells unasked: it sends history again, and finds out what the hub has lost."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from builders.intake import CARE, SampleIntake, event, nhs_number, told_child
from builders.noticeboard import asked, notices, stated
from builders.partner import Partner, backup

from exchange import ReceiptOutcome
from exchange.envelope_reading import decode
from exchange.history import ANSWERS

DAY = date(2026, 3, 2)
ROWAN = told_child(nhs=nhs_number(0))
ATTENDANCE = event("attendance-concern", ROWAN)
CONCERN = event("concern-raised", ROWAN)


@pytest.fixture
def school(hub: SampleIntake, tmp_path: Path) -> Partner:
    return Partner(hub, tmp_path / "school")


def refer(hub: SampleIntake) -> None:
    hub.say(CARE, "referral-received", event("referral-received", ROWAN), id="referral")


def tomorrow(hub: SampleIntake) -> None:
    hub.clock.now += timedelta(days=1)


def test_history_that_is_asked_for_is_sent_again_with_the_notice_it_answers(hub: SampleIntake, school: Partner) -> None:
    school.say("attendance-concern", "absent", ATTENDANCE)
    refer(hub)
    asked(hub, school.agency)
    told = school.read_notices()
    assert (told.sent_again, told.not_kept, told.is_well) == (1, 0, True)
    [receipt] = school.carry().settled
    assert (receipt.outcome, receipt.revision) == (ReceiptOutcome.ACCEPTED, 2)
    assert decode(school.line.carried[-1].value).extensions == {ANSWERS: notices(hub, school.agency)[0].id}
    assert hub.origins() == [["referral", "absent"]]


def test_a_notice_that_comes_twice_is_answered_once(hub: SampleIntake, school: Partner) -> None:
    school.say("attendance-concern", "absent", ATTENDANCE)
    refer(hub)
    asked(hub, school.agency)
    assert [school.read_notices().sent_again for _ in range(2)] == [1, 0]
    school.carry()
    assert len(school.line.carried) == 2


def test_what_was_let_go_by_then_is_counted_and_not_made_up(hub: SampleIntake, school: Partner) -> None:
    school.say("attendance-concern", "absent", ATTENDANCE)
    school.outbox.keeping.forget_old(hub.clock() + timedelta(days=366))
    refer(hub)
    asked(hub, school.agency)
    told = school.read_notices()
    assert (told.sent_again, told.not_kept) == (0, 1)
    assert school.carry().sent == 0


def test_a_day_on_which_all_arrived_agrees_and_its_copies_are_let_go(hub: SampleIntake, school: Partner) -> None:
    school.say("concern-raised", "c-1", CONCERN)
    school.say("attendance-concern", "absent", event("attendance-concern", told_child(nhs=nhs_number(1))))
    tomorrow(hub)
    stated(hub, school.agency, DAY)
    [day] = school.read_notices().days
    assert (day.agrees, day.sent, day.held) == (True, 2, 1)
    assert school.outbox.keeping.copies(hub.clock() - timedelta(days=9), hub.clock()) == []
    assert school.read_notices().days == []


def test_history_that_was_sent_again_agrees_too(hub: SampleIntake, school: Partner) -> None:
    school.say("attendance-concern", "absent", ATTENDANCE)
    refer(hub)
    asked(hub, school.agency)
    school.read_notices()
    school.carry()
    tomorrow(hub)
    stated(hub, school.agency, DAY)
    [day] = school.read_notices().days
    assert (day.agrees, day.held) == (True, 1)


def test_what_a_restored_hub_has_lost_is_named_and_sent_again(
    hub: SampleIntake, school: Partner, tmp_path: Path
) -> None:
    school.say("concern-raised", "c-1", CONCERN)
    backup(hub, tmp_path / "copy")
    school.say("concern-raised", "c-2", CONCERN)
    restored = hub.restored(tmp_path / "copy")
    school.line.hub = restored
    tomorrow(restored)
    stated(restored, school.agency, DAY)
    told = school.read_notices()
    [day] = told.days
    assert (day.agrees, day.lacks, told.is_well) == (False, ((f"urn:agency:{school.agency}:log", "c-2"),), False)
    [receipt] = school.carry().settled
    assert (receipt.id, receipt.outcome, receipt.duplicate) == ("c-2", ReceiptOutcome.ACCEPTED, False)
    assert restored.origins() == [["c-1", "c-2"]]
    assert hub.files()[0].entries[1].labels.entry_id == restored.files()[0].entries[1].labels.entry_id
    restored.close()


def test_what_the_hub_holds_otherwise_is_named(hub: SampleIntake, school: Partner) -> None:
    source = f"urn:agency:{school.agency}:log"
    school.say("concern-raised", "c-1", CONCERN)
    hub.rewrite_value(source, "c-1")
    tomorrow(hub)
    stated(hub, school.agency, DAY)
    [day] = school.read_notices().days
    assert (day.agrees, day.lacks, day.otherwise) == (False, (), ((source, "c-1"),))


def test_what_was_sent_in_the_agencys_name_from_elsewhere_is_counted(hub: SampleIntake, school: Partner) -> None:
    school.say("concern-raised", "c-1", CONCERN)
    source = f"urn:agency:{school.agency}:log"
    hub.take(hub.message(school.agency, "concern-raised", CONCERN, id="forged", source=source))
    hub.take(hub.message(school.agency, "concern-raised", CONCERN, id="another-system"))
    tomorrow(hub)
    stated(hub, school.agency, DAY)
    [day] = school.read_notices().days
    assert (day.agrees, day.unknown, day.held) == (False, 1, 2)


def test_a_day_with_too_many_messages_to_list_is_compared_by_its_root(
    hub: SampleIntake, school: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.notices.days.MOST_LISTED", 1)
    for number in range(3):
        school.say("concern-raised", f"c-{number}", CONCERN)
    tomorrow(hub)
    assert stated(hub, school.agency, DAY).sources[0].lines is None
    [day] = school.read_notices().days
    assert (day.agrees, day.held) == (True, 3)


def test_a_notice_that_the_hub_did_not_sign_is_not_believed(
    hub: SampleIntake, another_hub: SampleIntake, school: Partner
) -> None:
    another_hub.join(school.agency, "school", key=school.credentials.signing_key)
    school.say("concern-raised", "c-1", CONCERN)
    another_hub.take(another_hub.message(school.agency, "concern-raised", CONCERN, id="c-1"))
    tomorrow(another_hub)
    stated(another_hub, school.agency, DAY)
    school.line.hub = another_hub
    told = school.read_notices()
    assert (told.rejected, told.days, told.is_well) == (1, [], False)
