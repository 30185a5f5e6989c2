"""The limit of reading: the same rows selected and their contents opened, with nothing decided, parsed or recorded."""

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.keys import KeyProvider, open_sealed
from hub.record.database import Database, Row
from hub.record.mapper import aggregate_key

ROWS = "SELECT * FROM chronology_row WHERE child_id=? ORDER BY position"


def select_and_open(
    database: Database, keys: KeyProvider, child_id: str, types: dict[str, str], opened: int | None = None
) -> bytes:
    """Return the contents of a child's entries, joined: of all that are selected, or of the first `opened`.

    `types` gives each entry's event type, to which it is bound.
    """
    with database.read() as cursor:
        cursor.execute(ROWS, (child_id,))
        rows = cursor.fetchall()
    cipher = keys.cipher(aggregate_key(child_id))
    return b",".join(_opened(cipher, row, types[row["entry_id"]]) for row in rows[:opened])


def _opened(cipher: AESGCM, row: Row, event_type: str) -> bytes:
    place = (row["child_id"], row["entry_id"], str(row["version"]), event_type)
    entry_key = open_sealed(cipher, bytes(row["wrapped_key"]), "entry-key", *place)
    return open_sealed(AESGCM(entry_key), bytes(row["sealed"]), "content", *place)
