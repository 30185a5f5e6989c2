"""The rows of the store as access asks for them."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from exchange.schemas import EventSchemas, load
from hub.domain.chronology import SourceRef
from hub.identity.find import SearchQuery, find
from hub.keys import KeyProvider
from hub.record.contents import Ciphers, open_content
from hub.record.database import Cursor
from hub.views import read
from hub.views.files import Files
from hub.views.model import AgencyRow, ChildFile, EntryRow, Feed
from hub.views.suspect import compromised_keys, with_suspects


class StoreReader:
    """Answers access from the tables of views and identity."""

    def __init__(self, keys: KeyProvider, events_table: str, schemas: EventSchemas | None = None) -> None:
        self._keys = keys
        self._schemas = schemas or load()
        self._files = Files(keys, events_table)

    def child(self, cursor: Cursor, child_id: str) -> ChildFile | None:
        file = self._files.read(cursor, child_id)
        return with_suspects(file, compromised_keys(cursor)) if file is not None else None

    def agencies(self, cursor: Cursor) -> Mapping[str, AgencyRow]:
        return read.agencies(cursor)

    def feeds(self, cursor: Cursor) -> Sequence[Feed]:
        return read.feeds(cursor)

    def caseload(self, cursor: Cursor, agency: str, person: str) -> Sequence[str]:
        return read.caseload(cursor, self._keys, agency, person)

    def answered_for(self, cursor: Cursor, posts: Iterable[tuple[str, str]]) -> Sequence[str]:
        return read.answered_for(cursor, self._keys, posts)

    def find(self, cursor: Cursor, query: SearchQuery) -> Sequence[str]:
        return find(cursor, self._keys, query)

    def children_of(self, cursor: Cursor, origin: SourceRef) -> Sequence[str]:
        return read.children_of(cursor, self._keys, origin)

    def opener(self) -> Callable[[EntryRow], Mapping[str, object]]:
        """A key that was destroyed since opens nothing more for the next request.

        What was said in an older version of its type reads as the newest has it.
        """
        ciphers = Ciphers(self._keys)
        return lambda entry: self._as_newest(entry, open_content(ciphers, entry.content, entry.labels))

    def _as_newest(self, entry: EntryRow, content: Mapping[str, object]) -> Mapping[str, object]:
        details = content.get("details")
        if not isinstance(details, Mapping):
            return content
        return {**content, "details": self._schemas.as_newest(entry.labels.event_type, details)}
