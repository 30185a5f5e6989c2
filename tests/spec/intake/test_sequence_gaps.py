"""What an agency numbered and the hub never got is noticed, told once, and filled by nobody but the agency (T5)."""

from dataclasses import replace
from datetime import timedelta

from builders.intake import POLICE, SCHOOL, SampleIntake, event, nhs_number, source_of, told_child
from structlog.testing import capture_logs

from exchange import Message, generate_signing_key
from hub.intake.sequences import tell_of_gaps
from hub.views.gaps import Counting, gaps_by_agency, miscounted, open_gaps

ROWAN = told_child(nhs=nhs_number(0))


def concern(hub: SampleIntake, number: int | None, name: str | None = None, agency: str = POLICE) -> Message:
    data = event("concern-raised", ROWAN, headline=f"concern {name or number}")
    return hub.message(agency, "concern-raised", data, id=name or f"m-{number}", sequence=number)


def gaps(hub: SampleIntake) -> list[tuple[str, int, int]]:
    with hub.store.record.database.read() as cursor:
        return [(gap.agency_id, gap.first, gap.last) for gap in open_gaps(cursor)]


def test_a_number_that_did_not_come_is_a_gap_until_it_comes(hub: SampleIntake) -> None:
    hub.take(concern(hub, 1), concern(hub, 4))
    assert gaps(hub) == [(POLICE, 2, 3)]
    hub.take(concern(hub, 3))
    assert gaps(hub) == [(POLICE, 2, 2)]
    hub.take(concern(hub, 2))
    assert gaps(hub) == []


def test_each_agency_and_each_of_its_systems_counts_for_itself(hub: SampleIntake) -> None:
    other = hub.envelope(POLICE, "concern-raised", event("concern-raised", ROWAN), id="o-1", sequence=1)
    hub.take(concern(hub, 1), concern(hub, 2, agency=SCHOOL))
    hub.take(hub.signed(replace(other, source=f"{source_of(POLICE)}-two"), hub.keys[POLICE]))
    assert gaps(hub) == [(SCHOOL, 1, 1)]
    with hub.store.record.database.read() as cursor:
        assert gaps_by_agency(cursor) == {POLICE: 0, SCHOOL: 1}


def test_an_agency_that_does_not_count_has_no_gap(hub: SampleIntake) -> None:
    hub.take(concern(hub, None, "m-1"), concern(hub, None, "m-2"))
    assert gaps(hub) == []
    assert hub.count("sequence_row") == 0


def test_what_is_quarantined_or_not_admitted_has_come(hub: SampleIntake) -> None:
    wrong = event("concern-raised", told_child(date_of_birth="when the snow lay"))
    contextual = event("attendance-concern", told_child("P-9", nhs=nhs_number(9)))
    hub.take(
        hub.message(SCHOOL, "concern-raised", wrong, id="m-1", sequence=1),
        hub.message(SCHOOL, "attendance-concern", contextual, id="m-2", sequence=2),
        concern(hub, 3, agency=SCHOOL),
    )
    assert gaps(hub) == []


def test_a_forger_fills_no_gap(hub: SampleIntake) -> None:
    hub.take(concern(hub, 1), concern(hub, 3))
    forged = hub.envelope(POLICE, "concern-raised", event("concern-raised", ROWAN), id="m-2", sequence=2)
    hub.take(hub.signed(forged, generate_signing_key()))
    assert gaps(hub) == [(POLICE, 2, 2)]


def test_a_number_used_twice_is_a_finding_and_both_messages_are_accepted(hub: SampleIntake) -> None:
    hub.take(concern(hub, 1), concern(hub, 2), concern(hub, 2))
    with capture_logs() as logs:
        hub.take(concern(hub, 1, "begun again"), concern(hub, 2, "begun again, too"))
    assert hub.receipt(POLICE, "begun again").outcome == "accepted"
    assert [line["number"] for line in logs if line["event"] == "sequence-number-used-twice"] == [1, 2]
    with hub.store.record.database.read() as cursor:
        assert miscounted(cursor) == [Counting(source_of(POLICE), POLICE, 2, reused=2, restarts=1, given_up=0)]


def test_an_alarm_is_raised_once_after_a_quarter_of_an_hour_and_never_for_what_was_merely_late(
    hub: SampleIntake,
) -> None:
    database, noticed = hub.store.record.database, hub.clock()
    hub.take(concern(hub, 1), concern(hub, 4))
    hub.take(concern(hub, 3))
    assert tell_of_gaps(database, noticed + timedelta(minutes=15)) == []
    with capture_logs() as logs:
        assert len(tell_of_gaps(database, noticed + timedelta(minutes=16))) == 1
        assert tell_of_gaps(database, noticed + timedelta(minutes=17)) == []
    (line,) = logs
    assert (line["event"], line["log_level"]) == ("sequence-gap", "error")
    assert (line["source"], line["first"], line["last"]) == (source_of(POLICE), 2, 2)
