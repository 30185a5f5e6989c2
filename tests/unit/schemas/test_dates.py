"""A date that the hub could not sort or show is refused on the way in, so that it never stops a reading later."""

import pytest

from exchange.instants import is_instant, is_local_date
from exchange.schemas import load
from hub.access.order import instant, local_date
from hub.pages.present import occurred_words

UNREADABLE = [
    "2016-12-31T23:59:60Z",
    "2026-03-02t10:00:00z",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "0000-01-01",
    "0001-01-01",
    "9999-12-31",
]
READABLE = ["2026-03-02", "2026-03-02T10:00:00Z", "2026-03-02T10:00:00.123456789+01:00", "1890-01-01T00:00:00-00:00"]


@pytest.mark.parametrize("moment", UNREADABLE)
@pytest.mark.parametrize("end", ["from", "to"])
def test_a_moment_that_no_reading_could_show_is_a_fault_of_its_place(moment: str, end: str) -> None:
    data = {"occurred": {"from": "2026-03-02", "precision": "exact", end: moment}}
    faults = load().validate("safeguarding.police-notification.v1", data)
    assert f"/occurred/{end}" in [fault.pointer for fault in faults]
    assert moment not in "".join(fault.detail for fault in faults)


@pytest.mark.parametrize("moment", READABLE)
def test_a_moment_that_passes_can_be_sorted_filtered_and_shown(moment: str) -> None:
    data = {"occurred": {"from": moment, "precision": "exact"}}
    faults = load().validate("safeguarding.police-notification.v1", data)
    assert "/occurred/from" not in [fault.pointer for fault in faults]
    assert instant(moment).tzinfo is not None
    assert local_date(moment).year > 1
    assert occurred_words({"from": moment, "to": None, "precision": "exact"})


@pytest.mark.parametrize("text", ["20260302", "2026-W10-1", "2026-02-30", "2026-3-2", "", "٢٠٢٦-٠٣-٠٢"])
def test_a_date_is_written_one_way(text: str) -> None:
    assert not is_local_date(text)
    assert not is_instant(text)
