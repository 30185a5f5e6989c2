"""What may not be its agency's word: entries signed by a key from the moment on from which it may have been misused."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from hub.record.database import Cursor
from hub.record.instants import instant
from hub.views.model import ChildFile, EntryRow


def compromised_keys(cursor: Cursor) -> Mapping[str, datetime]:
    """Return by key the instant from which it may have been misused, of the keys that were."""
    cursor.execute("SELECT kid, compromised_since FROM agency_key_row WHERE compromised_since IS NOT NULL")
    return {row["kid"]: instant(row["compromised_since"]) for row in cursor.fetchall()}


def with_suspects(file: ChildFile, compromised: Mapping[str, datetime]) -> ChildFile:
    """Return a child's file with each entry marked that may not be its agency's word, as far as nobody has asked it."""
    if not any(_is_suspect(row, compromised) for row in file.entries):
        return file
    rows = (replace(row, is_suspect=_is_suspect(row, compromised)) for row in file.entries)
    return replace(file, entries=tuple(rows))


def _is_suspect(row: EntryRow, compromised: Mapping[str, datetime]) -> bool:
    return row.finding is None and row.signature is not None and row.signature.is_suspect(compromised)
