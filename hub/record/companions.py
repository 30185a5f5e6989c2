"""What else a save writes: whoever must share the events' transaction is handed in as a companion."""

from collections.abc import Callable, Sequence

from eventsourcing.persistence import StoredEvent

from hub.record.database import Cursor

Companion = Callable[[Cursor, Sequence[StoredEvent]], None]
"""Called inside the transaction, before the events are inserted. Raising rolls everything back."""
