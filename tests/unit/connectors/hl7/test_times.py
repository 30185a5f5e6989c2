"""HL7 times are read as exactly as they are written, and no more."""

from datetime import UTC, date, datetime

import pytest

from connectors.hl7.times import moment


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("202601181940", datetime(2026, 1, 18, 19, 40, tzinfo=UTC)),
        ("20260718194000", datetime(2026, 7, 18, 18, 40, tzinfo=UTC)),
        ("20260718194000.1234", datetime(2026, 7, 18, 18, 40, tzinfo=UTC)),
        ("20260118194000+0215", datetime(2026, 1, 18, 17, 25, tzinfo=UTC)),
        ("20260118194000-0500", datetime(2026, 1, 19, 0, 40, tzinfo=UTC)),
    ],
)
def test_a_time_without_offset_is_local_to_england(text: str, instant: datetime) -> None:
    found = moment(text)
    assert found is not None
    assert found.instant == instant


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2017", date(2017, 1, 1), date(2017, 12, 31)),
        ("201702", date(2017, 2, 1), date(2017, 2, 28)),
        ("201612", date(2016, 12, 1), date(2016, 12, 31)),
        ("20170514", date(2017, 5, 14), date(2017, 5, 14)),
    ],
)
def test_a_vague_date_is_all_the_days_it_may_be(text: str, first: date, last: date) -> None:
    found = moment(text)
    assert found is not None
    assert (found.first, found.last, found.instant) == (first, last, None)


@pytest.mark.parametrize(
    "text", ["", "196203520", "20170230", "2017-05-14", "0000", "99999999", "x", "20170514240000", "2017051419400"]
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert moment(text) is None
