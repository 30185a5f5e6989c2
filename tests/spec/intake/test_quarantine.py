"""What cannot be accepted is kept byte for byte, and its sender told what was wrong and where, never what they said."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from builders.intake import POLICE, SCHOOL, SampleIntake, bytes_of, event, example, nhs_number, source_of, told_child

from exchange import Message, Receipt, ReceiptOutcome, compose_open, generate_signing_key, seal, sign, signed_headers
from exchange.keys import generate_sealing_key, public_part
from hub.domain.agency import Agency, SigningKey
from hub.intake.kept import record_from
from hub.record.agencies import revoke_key

MARKER = "Zanzibarrow"
ROWAN = told_child(nhs=nhs_number(0), given_names=MARKER)
CONCERN = event("concern-raised", ROWAN, narrative=f"{MARKER} was seen")
Breaking = Callable[[SampleIntake], Message]


def good(hub: SampleIntake, **changes: Any) -> Message:
    return hub.message(POLICE, "concern-raised", CONCERN, **changes)


def re_signed(hub: SampleIntake, message: Message, value: bytes) -> Message:
    """Other bytes under a good signature."""
    return replace(message, value=value, headers=signed_headers(sign(value, hub.keys[POLICE])))


def changed_after_signing(hub: SampleIntake) -> Message:
    message = good(hub)
    return replace(message, value=message.value.replace(b'"specversion"', b' "specversion"'))


def signed_by_another_agency(hub: SampleIntake) -> Message:
    return hub.signed(hub.envelope(POLICE, "concern-raised", CONCERN), hub.keys[SCHOOL])


def without_a_signature(hub: SampleIntake) -> Message:
    return replace(good(hub), headers=())


def of_another_topic(hub: SampleIntake) -> Message:
    return replace(good(hub), topic=f"agency.{POLICE}.events")


def of_another_source(hub: SampleIntake) -> Message:
    return good(hub, source=source_of(SCHOOL))


def for_another_hub(hub: SampleIntake) -> Message:
    return good(hub, audience="hub-elsewhere")


def under_another_key(hub: SampleIntake) -> Message:
    return replace(good(hub), key=b"another")


def not_json(hub: SampleIntake) -> Message:
    return re_signed(hub, good(hub), b'{"id": ' + MARKER.encode())


def with_a_key_twice(hub: SampleIntake) -> Message:
    return re_signed(hub, good(hub), good(hub).value.replace(b'{"', b'{"id":"x","', 1))


def too_large(hub: SampleIntake) -> Message:
    return re_signed(hub, good(hub), good(hub).value + b" " * 1_000_000)


def without_an_attribute(hub: SampleIntake) -> Message:
    document = json.loads(good(hub).value)
    return re_signed(
        hub, good(hub), json.dumps({name: told for name, told in document.items() if name != "time"}).encode()
    )


def sealed_to_another(hub: SampleIntake) -> Message:
    sealed = seal(json.dumps(CONCERN).encode(), public_part(generate_sealing_key()))
    envelope = replace(hub.envelope(POLICE, "concern-raised", CONCERN), data=sealed)
    return compose_open(envelope, sign_with=hub.keys[POLICE])


def sealed_json_with_a_key_twice(hub: SampleIntake) -> Message:
    twice = json.dumps(CONCERN).replace('"headline"', '"narrative": "x", "headline"', 1).encode()
    sealed = seal(twice, hub.store.keys.opening_key.as_dict(private=False))
    envelope = replace(hub.envelope(POLICE, "concern-raised", CONCERN), data=sealed)
    return compose_open(envelope, sign_with=hub.keys[POLICE])


def with_a_wrong_date(hub: SampleIntake) -> Message:
    wrong = event("concern-raised", {**ROWAN, "date_of_birth": MARKER})
    return hub.message(POLICE, "concern-raised", wrong)


def with_a_field_too_many(hub: SampleIntake) -> Message:
    return hub.message(POLICE, "concern-raised", {**CONCERN, "mood": MARKER})


def without_a_narrative(hub: SampleIntake) -> Message:
    return hub.message(POLICE, "concern-raised", {name: told for name, told in CONCERN.items() if name != "narrative"})


def about_nobody(hub: SampleIntake) -> Message:
    return hub.message(POLICE, "concern-raised", event("concern-raised"))


def with_a_reference_twice(hub: SampleIntake) -> Message:
    return hub.message(POLICE, "concern-raised", event("concern-raised", ROWAN, told_child(nhs=nhs_number(1))))


def of_another_agencys_worker(hub: SampleIntake) -> Message:
    return hub.message(POLICE, "worker-allocated", example("worker-allocated"))


def of_an_unknown_type(hub: SampleIntake) -> Message:
    return good(hub, type="safeguarding.weather-changed.v1")


@pytest.mark.parametrize(
    ("broken", "code", "pointer"),
    [
        (changed_after_signing, "signature-invalid", None),
        (without_a_signature, "signature-invalid", None),
        (signed_by_another_agency, "key-unknown", None),
        (of_another_topic, "route-mismatch", "/topic"),
        (of_another_source, "route-mismatch", "/source"),
        (for_another_hub, "route-mismatch", "/audience"),
        (under_another_key, "envelope-malformed", "/subject"),
        (not_json, "json-malformed", ""),
        (with_a_key_twice, "duplicate-key", "/id"),
        (too_large, "too-large", None),
        (without_an_attribute, "envelope-malformed", "/time"),
        (sealed_to_another, "sealed-unreadable", None),
        (sealed_json_with_a_key_twice, "duplicate-key", "/data/narrative"),
        (with_a_wrong_date, "data-invalid", "/data/children/0/date_of_birth"),
        (with_a_field_too_many, "data-invalid", "/data/mood"),
        (without_a_narrative, "data-invalid", "/data/narrative"),
        (about_nobody, "data-invalid", "/data/children"),
        (with_a_reference_twice, "data-invalid", "/data/children/1/local_ref"),
        (of_another_agencys_worker, "data-invalid", "/data/practitioner/agency"),
        (of_an_unknown_type, "unknown-type", "/type"),
    ],
)
def test_a_message_that_cannot_be_accepted_is_kept_exactly_and_its_sender_told_where(
    hub: SampleIntake, broken: Breaking, code: str, pointer: str | None
) -> None:
    message = broken(hub)
    hub.take(message)
    (kept,) = hub.quarantined()
    record = record_from(kept["record"])
    assert (record.value, record.headers, record.key) == (message.value, message.headers, message.key)
    (answer,) = hub.delivered(POLICE)
    assert answer.outcome is ReceiptOutcome.QUARANTINED
    assert _problem(answer) == (f"urn:safeguarding:problem:{code}", pointer)
    assert MARKER not in json.dumps(answer.to_data())
    assert hub.files() == []


@pytest.mark.parametrize("broken", [not_json, with_a_wrong_date, changed_after_signing])
def test_the_kept_bytes_are_sealed_where_they_lie(hub: SampleIntake, broken: Breaking) -> None:
    message = broken(hub)
    hub.take(message)
    stored = bytes_of(hub.everything())
    assert MARKER.encode() not in stored
    assert message.value not in stored


def test_a_message_of_an_agency_nobody_registered_is_kept_and_nobody_answered(hub: SampleIntake) -> None:
    topic = "agency.stranger-school.urgent"
    hub.take(replace(good(hub), topic=topic))
    assert [record_from(one["record"]).topic for one in hub.quarantined()] == [topic]
    assert hub.count("delivery") == 0


def test_a_message_signed_by_a_revoked_key_is_not_accepted(hub: SampleIntake) -> None:
    revoke_key(hub.store.record, POLICE, hub.keys[POLICE]["kid"], compromised_since=hub.clock(), at=hub.clock())
    receipt = hub.say(POLICE, "concern-raised", CONCERN)
    assert _problem(receipt)[0].endswith(":signature-invalid")


def test_a_key_that_was_misused_later_still_counts_for_what_was_logged_before(hub: SampleIntake) -> None:
    later = hub.clock() + timedelta(hours=1)
    revoke_key(hub.store.record, POLICE, hub.keys[POLICE]["kid"], compromised_since=later, at=hub.clock())
    assert hub.say(POLICE, "concern-raised", CONCERN).outcome is ReceiptOutcome.ACCEPTED


def test_a_message_signed_by_a_retired_key_is_not_accepted(hub: SampleIntake) -> None:
    retired = generate_signing_key()
    agency: Agency = hub.store.record.repository.get(Agency.create_id(POLICE))
    joined = hub.clock() - timedelta(days=9)
    key = SigningKey(retired["kid"], json.dumps(public_part(retired)), joined, retired=hub.clock())
    agency.add_key(key, joined)
    hub.store.record.save(agency)
    hub.keys[POLICE] = retired
    assert _problem(hub.say(POLICE, "concern-raised", CONCERN))[0].endswith(":signature-invalid")


def test_a_resend_that_was_mended_is_accepted_as_the_next_revision_and_both_are_kept(hub: SampleIntake) -> None:
    hub.take(with_a_wrong_date(hub))
    receipt = hub.say(POLICE, "concern-raised", CONCERN)
    assert (receipt.outcome, receipt.revision, receipt.duplicate) == (ReceiptOutcome.ACCEPTED, 2, False)
    assert len(hub.quarantined()) == 1
    assert hub.origins() == [["m-1"]]


def test_a_message_that_is_broken_twice_is_answered_twice(hub: SampleIntake) -> None:
    hub.take(with_a_wrong_date(hub), without_a_narrative(hub))
    assert [receipt.revision for receipt in hub.delivered(POLICE)] == [1, 2]
    assert len(hub.quarantined()) == 2


def test_a_forged_copy_of_what_was_accepted_changes_nothing_but_is_kept(hub: SampleIntake) -> None:
    accepted = hub.say(POLICE, "concern-raised", CONCERN)
    hub.take(signed_by_another_agency(hub))
    assert hub.receipt(POLICE) == accepted
    assert len(hub.quarantined()) == 1


def test_a_broken_message_holds_up_none_of_its_neighbours(hub: SampleIntake) -> None:
    hub.take(good(hub, id="before"), not_json(hub), good(hub, id="after"))
    assert hub.origins() == [["before", "after"]]


def _problem(receipt: Receipt) -> tuple[str, str | None]:
    assert receipt.problem is not None
    return receipt.problem.type, receipt.problem.errors[0].pointer if receipt.problem.errors else None
