"""The rows of the store as access asks for them."""

from collections.abc import Mapping, Sequence

from exchange import envelope_reading
from exchange.errors import ExchangeError
from exchange.topic_log.port import Record
from hub.access import QuarantineRow
from hub.identity.find import SearchQuery, find
from hub.intake.kept import Kept, held_id, record_from
from hub.keys import KeyProvider
from hub.record.contents import open_content
from hub.record.database import Cursor, Row
from hub.record.instants import instant
from hub.views import read
from hub.views.files import Files
from hub.views.model import AgencyRow, ChildFile, EntryRow, Feed


class StoreReader:
    """Answers access from the tables of views, identity and intake."""

    def __init__(self, keys: KeyProvider, events_table: str) -> None:
        self._keys = keys
        self._files = Files(keys, events_table)
        self._kept = Kept(keys)

    def child(self, cursor: Cursor, child_id: str) -> ChildFile | None:
        return self._files.read(cursor, child_id)

    def agencies(self, cursor: Cursor) -> Mapping[str, AgencyRow]:
        return read.agencies(cursor)

    def feeds(self, cursor: Cursor) -> Sequence[Feed]:
        return read.feeds(cursor)

    def caseload(self, cursor: Cursor, agency: str, person: str) -> Sequence[str]:
        return read.caseload(cursor, self._keys, agency, person)

    def find(self, cursor: Cursor, query: SearchQuery) -> Sequence[str]:
        return find(cursor, self._keys, query)

    def open(self, entry: EntryRow) -> Mapping[str, object]:
        return open_content(self._keys, entry.content, entry.labels)

    def quarantined(self, cursor: Cursor) -> Sequence[QuarantineRow]:
        refused = [self._quarantined(cursor, row) for row in self._kept.quarantined(cursor)]
        held = [self._held(row) for row in self._kept.held(cursor)]
        return sorted([*refused, *held], key=lambda row: (row.received, row.id))

    def _held(self, row: Row) -> QuarantineRow:
        """An accepted message that stands on no chronology yet: without this line nobody would know of it."""
        source, event_id = _named(self._kept.open_held(row))
        return QuarantineRow(
            id=held_id(row),
            agency=row["agency_id"],
            source=source,
            event_id=event_id,
            received=instant(row["received"]),
            title="A person must say which child is meant",
            errors=({"pointer": "/data/children", "detail": row["doubt"]},),
        )

    def _quarantined(self, cursor: Cursor, row: Row) -> QuarantineRow:
        opened = self._kept.open_quarantined(cursor, row["quarantine_id"]) or {}
        source, event_id = _named(record_from(opened["record"]))
        return QuarantineRow(
            id=row["quarantine_id"],
            agency=row["agency_id"],
            source=source,
            event_id=event_id,
            received=instant(row["received"]),
            title=opened["problem"]["title"],
            errors=tuple(opened["problem"]["errors"]),
        )


def _named(record: Record) -> tuple[str, str]:
    """Return the source and id that the message gives itself, where it can be read at all."""
    try:
        envelope = envelope_reading.decode(record.value)
    except ExchangeError:
        return "", ""
    return envelope.source, envelope.id
