"""Who is asked to wait, for how long, and that what is urgent is not held up for others' sake."""

import pytest

from exchange.topics import Lane
from hub.domain.agency import Quota
from hub.domain.errors import TooMany
from hub.intake.admission import BACKLOG_WAIT_SECONDS, Admission
from hub.intake.quota import Rates

POLICE, SCHOOL = "northshire-police", "oakfield-school"
MOST_WAITING = 1_000


class Desk:
    """An admission with a clock and a backlog that a test sets."""

    def __init__(self) -> None:
        self.now, self.waiting = 5_000.0, 0
        quotas = {POLICE: Quota(60, 6), SCHOOL: Quota(60, 6)}
        self.admission = Admission(quotas.__getitem__, lambda: self.waiting, MOST_WAITING, lambda: self.now)

    def admitted(self, count: int, lane: Lane = Lane.EVENTS, agency: str = POLICE) -> int:
        """How many of so many messages are taken at this moment."""
        return sum(self.refusal(lane, agency) is None for _ in range(count))

    def refusal(self, lane: Lane = Lane.EVENTS, agency: str = POLICE) -> TooMany | None:
        try:
            self.admission.admit(agency, lane)
        except TooMany as refusal:
            return refusal
        return None


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_minutes_worth_is_taken_in_one_go_and_no_more(desk: Desk) -> None:
    assert desk.admitted(100) == 60


def test_whoever_waits_as_long_as_was_said_is_taken(desk: Desk) -> None:
    desk.admitted(60)
    refusal = desk.refusal()
    assert refusal is not None
    assert refusal.retry_after_s == 1
    assert "60 messages a minute on the events lane" in refusal.detail
    desk.now += refusal.retry_after_s
    assert desk.admitted(10) == 1


def test_over_an_hour_of_trying_without_rest_the_rate_is_kept(desk: Desk) -> None:
    taken = 0
    for _ in range(3_600):
        desk.now += 1
        taken += desk.admitted(3)
    assert 3_600 <= taken <= 3_600 + 60


def test_one_agencys_flood_takes_nothing_from_anothers_quota(desk: Desk) -> None:
    desk.admitted(100)
    assert desk.admitted(60, agency=SCHOOL) == 60


def test_a_flood_on_the_other_lane_takes_nothing_from_what_is_urgent(desk: Desk) -> None:
    desk.admitted(100)
    assert desk.admitted(6, Lane.URGENT) == 6


def test_only_what_is_absurd_is_refused_on_the_urgent_lane(desk: Desk) -> None:
    assert desk.admitted(20, Lane.URGENT) == 6


def test_with_too_much_waiting_only_what_is_urgent_is_taken(desk: Desk) -> None:
    desk.waiting = MOST_WAITING
    refusal = desk.refusal()
    assert refusal is not None
    assert refusal.retry_after_s == BACKLOG_WAIT_SECONDS
    assert desk.admitted(6, Lane.URGENT) == 6


def test_what_was_refused_for_the_backlog_is_not_counted_against_the_quota(desk: Desk) -> None:
    desk.waiting = MOST_WAITING
    desk.admitted(50)
    desk.waiting = 0
    assert desk.admitted(100) == 60


@pytest.mark.parametrize("per_minute", [1, 7, 3_000])
def test_any_rate_lets_exactly_a_minutes_worth_in_at_once(per_minute: int) -> None:
    rates = Rates()
    assert sum(rates.wait("a", per_minute, 10.0) == 0 for _ in range(2 * per_minute)) == per_minute
