"""An agency's keys: which of them counted when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hub.domain.agency import Agency, SigningKey
from hub.domain.errors import Conflict, NotFound

MARCH = datetime(2026, 3, 2, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
KEY = SigningKey("kid-1", "{}", MARCH)


def an_agency() -> Agency:
    return Agency.register(
        agency_id="hill-school", agency_type="school", name="Hill School", area="northshire", duty_contact="-", at=MARCH
    )


def test_a_key_counts_from_the_instant_it_is_valid() -> None:
    assert KEY.is_good_at(MARCH)
    assert not KEY.is_good_at(MARCH - timedelta(microseconds=1))


@pytest.mark.parametrize("key", [replace(KEY, retired=MARCH + HOUR), replace(KEY, compromised_since=MARCH + HOUR)])
def test_a_retired_or_compromised_key_counts_until_then_and_no_longer(key: SigningKey) -> None:
    assert key.is_good_at(MARCH + HOUR - timedelta(microseconds=1))
    assert not key.is_good_at(MARCH + HOUR)


def test_a_key_found_out_later_stops_counting_from_when_it_was_misused() -> None:
    key = replace(KEY, retired=MARCH + 2 * HOUR, compromised_since=MARCH + HOUR)
    assert not key.is_good_at(MARCH + HOUR + HOUR / 2)


def test_revoking_a_key_touches_no_other() -> None:
    agency = an_agency()
    agency.add_key(KEY, MARCH)
    agency.add_key(replace(KEY, kid="kid-2"), MARCH)
    agency.revoke_key("kid-1", compromised_since=MARCH, at=MARCH + HOUR)
    assert not agency.keys["kid-1"].is_good_at(MARCH)
    assert agency.keys["kid-2"].is_good_at(MARCH)


def test_a_key_is_registered_once() -> None:
    agency = an_agency()
    agency.add_key(KEY, MARCH)
    with pytest.raises(Conflict, match="registered already"):
        agency.add_key(KEY, MARCH)


def test_a_key_that_is_not_there_cannot_be_revoked() -> None:
    with pytest.raises(NotFound, match="hub agency list"):
        an_agency().revoke_key("kid-9", compromised_since=MARCH, at=MARCH)


def test_an_agency_has_one_record_id_made_from_its_name() -> None:
    assert an_agency().id == Agency.create_id("hill-school") != Agency.create_id("hill-schools")


def test_a_key_without_event_types_signs_whatever_its_agency_may() -> None:
    assert KEY.may_sign("concern-raised")


def test_a_key_with_event_types_signs_those_alone() -> None:
    key = replace(KEY, event_types=("concern-raised",))
    assert key.may_sign("concern-raised")
    assert not key.may_sign("police-notification")


def test_a_key_is_retired_once_and_counts_until_then() -> None:
    agency = an_agency()
    agency.add_key(KEY, MARCH)
    agency.retire_key("kid-1", retired=MARCH + HOUR, at=MARCH + HOUR)
    assert agency.keys["kid-1"].is_good_at(MARCH)
    assert not agency.keys["kid-1"].is_good_at(MARCH + HOUR)
    with pytest.raises(Conflict, match="retired already"):
        agency.retire_key("kid-1", retired=MARCH + 2 * HOUR, at=MARCH + 2 * HOUR)


def test_a_retired_key_can_still_be_found_to_have_been_misused() -> None:
    agency = an_agency()
    agency.add_key(KEY, MARCH)
    agency.retire_key("kid-1", retired=MARCH + 2 * HOUR, at=MARCH + 2 * HOUR)
    agency.revoke_key("kid-1", compromised_since=MARCH + HOUR, at=MARCH + 3 * HOUR)
    assert not agency.keys["kid-1"].is_good_at(MARCH + HOUR)


def test_a_later_finding_moves_the_moment_of_misuse_back_and_never_forward() -> None:
    agency = an_agency()
    agency.add_key(KEY, MARCH)
    agency.revoke_key("kid-1", compromised_since=MARCH + HOUR, at=MARCH + HOUR)
    agency.revoke_key("kid-1", compromised_since=MARCH, at=MARCH + 2 * HOUR)
    with pytest.raises(Conflict, match="revoked already"):
        agency.revoke_key("kid-1", compromised_since=MARCH + HOUR, at=MARCH + 3 * HOUR)
