"""What waits, read for the people who work it: each message as far as it can be opened, and as it would be filed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from exchange.errors import EnvelopeMalformed
from exchange.topics import Lane, lane_of_topic
from hub.access.waiting import ToldChild, Waiting, WaitingMessage
from hub.domain.chronology import SourceRef
from hub.identity.claims import Claims
from hub.identity.match import Match, Unsure
from hub.intake.arrivals import Arrival, Gate, Rejection
from hub.intake.drafting import Draft
from hub.intake.filing import Filing, IdPool, alike, candidates
from hub.intake.opening import OpenedByAPerson
from hub.intake.receipts import Receipts
from hub.intake.registry import Registry
from hub.intake.waiting_rows import HELD, QUARANTINE, Table, WaitingRow, WaitingRows
from hub.keys import KeyProvider
from hub.record.children import ChildRecord
from hub.record.database import Cursor
from hub.views.suspect import compromised_keys

TABLES: dict[Waiting, Table] = {Waiting.QUARANTINE: QUARANTINE, Waiting.IDENTITY: HELD}
WHICH_CHILD = ("which-child-is-meant", "A person must say which child is meant")
NOT_ITS_WORDS = "The hub cannot be certain that these are the agency’s words, so they cannot be filed as such."
HUB_FAULT = "hub-fault"
HUB_FAILS = "The hub failed on this message. An operator mends that; then it can be judged anew."
ITS_WORDS_ALL_THE_SAME = frozenset({"data-invalid", "unknown-type"})
"""Problems of messages whose signature holds."""
NOT_READABLE = "The hub can verify the message but not read what it needs of it: what is wrong is listed."


class Reading:
    """One look at what waits: a snapshot's registry and index, shared by all the messages that are read in it."""

    def __init__(self, cursor: Cursor, opener: OpenedByAPerson, filing: Filing, now: datetime) -> None:
        self._registry = Registry(cursor)
        self._opener = opener
        self._now = now
        self.filing = filing

    def judged(self, row: WaitingRow, gate: Gate | None = None) -> Arrival | Rejection:
        """Judge the kept bytes anew, as of when they were logged; else as of now, as if they were sent again today.

        A key that was registered late makes them good today; one that was misused since then leaves them good as of
        when they came.
        """
        chosen = gate or self._opener
        judged = chosen.judge(row.record, self._registry, row.received)
        if isinstance(judged, Arrival):
            return judged
        today = chosen.judge(row.record, self._registry, self._now)
        return replace(today, logged=row.received) if isinstance(today, Arrival) else today

    def knows(self, agency_id: str) -> bool:
        """Say whether an agency is registered, and so can be answered."""
        return self._registry.knows(agency_id)

    def message(self, row: WaitingRow) -> WaitingMessage:
        """Return a message with what it would become, where it can be verified and opened."""
        judged = self.judged(row)
        code, title, detail = _problem(row)
        is_readable = isinstance(judged, Arrival) and code != HUB_FAULT
        told = self._told(judged, row.received) if isinstance(judged, Arrival) and is_readable else ()
        unread = not is_readable and self._opener.withholds_unread(row.record)
        return WaitingMessage(
            id=row.id,
            agency=row.agency_id,
            source=judged.envelope.source if judged.envelope else "",
            event_id=judged.envelope.id if judged.envelope else "",
            event_type=judged.envelope.type if judged.envelope else "",
            received=row.received,
            is_urgent=is_urgent(row),
            code=code,
            title=title,
            detail=detail,
            errors=tuple(row.body.get("problem", {}).get("errors", ())),
            is_contextual=isinstance(judged, Arrival) and judged.notes.admission == "contextual",
            told=told,
            withholds_unread=unread,
            unfileable=_unfileable(judged, code),
            waits=row.state == "waiting",
        )

    def _told(self, arrival: Arrival, received: datetime) -> tuple[ToldChild, ...]:
        drafts = self.filing.drafts(arrival, received)
        matched = self.filing.matches(arrival)
        if not matched:
            return tuple(_told_child(place, draft) for place, draft in enumerate(drafts))
        claims = [one for _, one in matched]
        return tuple(
            _told_child(place, drafts[place], match, _is_unclear(place, claims, match))
            for place, (match, _) in enumerate(matched)
        )


class WaitingMessages:
    """Reads what waits."""

    def __init__(
        self,
        record: ChildRecord,
        keys: KeyProvider,
        opener: OpenedByAPerson,
        pool: IdPool,
        clock: Callable[[], datetime],
    ) -> None:
        self._record = record
        self._keys = keys
        self._opener = opener
        self._pool = pool
        self._clock = clock
        self._rows = WaitingRows(keys)

    def waiting(self, cursor: Cursor, kind: Waiting) -> list[WaitingMessage]:
        """Return what waits, oldest first."""
        reading = self.reading(cursor)
        return [reading.message(row) for row in self._rows.waiting(cursor, TABLES[kind])]

    def one(self, cursor: Cursor, kind: Waiting, item_id: str) -> WaitingMessage | None:
        """Return one message, also one that was worked."""
        row = self._rows.one(cursor, TABLES[kind], item_id)
        return self.reading(cursor).message(row) if row is not None else None

    def suspects(self, cursor: Cursor) -> list[SourceRef]:
        """Return the messages accepted with a key's signature since it may have been misused, oldest first by key."""
        receipts = Receipts(self._keys)
        found = (
            one for kid, since in compromised_keys(cursor).items() for one in receipts.signed_by(cursor, kid, since)
        )
        return [SourceRef(one.receipt.source, one.receipt.id) for one in found]

    def reading(self, cursor: Cursor) -> Reading:
        """Begin a look at what waits, in the snapshot of `cursor`."""
        return Reading(cursor, self._opener, Filing(cursor, self._record, self._keys, self._pool), self._clock())


def _told_child(place: int, draft: Draft, match: Match | None = None, is_unclear: bool = False) -> ToldChild:
    return ToldChild(
        place=place,
        labels=draft.labels,
        content=draft.content,
        withholdings=tuple(placed.withholding for placed in draft.placed),
        candidates=candidates(match) if match is not None else (),
        is_settled=not isinstance(match, Unsure),
        is_unclear=is_unclear,
        is_child=match is not None,
    )


def _is_unclear(place: int, claims: list[Claims], match: Match) -> bool:
    """Say whether the message itself leaves it in doubt which child is meant, whatever the hub knows."""
    is_told_twice = any(alike(claims[place], other) for other in claims[:place])
    return isinstance(match, Unsure) and (is_told_twice or not claims[place].can_begin_a_record)


def _problem(row: WaitingRow) -> tuple[str, str, str]:
    problem = row.body.get("problem")
    if problem is None:
        return (*WHICH_CHILD, "")
    return str(problem["type"]).rpartition(":")[2], str(problem["title"]), str(problem["detail"])


def _unfileable(judged: Arrival | Rejection, waits_for: str) -> str | None:
    if waits_for == HUB_FAULT:
        return HUB_FAILS
    if isinstance(judged, Arrival):
        return None
    code = judged.problem.code
    return NOT_READABLE if code in ITS_WORDS_ALL_THE_SAME else NOT_ITS_WORDS


def is_urgent(row: WaitingRow) -> bool:
    """Say whether a message came on the urgent lane."""
    try:
        return lane_of_topic(row.record.topic) is Lane.URGENT
    except EnvelopeMalformed:
        return False
