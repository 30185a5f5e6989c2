"""Reading the rows of one child, the directory and the feeds, inside a snapshot that the caller opened."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from hub.domain.agency import Quota, SigningKey
from hub.domain.chronology import Labels, SourceRef, as_found
from hub.domain.targets import Placed, covers, index_by_origin
from hub.domain.withholding import Withholding
from hub.keys import KeyProvider
from hub.record.contents import SealedContent
from hub.record.database import Cursor, Row
from hub.record.instants import instant
from hub.record.mapper import aggregate_key
from hub.views.facts import Facts, open_facts, open_placed, origin_hash, post_hash, practitioner_hash
from hub.views.gaps import first_missing
from hub.views.model import AgencyRow, ChildFile, EntryRow, Feed


def read_child(cursor: Cursor, keys: KeyProvider, child_id: str) -> ChildFile | None:
    """Return everything held of one child, nothing filtered, or None if there is no such child."""
    cursor.execute("SELECT * FROM chronology_row WHERE child_id=? ORDER BY position", (child_id,))
    rows = cursor.fetchall()
    if not rows:
        return None
    cipher = keys.cipher(aggregate_key(child_id))
    facts = [open_facts(cipher, child_id, row["entry_id"], bytes(row["facts"])) for row in rows]
    return ChildFile(
        child_id=child_id,
        entries=tuple(
            EntryRow(as_found(fact.labels, fact.finding), _content(row), fact.signature, finding=fact.finding)
            for fact, row in zip(facts, rows, strict=True)
        ),
        withholdings=_withholdings(facts, read_placed(cursor, keys, child_id)),
        involvements=tuple(one for fact in facts for one in fact.involvements),
        statuses=tuple(one for fact in facts for one in fact.statuses),
    )


def _content(row: Row) -> SealedContent:
    return SealedContent(
        row["child_id"],
        row["entry_id"],
        row["version"],
        bytes(row["sealed"]),
        bytes(row["wrapped_key"]),
        row["compartment"],
    )


def read_placed(cursor: Cursor, keys: KeyProvider, child_id: str) -> list[Placed]:
    """Return every withholding placed on a child, in the order of placing."""
    cursor.execute("SELECT * FROM withholding_row WHERE child_id=? ORDER BY position", (child_id,))
    return [open_placed(keys, child_id, row["withholding_id"], bytes(row["placed"])) for row in cursor.fetchall()]


def _withholdings(facts: Sequence[Facts], placed: Sequence[Placed]) -> Mapping[str, tuple[Withholding, ...]]:
    if not placed:
        return {}
    by_origin = index_by_origin(fact.labels for fact in facts)
    return {fact.labels.entry_id: _covering(fact.labels, by_origin, placed) for fact in facts}


def _covering(
    labels: Labels, by_origin: Mapping[SourceRef, Labels], placed: Sequence[Placed]
) -> tuple[Withholding, ...]:
    return tuple(one.withholding for one in placed if covers(one.targets, labels, by_origin))


def caseload(cursor: Cursor, keys: KeyProvider, agency: str, person: str) -> list[str]:
    """Return the ids of the children with whom a practitioner was ever named as involved.

    With the empty `person`: of those whom anybody of the agency was ever named as holding.
    """
    hashed = practitioner_hash(keys, agency, person)
    cursor.execute("SELECT child_id FROM practitioner_row WHERE practitioner=? ORDER BY child_id", (hashed,))
    return [row["child_id"] for row in cursor.fetchall()]


def answered_for(cursor: Cursor, keys: KeyProvider, posts: Iterable[tuple[str, str]]) -> list[str]:
    """Return the ids of the children on whom a withholding was placed for which one of the posts answers."""
    found: set[str] = set()
    for agency, role in posts:
        cursor.execute("SELECT child_id FROM withholding_post_row WHERE post=?", (post_hash(keys, agency, role),))
        found.update(row["child_id"] for row in cursor.fetchall())
    return sorted(found)


def children_of(cursor: Cursor, keys: KeyProvider, origin: SourceRef) -> list[str]:
    """Return the ids of the children on whose chronology an agency's event, or what derives from it, stands."""
    cursor.execute("SELECT child_id FROM origin_row WHERE origin=?", (origin_hash(keys, origin),))
    return [row["child_id"] for row in cursor.fetchall()]


def people_of(cursor: Cursor, keys: KeyProvider, origin: SourceRef) -> list[str]:
    """Return the ids of the adults with whom an event that names no child, or what derives from it, is kept."""
    cursor.execute("SELECT person_id FROM person_origin_row WHERE origin=?", (origin_hash(keys, origin),))
    return [row["person_id"] for row in cursor.fetchall()]


def agencies(cursor: Cursor) -> dict[str, AgencyRow]:
    """Return the directory, by agency id."""
    cursor.execute("SELECT agency_id, agency_type, name, area, duty_contact FROM agency_row ORDER BY agency_id")
    return {row["agency_id"]: AgencyRow(**dict(row)) for row in cursor.fetchall()}


def signing_keys(cursor: Cursor, agency_record: str) -> dict[str, SigningKey]:
    """Return the signing keys of the agency whose record has that id, by `kid`."""
    cursor.execute(
        "SELECT kid, event_name FROM agency_key_type_row WHERE kid IN"
        " (SELECT kid FROM agency_key_row WHERE agency_id=?) ORDER BY event_name",
        (agency_record,),
    )
    types: defaultdict[str, list[str]] = defaultdict(list)
    for row in cursor.fetchall():
        types[row["kid"]].append(row["event_name"])
    cursor.execute("SELECT * FROM agency_key_row WHERE agency_id=? ORDER BY valid_from, kid", (agency_record,))
    return {row["kid"]: _signing_key(row, tuple(types[row["kid"]])) for row in cursor.fetchall()}


def quota_of(cursor: Cursor, agency_record: str) -> Quota | None:
    """Return what was set for the agency whose record has that id, if anything was."""
    cursor.execute("SELECT events, urgent FROM agency_quota_row WHERE agency_id=?", (agency_record,))
    row = cursor.fetchone()
    return Quota(row["events"], row["urgent"]) if row else None


def is_known_key(cursor: Cursor, kid: str) -> bool:
    """Say whether a signing key is registered, whosever it is."""
    cursor.execute("SELECT 1 FROM agency_key_row WHERE kid=?", (kid,))
    return cursor.fetchone() is not None


def _signing_key(row: Row, event_types: tuple[str, ...]) -> SigningKey:
    return SigningKey(
        kid=row["kid"],
        jwk=row["jwk"],
        valid_from=instant(row["valid_from"]),
        retired=instant(row["retired"]) if row["retired"] else None,
        compromised_since=instant(row["compromised_since"]) if row["compromised_since"] else None,
        event_types=event_types,
    )


def feeds(cursor: Cursor) -> list[Feed]:
    """Return how far each agency's topics have been read."""
    cursor.execute(
        "SELECT agency_id, MIN(current_as_of) AS current_as_of FROM feed_row GROUP BY agency_id ORDER BY agency_id"
    )
    rows, missing = cursor.fetchall(), first_missing(cursor)
    return [Feed(row["agency_id"], row["current_as_of"], missing.get(row["agency_id"])) for row in rows]
