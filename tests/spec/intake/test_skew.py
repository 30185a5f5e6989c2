"""G12: a sender's clock that is ahead is flagged, on the entry and in the log, and nothing is refused for it."""

from datetime import timedelta
from pathlib import Path

import pytest
from builders.intake import NOON, POLICE, SampleIntake, event, nhs_number, told_child
from structlog.testing import capture_logs

CONCERN = event("concern-raised", told_child(nhs=nhs_number(0)))


@pytest.mark.parametrize(
    ("skew", "is_flagged"),
    [
        (timedelta(seconds=1), False),
        (timedelta(minutes=5), False),
        (timedelta(minutes=5, seconds=1), True),
        (timedelta(days=1), True),
        (timedelta(days=365), True),
        (timedelta(seconds=-1), False),
        (timedelta(days=-365), False),
    ],
)
def test_a_clock_that_is_more_than_five_minutes_ahead_is_flagged_and_nothing_refused(
    skew: timedelta, is_flagged: bool, tmp_path: Path
) -> None:
    hub = SampleIntake(tmp_path / "hub")
    hub.clock.now = NOON - timedelta(minutes=1)
    with capture_logs() as logs:
        receipt = hub.say(POLICE, "concern-raised", CONCERN, time=NOON + skew)
    assert (receipt.outcome, receipt.recorded) == ("accepted", NOON)
    assert [file.entries[0].is_dated_ahead for file in hub.files()] == [is_flagged]
    assert [line["agency"] for line in logs if line["event"] == "sender-clock-ahead"] == [POLICE] * is_flagged
    hub.close()
