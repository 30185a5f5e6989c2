"""What waits for a person is listed, whether it was refused or is held in doubt; what it says is not."""

from pathlib import Path

from builders.intake import POLICE, SCHOOL, SampleIntake, event, nhs_number, source_of, told_child

from exchange import ReceiptOutcome
from hub.access import QuarantineRow
from hub.bootstrap.reader import StoreReader

NAMELESS = {
    "local_ref": "P-9",
    "description": "a boy in a red coat",
    "approximate_age": {"from": 5, "to": 7},
}


def waiting(hub: SampleIntake) -> list[QuarantineRow]:
    with hub.store.record.database.read() as cursor:
        return list(StoreReader(hub.store.keys, hub.store.record.events_table).quarantined(cursor))


def test_a_concern_about_a_child_whose_name_nobody_knows_waits_where_people_see_it(tmp_path: Path) -> None:
    hub = SampleIntake(tmp_path)
    receipt = hub.say(SCHOOL, "concern-raised", event("concern-raised", NAMELESS), id="seen-at-the-gate")
    assert receipt.outcome is ReceiptOutcome.ACCEPTED
    (row,) = waiting(hub)
    assert (row.agency, row.source, row.event_id) == (SCHOOL, source_of(SCHOOL), "seen-at-the-gate")
    assert "red coat" not in repr(row)
    hub.close()


def test_what_was_refused_and_what_is_held_are_listed_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    hub = SampleIntake(tmp_path)
    known = event("concern-raised", told_child(nhs=nhs_number(0)))
    hub.say(POLICE, "concern-raised", {**known, "headline": ""}, id="first")
    hub.say(SCHOOL, "concern-raised", event("concern-raised", NAMELESS), id="second")
    hub.say(POLICE, "concern-raised", {**known, "headline": ""}, id="third")
    hub.say(POLICE, "concern-raised", known, id="filed")
    assert [row.event_id for row in waiting(hub)] == ["first", "second", "third"]
    hub.close()
