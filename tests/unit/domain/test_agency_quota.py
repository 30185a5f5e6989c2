"""How much an agency may send is part of its record."""

from datetime import UTC, datetime

import pytest

from hub.domain.agency import Agency, Quota
from hub.domain.errors import Invalid

MARCH = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
def agency() -> Agency:
    return Agency.register(
        agency_id="hill-school", agency_type="school", name="Hill School", area="northshire", duty_contact="-", at=MARCH
    )


def test_an_agency_has_no_quota_of_its_own_until_one_is_set(agency: Agency) -> None:
    assert agency.quota is None
    agency.set_quota(Quota(90, 20), MARCH)
    agency.set_quota(Quota(120, 20), MARCH)
    assert agency.quota == Quota(120, 20)


@pytest.mark.parametrize("quota", [Quota(0, 1), Quota(1, 0), Quota(-1, 5)])
def test_a_quota_is_no_way_to_shut_an_agency_out(agency: Agency, quota: Quota) -> None:
    with pytest.raises(Invalid, match="revoke its keys"):
        agency.set_quota(quota, MARCH)
