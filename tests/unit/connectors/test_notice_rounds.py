"""A connector that runs on reads notices now and then; a transport that fails is told once and asked anew."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from structlog.testing import capture_logs

from connectors.notice_rounds import EVERY, NoticeRounds
from exchange.agency_folder import AgencyFolder
from exchange.courier import Signed
from exchange.errors import Unreachable
from exchange.keys import generate_signing_key
from exchange.notices import Notice, NoticeType, compose_notice
from exchange.outbox import Outbox


@dataclass
class Line:
    """A way by which the given notices come once; it fails as often as is asked."""

    coming: list[Signed] = field(default_factory=list)
    failures: int = 0
    readings: int = 0
    closed: int = 0
    now: datetime = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)

    def collect(self, _after: int) -> list[Signed]:
        if self.failures:
            self.failures -= 1
            raise Unreachable("the hub does not answer")
        self.readings += 1
        return self.coming

    def collected(self) -> None:
        self.coming = []

    def close(self) -> None:
        self.closed += 1

    def clock(self) -> datetime:
        return self.now


def rounds(folder: AgencyFolder, line: Line) -> NoticeRounds:
    return NoticeRounds(folder, lambda: line, line.clock)


def test_notices_are_read_at_once_and_then_now_and_then(folder: AgencyFolder, outbox: Outbox) -> None:
    line = Line()
    reading = rounds(folder, line)
    for _ in range(3):
        reading(outbox)
    assert line.readings == 1
    line.now += EVERY
    reading(outbox)
    assert line.readings == 2


def test_a_failing_transport_is_told_once_and_opened_anew(folder: AgencyFolder, outbox: Outbox) -> None:
    line = Line(failures=2)
    reading = rounds(folder, line)
    with capture_logs() as logs:
        for _ in range(3):
            reading(outbox)
            line.now += EVERY + timedelta(seconds=1)
    assert [one["event"] for one in logs] == ["notices-not-read"]
    assert (line.closed, line.readings) == (2, 1)


def test_a_notice_that_is_not_the_hubs_is_told_and_holds_nothing_up(folder: AgencyFolder, outbox: Outbox) -> None:
    forged = Notice("n-1", folder.agency_id, 1, NoticeType.DAY_STATED, datetime(2026, 3, 2, tzinfo=UTC), "a" * 64, {})
    message = compose_notice(forged, hub_id=folder.hub_id, sign_with=generate_signing_key())
    line = Line([Signed(message.value, message.headers)])
    with capture_logs() as logs:
        rounds(folder, line)(outbox)
    assert [(one["event"], one["messages"]) for one in logs] == [("notices-not-believed", 1)]
