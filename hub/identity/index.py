"""The identity index: keyed hashes to children, unique, so that two intakes make one child once."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from hub.domain.errors import Conflict
from hub.identity.claims import Claims
from hub.record.database import Cursor, rows_among

CREATE = (
    "CREATE TABLE IF NOT EXISTS identity_key ("
    "hash TEXT PRIMARY KEY, child_id TEXT NOT NULL, kind TEXT NOT NULL, born TEXT)",
    "CREATE INDEX IF NOT EXISTS identity_key_child ON identity_key (child_id)",
    "CREATE TABLE IF NOT EXISTS identity_partial ("
    "hash TEXT NOT NULL, child_id TEXT NOT NULL, PRIMARY KEY (hash, child_id))",
    "CREATE TABLE IF NOT EXISTS identity_person (hash TEXT PRIMARY KEY, person_id TEXT NOT NULL)",
)


KEYS = "SELECT hash, child_id, kind, born FROM identity_key WHERE hash IN (?*)"


@dataclass(frozen=True, slots=True)
class Key:
    """One row: `kind` is nhs-number, upn, whole, or shared (a whole that two children have in common)."""

    hash: str
    child_id: str
    kind: str
    born: str | None


class Index:
    """The index as one transaction sees it: rows read so far, and those that it will add."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._new_keys: dict[str, Key] = {}
        self._new_partials: dict[str, set[str]] = {}
        self._new_people: dict[str, str] = {}
        self._shared: set[str] = set()
        self._read_keys: dict[str, Key | None] = {}
        self._read_systems: dict[str, dict[str, str]] = {}
        self._seen_namesakes: dict[str, set[str]] = {}

    def expect(self, claims: Sequence[Claims]) -> None:
        """Read at once what matching and learning these claims will ask for."""
        hashes = {hashed for one in claims for hashed in (*one.identifiers.values(), *one.whole)}
        keys = {row["hash"]: Key(**dict(row)) for row in rows_among(self._cursor, KEYS, hashes)}
        self._read_keys |= dict.fromkeys(hashes) | keys
        self._read_systems |= _systems(self._cursor, {key.child_id for key in keys.values()})
        self._seen_namesakes |= _namesakes(self._cursor, {one.partial for one in claims if one.partial is not None})

    def key(self, hashed: str) -> Key | None:
        """Return the child that a unique hash means."""
        key = self._new_keys.get(hashed) or self._stored(hashed)
        return replace(key, kind="shared") if key is not None and hashed in self._shared else key

    def _stored(self, hashed: str) -> Key | None:
        if hashed not in self._read_keys:
            rows = rows_among(self._cursor, KEYS, [hashed])
            self._read_keys[hashed] = Key(**dict(rows[0])) if rows else None
        return self._read_keys[hashed]

    def systems_of(self, child_id: str) -> dict[str, str]:
        """Return the identifiers by which a child is known: system to hash."""
        known = self._stored_systems(child_id)
        new = {key.kind: key.hash for key in self._new_keys.values() if key.child_id == child_id}
        return {kind: hashed for kind, hashed in (known | new).items() if kind not in ("whole", "shared")}

    def _stored_systems(self, child_id: str) -> dict[str, str]:
        if child_id not in self._read_systems:
            self._read_systems |= _systems(self._cursor, {child_id})
        return self._read_systems[child_id]

    def namesakes(self, partial: str) -> set[str]:
        """Return the children with these names and this date of birth."""
        if partial not in self._seen_namesakes:
            self._seen_namesakes |= _namesakes(self._cursor, {partial})
        return self._seen_namesakes[partial] | self._new_partials.get(partial, set())

    def person(self, hashed: str) -> str | None:
        """Return the person whom an agency means by a reference."""
        if hashed in self._new_people:
            return self._new_people[hashed]
        self._cursor.execute("SELECT person_id FROM identity_person WHERE hash=?", (hashed,))
        row = self._cursor.fetchone()
        return row["person_id"] if row else None

    def learn(self, child_id: str, claims: Claims) -> None:
        """Note what a message that was filed on a child says of its identity; what is taken already stays."""
        for system, hashed in claims.identifiers.items():
            if system not in self.systems_of(child_id):
                self._add(Key(hashed, child_id, system, claims.born))
        for hashed in claims.whole:
            self._add_whole(Key(hashed, child_id, "whole", claims.born))
        if claims.partial is not None and child_id not in self.namesakes(claims.partial):
            self._new_partials.setdefault(claims.partial, set()).add(child_id)

    def learn_decided(self, child_id: str, claims: Claims) -> None:
        """Note what a message says that a person filed on a child: nothing that contradicts what is known of the child.

        A mistyped identifier or date of birth was the doubt itself: learned, it would lead the next message astray. An
        identifier that is another child's stays theirs, and a message that gives one teaches nothing.
        """
        born = self._born(child_id)
        if (not born or claims.born in born) and not self._names_another(child_id, claims):
            self.learn(child_id, claims)

    def _names_another(self, child_id: str, claims: Claims) -> bool:
        keys = (self.key(hashed) for hashed in claims.identifiers.values())
        return bool(self.systems_of(child_id)) and any(key is not None and key.child_id != child_id for key in keys)

    def _born(self, child_id: str) -> set[str | None]:
        """Return the hashes of the dates of birth with which a child's keys were learned."""
        self._cursor.execute("SELECT DISTINCT born FROM identity_key WHERE child_id=?", (child_id,))
        stored = {row["born"] for row in self._cursor.fetchall()}
        return stored | {key.born for key in self._new_keys.values() if key.child_id == child_id}

    def learn_person(self, hashed: str, person_id: str) -> None:
        """Note a new adult."""
        self._new_people[hashed] = person_id

    def _add(self, key: Key) -> None:
        if self.key(key.hash) is None:
            self._new_keys[key.hash] = key

    def _add_whole(self, key: Key) -> None:
        known = self.key(key.hash)
        if known is None:
            self._new_keys[key.hash] = key
        elif known.child_id != key.child_id:
            self._shared.add(key.hash)

    def write(self, cursor: Cursor) -> None:
        """Add the new rows, in the transaction of the save; a hash that another intake took meanwhile rolls it back."""
        self._require_same_namesakes(cursor)
        cursor.executemany("INSERT INTO identity_key VALUES (?,?,?,?)", [_row(key) for key in self._new_keys.values()])
        cursor.executemany("UPDATE identity_key SET kind='shared' WHERE hash=?", [(one,) for one in self._shared])
        cursor.executemany("INSERT INTO identity_partial VALUES (?,?) ON CONFLICT DO NOTHING", self._partial_rows())
        cursor.executemany("INSERT INTO identity_person VALUES (?,?)", list(self._new_people.items()))

    def _require_same_namesakes(self, cursor: Cursor) -> None:
        """Raise Conflict where another intake has begun a record of a namesake since the match was made."""
        if _namesakes(cursor, self._seen_namesakes.keys()) != self._seen_namesakes:
            raise Conflict("a child of the same name and date of birth has just been recorded: match again")

    def _partial_rows(self) -> list[tuple[str, str]]:
        return [(hashed, child) for hashed, children in self._new_partials.items() for child in sorted(children)]


def _namesakes(cursor: Cursor, partials: Collection[str]) -> dict[str, set[str]]:
    """Return for each hash of names and date of birth the children who have them."""
    found: dict[str, set[str]] = {partial: set() for partial in partials}
    for row in rows_among(cursor, "SELECT hash, child_id FROM identity_partial WHERE hash IN (?*)", partials):
        found[row["hash"]].add(row["child_id"])
    return found


def _systems(cursor: Cursor, child_ids: Collection[str]) -> dict[str, dict[str, str]]:
    """Return for each child the kinds of its keys, with the hash of each."""
    found: dict[str, dict[str, str]] = {child_id: {} for child_id in child_ids}
    for row in rows_among(cursor, "SELECT child_id, kind, hash FROM identity_key WHERE child_id IN (?*)", child_ids):
        found[row["child_id"]][row["kind"]] = row["hash"]
    return found


def _row(key: Key) -> tuple[object, ...]:
    return (key.hash, key.child_id, key.kind, key.born)


def children_known_by(cursor: Cursor, hashes: Iterable[str]) -> list[str]:
    """Return the ids of children to whom any of these hashes leads, in order of id."""
    found: set[str] = set()
    for hashed in hashes:
        cursor.execute("SELECT child_id FROM identity_key WHERE hash=?", (hashed,))
        found.update(row["child_id"] for row in cursor.fetchall())
        cursor.execute("SELECT child_id FROM identity_partial WHERE hash=?", (hashed,))
        found.update(row["child_id"] for row in cursor.fetchall())
    return sorted(found)
