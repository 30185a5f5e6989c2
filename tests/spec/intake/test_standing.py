"""How intake stands, as its operator sees it: what waits and since when, how far behind, and whether it lives."""

from datetime import datetime, timedelta

import pytest
from builders.intake import NOON, POLICE, SCHOOL, SampleIntake, event, told_child

from exchange import connect, for_agency
from exchange.topic_log.lost import offset_lost
from exchange.topic_log.port import Record
from hub.bootstrap.lookout import Lookout
from hub.bootstrap.state import Since, State, exposition, open_figures
from hub.health import Health, IntakeStale
from hub.intake.incidents import go_on_after
from hub.intake.offsets import note_read_to_end
from hub.intake.standing import Standing, lag, require_live, standing


def stands(hub: SampleIntake) -> Standing:
    with hub.store.record.database.read() as cursor:
        return standing(cursor)


def must_live(hub: SampleIntake, at: datetime) -> None:
    with hub.store.record.database.read() as cursor:
        require_live(at, cursor)


def test_what_waits_is_counted_by_agency_and_code_with_the_age_of_the_oldest(hub: SampleIntake) -> None:
    hub.say(POLICE, "concern-raised", {"headline": ""}, id="m-1")
    hub.say(POLICE, "concern-raised", {"headline": ""}, id="m-2")
    found = stands(hub)
    assert found.quarantine.counts == {(POLICE, "data-invalid"): 2}
    assert found.quarantine.oldest == NOON + timedelta(minutes=1)
    assert found.receipts == 2
    assert found.held.oldest is None


def test_the_lag_is_what_lies_on_the_topics_beyond_what_was_taken(hub: SampleIntake) -> None:
    log = connect(f"embedded:{hub.folder / 'topics.db'}")
    topics = for_agency(POLICE)
    log.create_topics({topics.events: 2, topics.urgent: 1, "somebody.elses": 1})
    producer = log.producer()
    for number in range(3):
        told = event("concern-raised", told_child())
        producer.send(hub.message(POLICE, "concern-raised", told, id=f"m-{number}"))
    producer.flush()
    assert lag(log, stands(hub).offsets) == {(POLICE, "events"): 0, (POLICE, "urgent"): 3}
    consumer = log.consumer("g", topics=[topics.urgent])
    records: list[Record] = consumer.poll(2, 5)
    hub.intake.take(records)
    assert lag(log, stands(hub).offsets)[(POLICE, "urgent")] == 3 - len(records)
    log.close()


def test_intake_that_never_had_a_feed_is_not_stale_and_one_that_gives_no_sign_is(hub: SampleIntake) -> None:
    must_live(hub, NOON)
    with hub.store.record.database.write() as cursor:
        note_read_to_end(cursor, [(SCHOOL, for_agency(SCHOOL).events, 0)], NOON)
    must_live(hub, NOON + timedelta(minutes=2))
    with pytest.raises(IntakeStale):
        must_live(hub, NOON + timedelta(minutes=4))


def test_an_agencys_last_message_is_known_and_one_that_never_sent_has_none(hub: SampleIntake) -> None:
    with hub.store.record.database.write() as cursor:
        feeds = [(agency, for_agency(agency).events, 0) for agency in (SCHOOL, POLICE)]
        note_read_to_end(cursor, feeds, NOON)
    hub.say(SCHOOL, "concern-raised", event("concern-raised", told_child()))
    assert stands(hub).answered == {SCHOOL: NOON + timedelta(minutes=1)}


def test_a_batch_is_a_sign_of_life_too(hub: SampleIntake) -> None:
    with hub.store.record.database.write() as cursor:
        note_read_to_end(cursor, [(SCHOOL, for_agency(SCHOOL).events, 0)], NOON - timedelta(hours=1))
    hub.say(SCHOOL, "concern-raised", event("concern-raised", told_child()))
    must_live(hub, NOON + timedelta(minutes=2))


def test_a_receipt_ages_while_the_same_one_stands_first_in_line() -> None:
    since = Since()
    assert since.oldest_seconds({("a", 0): 5}, at=100) == 0
    assert since.oldest_seconds({("a", 0): 5, ("b", 0): 1}, at=130) == 30
    assert since.oldest_seconds({("a", 0): 6, ("b", 0): 1}, at=140) == 10
    assert since.oldest_seconds({}, at=150) == 0


def figures(hub: SampleIntake) -> str:
    lookout = Lookout(lambda: connect(f"embedded:{hub.folder / 'topics.db'}"))
    return exposition(State(hub.store.record.database, lookout, Health({}), hub.clock))().decode()


def test_the_figures_tell_what_waits_and_nothing_of_any_child(hub: SampleIntake) -> None:
    hub.say(POLICE, "concern-raised", event("concern-raised", told_child("P-77")), id="m-1")
    hub.say(POLICE, "concern-raised", {"headline": ""}, id="m-2")
    hub.clock.forward(90)
    told = figures(hub)
    assert 'hub_quarantine_waiting{agency="northshire-police",problem="data-invalid"} 1.0' in told
    assert "hub_quarantine_oldest_seconds 5400.0" in told
    assert "hub_receipts_waiting 2.0" in told
    assert not any(secret in told for secret in ("Rowan", "Ashdown", "P-77", "m-1"))


def test_the_figures_tell_of_gaps_and_lost_ranges(hub: SampleIntake) -> None:
    hub.say(POLICE, "concern-raised", event("concern-raised", told_child()), id="m-1", sequence=1)
    hub.say(POLICE, "concern-raised", event("concern-raised", told_child()), id="m-4", sequence=4)
    with hub.store.record.database.write() as cursor:
        go_on_after(cursor, offset_lost(("agency.northshire-police.events", 0), 3, 9, 20), NOON)
    told = figures(hub)
    assert 'hub_feed_gaps_waiting{agency="northshire-police"} 1.0' in told
    assert "hub_incidents_waiting 1.0" in told
    assert "hub_notices_waiting 0.0" in told


def test_what_anybody_may_scrape_is_the_same_whatever_the_hub_holds(hub: SampleIntake) -> None:
    before = open_figures()
    hub.say(POLICE, "concern-raised", event("concern-raised", told_child()))
    assert open_figures() == before
    assert b"hub_build_info" in before
