"""On admission: the agencies whose context about a child was not admitted are asked to send it again.

An agency is asked only where its resend would be admitted: the child is open as far as that agency may know, and who
the child is follows from entries that it may rest on. So a request tells it nothing that a resend would not, and what
is withheld from it asks nobody (`design.md` decision 7). It is asked by its own ids, for one of its subjects at a time,
and each request is on the record of disclosures.
"""

import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from exchange.history import HistoryRequest
from exchange.notices import NoticeType
from hub.audit import AccessOutcome, AccessRecord, Action, AuditLog, Channel
from hub.domain.turned_away import Due, Mark, TurnedAway
from hub.domain.vocabulary import Role
from hub.keys import KeyProvider
from hub.notices.rows import NewNotice, Notices
from hub.notices.who import known_by
from hub.record.children import ChildRecord
from hub.record.database import Cursor
from hub.views.model import AgencyRow
from hub.views.read import agencies

CONNECTOR = "connector"
REASON = "the child was admitted: the agency is asked for what it sent before and the hub did not keep"
NO_PURPOSE = "audit"
"""No person asks, so that none of the purposes of reading fits better."""
MOST_AT_ONCE = 500
"""How many messages one notice asks for."""
TIDIED_EVERY = timedelta(hours=1)


class NotAdmitted(Protocol):
    """What was not admitted, read and crossed off inside a transaction of the caller's."""

    def due(self, cursor: Cursor) -> Sequence[Due]:
        """The children to look at."""
        ...

    def marks(self, cursor: Cursor, child_id: str, now: datetime) -> Sequence[Mark]:
        """What waits for a child."""
        ...

    def messages(self, cursor: Cursor, names: Iterable[str]) -> Sequence[TurnedAway]:
        """Those of these messages that are not admitted still."""
        ...

    def asked(self, cursor: Cursor, due: Due, names: Iterable[str]) -> None:
        """Note that a child was looked at, and that agencies were asked for these messages."""
        ...

    def forget_old(self, cursor: Cursor, now: datetime) -> None:
        """Delete what is too old to be asked for."""
        ...


class HistoryRequests:
    """Looks at the children that were put down, and asks. Several may run: what one has asked for is gone."""

    def __init__(
        self,
        record: ChildRecord,
        keys: KeyProvider,
        notices: Notices,
        not_admitted: NotAdmitted,
        audit: AuditLog,
        clock: Callable[[], datetime],
    ) -> None:
        self._record = record
        self._keys = keys
        self._notices = notices
        self._not_admitted = not_admitted
        self._audit = audit
        self._clock = clock
        self._tidied: datetime | None = None

    def ask(self) -> int:
        """Ask for what may be asked for by now; return how many notices were written."""
        self._tidy()
        with self._record.database.read() as cursor:
            looked_at = [(due, self._wanted(cursor, due)) for due in self._not_admitted.due(cursor)]
        return sum(self._ask_for(due, wanted) for due, wanted in looked_at)

    def _wanted(self, cursor: Cursor, due: Due) -> list[TurnedAway]:
        """Return the messages about a child that their agencies may be asked for."""
        marks: dict[str, list[Mark]] = defaultdict(list)
        for mark in self._not_admitted.marks(cursor, due.child_id, self._clock()):
            marks[mark.agency_id].append(mark)
        known = agencies(cursor)
        names = {
            mark.message
            for agency_id, of_agency in marks.items()
            if agency_id in known
            for mark in self._askable(cursor, due.child_id, known[agency_id], of_agency)
        }
        return list(self._not_admitted.messages(cursor, names))

    def _askable(self, cursor: Cursor, child_id: str, agency: AgencyRow, marks: Iterable[Mark]) -> list[Mark]:
        child = self._record.child(child_id)
        if not child.is_open_to(agency.agency_id, agency.agency_type):
            return []
        telling = child.telling_who(agency.agency_id, agency.agency_type)
        known = known_by(cursor, self._keys, child_id, {labels.entry_id for labels in telling})
        return [mark for mark in marks if mark.hash in known]

    def _ask_for(self, due: Due, wanted: Sequence[TurnedAway]) -> int:
        """Write the notices and the record of them, and cross off what they ask for, in one transaction."""
        now = self._clock()
        with self._record.database.write() as cursor:
            self._record.database.hold_writers(cursor, "notice")
            still = self._not_admitted.messages(cursor, [one.message for one in wanted])
            written = self._notices.write(cursor, _notices(still), now)
            if written:
                self._note(cursor, due.child_id, sorted({one.agency_id for one in still}), now)
            self._not_admitted.asked(cursor, due, [one.message for one in wanted])
        return written

    def _note(self, cursor: Cursor, child_id: str, asked: Iterable[str], now: datetime) -> None:
        known = agencies(cursor)
        self._audit.append(cursor, [_record(known[agency_id], child_id, now) for agency_id in asked])

    def _tidy(self) -> None:
        now = self._clock()
        if self._tidied is None or now - self._tidied >= TIDIED_EVERY:
            with self._record.database.write() as cursor:
                self._not_admitted.forget_old(cursor, now)
            self._tidied = now


def _notices(wanted: Iterable[TurnedAway]) -> list[NewNotice]:
    """Return a notice for each subject: messages of two subjects in one would say that they are one child."""
    by_subject: dict[tuple[str, str], list[TurnedAway]] = defaultdict(list)
    for one in wanted:
        by_subject[one.agency_id, one.subject].append(one)
    parts = (
        (place, found[begin : begin + MOST_AT_ONCE])
        for place, found in by_subject.items()
        for begin in range(0, len(found), MOST_AT_ONCE)
    )
    return [_notice(*place, part) for place, part in parts]


def _notice(agency_id: str, subject: str, wanted: Sequence[TurnedAway]) -> NewNotice:
    request = HistoryRequest(tuple((one.source, one.id) for one in wanted))
    cause = tuple(f"{one.message} {one.revision}" for one in wanted)
    return NewNotice(agency_id, NoticeType.HISTORY_REQUESTED, cause, subject, request.to_data())


def _record(agency: AgencyRow, child_id: str, at: datetime) -> AccessRecord:
    """Return the record that an agency was told, by being asked, that a child whom it knows is open to the hub."""
    return AccessRecord(
        audit_id=secrets.token_urlsafe(16),
        at=at,
        viewer_id=CONNECTOR,
        agency=agency.agency_id,
        agency_type=agency.agency_type,
        role=Role.OPERATOR,
        action=Action.HISTORY_REQUESTED,
        child_id=child_id,
        purpose=NO_PURPOSE,
        reason=REASON,
        channel=Channel.NOTICE,
        outcome=AccessOutcome.ALLOW,
    )
