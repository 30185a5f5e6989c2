"""The daily statement to each agency: what the hub received of it on a day, and what it holds.

It is worked out from the agency's own receipts and nothing else, so it would read the same had nothing that is
withheld from that agency ever been said.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from exchange.notices import NoticeType
from exchange.receipts import ReceiptOutcome
from exchange.statements import LONDON, MOST_LISTED, DayStatement, SourceDay, bounds_of, day_of, line_of, root_of
from exchange.strict_json import canonical
from hub.domain.errors import Invalid, NotFound
from hub.domain.vocabulary import AgencyType
from hub.notices.rows import NewNotice, Notices
from hub.record.database import Cursor, Database
from hub.views.read import agencies

STATED_FROM = time(0, 10)
"""When a day that is over is stated (London): what was logged in its last seconds is committed by then."""
MOST_DAYS = 31
"""How far back days are stated that were missed while nothing ran."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One message of an agency, as its receipt stands. `digest` is that of the value that was accepted."""

    source: str
    id: str
    outcome: ReceiptOutcome
    digest: str


class Receipts(Protocol):
    """The receipts of one agency, read in the snapshot of the cursor."""

    def of_day(self, cursor: Cursor, agency_id: str, begin: datetime, end: datetime) -> Iterable[Answered]:
        """Those recorded from `begin` and before `end`."""
        ...

    def has_any(self, cursor: Cursor, agency_id: str, end: datetime) -> bool:
        """Whether any was recorded before `end`."""
        ...


class DayStatements:
    """States days, each once by itself and anew on request; a statement that says nothing new is not sent again."""

    def __init__(self, database: Database, notices: Notices, receipts: Receipts, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._notices = notices
        self._receipts = receipts
        self._clock = clock
        self._stated: date | None = None

    def state_what_is_due(self) -> int:
        """State each day that is over and not stated yet; return how many statements were written."""
        last = self._last_day()
        if self._stated is not None and self._stated >= last:
            return 0
        written = sum(self._state_all(day) for day in self._missing(last))
        self._stated = last
        return written

    def state(self, agency_id: str, day: date) -> DayStatement:
        """State one agency's day now, and send it if it says anything new.

        Raises:
            Invalid: the day is not over.
            NotFound: no such agency.
        """
        self._require_over(day)
        with self._database.write() as cursor:
            if agency_id not in agencies(cursor):
                raise NotFound(f"no agency {agency_id} is registered: see `hub agency list`")
            statement = self.statement(cursor, agency_id, day)
            self._notices.write(cursor, [_notice(agency_id, statement)], self._clock())
        return statement

    def partners(self) -> list[str]:
        """Return the agencies that send messages of their own."""
        with self._database.read() as cursor:
            return [one.agency_id for one in agencies(cursor).values() if one.agency_type != AgencyType.HUB]

    def statement(self, cursor: Cursor, agency_id: str, day: date) -> DayStatement:
        """Work out a statement; nothing is written."""
        answered: dict[str, list[Answered]] = defaultdict(list)
        for one in self._receipts.of_day(cursor, agency_id, *bounds_of(day)):
            answered[one.source].append(one)
        is_listed = sum(map(len, answered.values())) <= MOST_LISTED
        sources = tuple(_of_source(source, answered[source], is_listed) for source in sorted(answered))
        return DayStatement(day, self._clock(), sources)

    def _last_day(self) -> date:
        """Return the newest day that is over, and long enough."""
        now = self._clock().astimezone(LONDON)
        return now.date() - timedelta(days=1 if now.time() >= STATED_FROM else 2)

    def _missing(self, last: date) -> Iterator[date]:
        with self._database.read() as cursor:
            cursor.execute("SELECT MAX(day) AS day FROM stated_day")
            found = cursor.fetchall()[0]["day"]
        first = date.fromisoformat(found) + timedelta(days=1) if found else last
        first = max(first, last - timedelta(days=MOST_DAYS))
        yield from (first + timedelta(days=number) for number in range((last - first).days + 1))

    def _state_all(self, day: date) -> int:
        """State a day to every agency that ever sent anything, in one transaction with the mark that it is stated."""
        end = bounds_of(day)[1]
        with self._database.read() as cursor:
            senders = [one for one in agencies(cursor).values() if one.agency_type != AgencyType.HUB]
            asked = [one.agency_id for one in senders if self._receipts.has_any(cursor, one.agency_id, end)]
            made = [_notice(agency_id, self.statement(cursor, agency_id, day)) for agency_id in asked]
        with self._database.write() as cursor:
            cursor.execute("INSERT INTO stated_day VALUES (?) ON CONFLICT DO NOTHING", (day.isoformat(),))
            return self._notices.write(cursor, made, self._clock()) if cursor.rowcount else 0

    def _require_over(self, day: date) -> None:
        if day >= day_of(self._clock()):
            raise Invalid(f"{day.isoformat()} is not over in London: a day is stated once nothing more comes to it")


def _of_source(source: str, answered: Iterable[Answered], is_listed: bool) -> SourceDay:
    outcomes: Counter[ReceiptOutcome] = Counter()
    lines = []
    for one in answered:
        outcomes[one.outcome] += 1
        if one.outcome is ReceiptOutcome.ACCEPTED:
            lines.append(line_of(one.source, one.id, one.digest))
    lines.sort()
    return SourceDay(source, outcomes, root_of(lines), tuple(lines) if is_listed else None)


def _notice(agency_id: str, statement: DayStatement) -> NewNotice:
    """Return the notice: what it says, but for when it was said, is its cause."""
    data = statement.to_data()
    said = hashlib.sha256(canonical({**data, "as_of": ""})).hexdigest()
    subject = hashlib.sha256(f"{agency_id}\0{statement.day.isoformat()}".encode()).hexdigest()
    return NewNotice(agency_id, NoticeType.DAY_STATED, (said,), subject, data)
