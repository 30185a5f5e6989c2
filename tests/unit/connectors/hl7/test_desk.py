"""What changes, ends, cancels or merges what was told before becomes an event about it; all else is left out."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.drafts import Draft, LeftOut, Refused
from connectors.hl7.desk import Desk
from connectors.hl7.files import messages
from connectors.sending import Put, Sender, Taken
from exchange.keys import Jwk
from exchange.messages import open_data, verified
from exchange.outbox import Outbox
from exchange.receipts import Receipt, ReceiptOutcome

NOW = datetime(2026, 1, 18, 20, 0, tzinfo=UTC)
SOURCE = "urn:agency:northshire-hospital:northpas"
Hear = Callable[..., Taken]


def visit(number: str = "V-1", reason: str = "", left: str = "", ends: str = "", kind: str = "E") -> dict[str, Any]:
    """PV1 and PV2 of a visit that began at 19:40 on 18 January 2026."""
    fields = {2: kind, 3: "ED^^^Northshire Hospital", 19: number, 36: ends, 44: "202601181940", 45: left}
    pv1 = "PV1|" + "|".join(fields.get(place, "") for place in range(1, 46))
    return {"visit": pv1, "more": (f"PV2|||^{reason}",) if reason else ()}


@pytest.fixture
def hear(sender: Sender, adt: Any) -> Hear:
    """Hear a message; each is recorded a minute after the one before it, unless it says when."""
    desk, minutes = Desk(sender, NOW), iter(range(43, 60))

    def heard(control: str, trigger: str = "A04", at: str = "", **parts: Any) -> Taken:
        event = f"EVN||{at or f'2026011819{next(minutes)}00'}"
        (raw,) = messages(adt(**{"control": control, "trigger": f"ADT^{trigger}", "event": event, **visit(), **parts}))
        return desk.take(raw, NOW)

    return heard


def event(taken: Taken, name: str) -> dict[str, Any]:
    """The data of an event that was sent, of this type."""
    assert taken.put is Put.SENT, taken
    assert isinstance(taken.item, Draft)
    assert taken.item.type == f"safeguarding.{name}.v1"
    return taken.item.data


def reason(taken: Taken) -> str:
    assert isinstance(taken.item, LeftOut), taken
    assert taken.put is None
    return taken.item.reason


def fault(taken: Taken) -> str:
    refused = taken.put if isinstance(taken.put, Refused) else taken.item
    assert isinstance(refused, Refused), taken
    return refused.reasons[0].field


def test_a_cancelled_visit_is_withdrawn_under_the_id_it_was_told_with(hear: Hear) -> None:
    hear("M-1")
    found = event(hear("M-2", "A11"), "entry-withdrawn")
    assert found["corrects"] == {"source": SOURCE, "id": "M-1"}
    assert found["children"][0]["local_ref"] == "H-1"
    assert found["record_ref"] == "V-1"


def test_the_end_of_a_visit_restates_it_with_its_end(hear: Hear) -> None:
    hear("M-1", **visit(reason="Swollen wrist"))
    found = event(hear("M-2", "A03", **visit(left="202601182205", ends="Home")), "emergency-department-attended")
    assert found["corrects"] == {"source": SOURCE, "id": "M-1"}
    assert found["occurred"] == {"from": "2026-01-18T19:40:00Z", "to": "2026-01-18T22:05:00Z", "precision": "exact"}
    assert found["narrative"] == "Reason for visit: Swollen wrist. Discharge as coded: Home."
    assert found["category"] == "emergency-department-attended"


def test_a_cancelled_discharge_takes_the_end_back(hear: Hear) -> None:
    hear("M-1", **visit(reason="Swollen wrist"))
    hear("M-2", "A03", **visit(left="202601182205", ends="Home"))
    found = event(hear("M-3", "A13", **visit(left="202601182205", ends="Home")), "emergency-department-attended")
    assert found["occurred"] == {"from": "2026-01-18T19:40:00Z", "precision": "exact"}
    assert found["narrative"] == "Reason for visit: Swollen wrist."
    assert found["corrects"]["id"] == "M-1"


def test_an_update_that_changes_what_was_told_restates_it(hear: Hear) -> None:
    hear("M-1", **visit(reason="Fall"))
    found = event(hear("M-2", "A08", **visit(reason="Assault")), "emergency-department-attended")
    assert (found["narrative"], found["reason_for_visit"]) == ("Reason for visit: Assault.", "Assault")
    assert found["corrects"]["id"] == "M-1"


def test_an_update_of_the_address_alone_says_nothing_of_the_visit(hear: Hear) -> None:
    hear("M-1")
    assert reason(hear("M-2", "A08", pid_tail="~9 Oak Road")) == "nothing told has changed (A08)"


def test_a_visit_told_by_another_message_again_is_not_told_twice(hear: Hear) -> None:
    hear("M-1")
    assert reason(hear("M-2", "A04")) == "nothing told has changed (A04)"


def test_an_admission_after_an_attendance_under_one_number_is_told_as_well(hear: Hear) -> None:
    hear("M-1")
    assert event(hear("M-2", "A01", **visit(kind="I") | {"visit": "PV1||I|WARD" + "|" * 16 + "V-1"}), "health-contact")
    assert event(hear("M-3", "A11"), "entry-withdrawn")["corrects"]["id"] == "M-2"
    assert event(hear("M-4", "A11"), "entry-withdrawn")["corrects"]["id"] == "M-1"


@pytest.mark.parametrize("trigger", ["A03", "A08", "A11", "A13"])
def test_what_was_never_told_is_neither_withdrawn_nor_corrected(hear: Hear, outbox: Outbox, trigger: str) -> None:
    assert reason(hear("M-1", trigger)) == f"about a visit that was not told ({trigger})"
    assert outbox.pending() == []


def test_a_withdrawn_visit_is_withdrawn_once(hear: Hear) -> None:
    hear("M-1")
    hear("M-2", "A11")
    assert reason(hear("M-3", "A11")) == "about a visit that was withdrawn (A11)"


def test_a_visit_registered_anew_after_its_cancellation_is_told_anew(hear: Hear) -> None:
    hear("M-1")
    hear("M-2", "A11")
    assert event(hear("M-3"), "emergency-department-attended")
    assert event(hear("M-4", "A11"), "entry-withdrawn")["corrects"]["id"] == "M-3"


def test_nothing_more_is_said_of_a_visit_that_the_hub_did_not_admit(hear: Hear, outbox: Outbox) -> None:
    hear("M-1")
    outbox.settle(Receipt(SOURCE, "M-1", 1, ReceiptOutcome.NOT_ADMITTED, NOW))
    assert reason(hear("M-2", "A11")) == "about a visit that the hub did not admit (A11)"


def test_an_older_message_that_comes_late_changes_nothing(hear: Hear) -> None:
    hear("M-1")
    hear("M-3", "A08", **visit(reason="Assault"))
    late = hear("M-2", "A08", at="20260118194330", **visit(reason="Fall"))
    assert reason(late) == "older than what was told since (A08)"


def test_a_change_that_names_another_patient_is_refused(hear: Hear) -> None:
    hear("M-1")
    assert fault(hear("M-2", "A11", numbers="H-2^^^NSH^MR")) == "PID-3"
    assert fault(hear("M-3", "A08", numbers="H-2^^^NSH^MR")) == "PID-3"


def test_merged_numbers_are_told_where_the_old_one_was(hear: Hear) -> None:
    hear("M-1")
    merge = hear("M-2", "A40", numbers="H-9^^^NSH^MR", more=("MRG|H-1^^^NSH^MR",))
    found = event(merge, "local-ref-merged")
    assert found["merged_refs"] == ["H-1"]
    assert found["children"][0]["local_ref"] == "H-9"
    assert event(hear("M-3", "A11", numbers="H-9^^^NSH^MR"), "entry-withdrawn")["corrects"]["id"] == "M-1"


def test_a_merge_of_numbers_that_the_hub_does_not_know_is_left_out(hear: Hear) -> None:
    hear("M-1")
    merge = hear("M-2", "A40", numbers="H-1^^^NSH^MR", more=("MRG|H-77^^^NSH^MR",))
    assert reason(merge) == "a merge of numbers that were not told (A40)"


@pytest.mark.parametrize(("merges", "field"), [((), "MRG-1"), (("MRG|H-1", "MRG|H-2"), "MRG")])
def test_a_merge_that_does_not_say_what_is_merged_is_refused(hear: Hear, merges: tuple[str, ...], field: str) -> None:
    assert fault(hear("M-1", "A40", more=merges)) == field


def test_the_same_message_again_comes_to_the_same_and_nothing_is_sent_twice(hear: Hear, outbox: Outbox) -> None:
    at = "20260118194300"
    hear("M-1", at=at)
    hear("M-2", "A08", at=at, **visit(reason="Assault"))
    hear("M-3", "A08", at=at, **visit(reason="Fall"))
    again = [hear("M-1", at=at), hear("M-2", "A08", at=at, **visit(reason="Assault"))]
    assert [taken.put for taken in again] == [Put.SENT_BEFORE, Put.SENT_BEFORE]
    assert [kept.id for kept in outbox.pending()] == ["M-1", "M-2", "M-3"]


def test_another_message_under_an_old_control_id_is_refused(hear: Hear) -> None:
    hear("M-1")
    assert fault(hear("M-1", **visit(reason="Fall"))) == "id"


def test_what_was_told_is_forgotten_once_it_was_kept_long_enough(sender: Sender, hear: Hear, adt: Any) -> None:
    hear("M-1")
    later = NOW + timedelta(days=93)
    (raw,) = messages(adt(trigger="ADT^A11", control="M-2", **visit()))
    assert reason(Desk(sender, later).take(raw, later)) == "about a visit that was not told (A11)"


def test_what_is_remembered_does_not_lie_open(hear: Hear, sender: Sender) -> None:
    hear("M-1", name="Ashdown^Rowan^Elise", **visit("VISIT-90311"))
    kept = b"".join(path.read_bytes() for path in sender.folder.path.glob("outbox.db*"))
    assert not [word for word in (b"Ashdown", b"VISIT-90311", b"9990123454") if word in kept]


def test_only_the_hub_can_open_what_is_said(hear: Hear, outbox: Outbox, sender: Sender, hub_sealing_key: Jwk) -> None:
    hear("M-1")
    hear("M-2", "A11")
    message = outbox.pending()[1].message
    assert message is not None
    envelope = verified(message.value, message.headers, sender.folder.signing_key)
    assert open_data(envelope, hub_sealing_key)["corrects"] == {"source": SOURCE, "id": "M-1"}
