"""Looking children up by what a practitioner knows of them: exact identifiers, or names with a date of birth."""

from dataclasses import dataclass

from hub.identity.claims import Hasher
from hub.identity.index import children_known_by
from hub.keys import KeyProvider
from hub.record.database import Cursor


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """`identifiers` are (system, value) pairs; names count only together with the date of birth (local date)."""

    identifiers: tuple[tuple[str, str], ...] = ()
    given_names: str | None = None
    family_name: str | None = None
    date_of_birth: str | None = None


def find(cursor: Cursor, keys: KeyProvider, query: SearchQuery) -> list[str]:
    """Return the ids of the children that may be meant; access decides which of them the reader may know of."""
    hasher = Hasher(keys)
    hashes = [hasher.identifier(system, value) for system, value in query.identifiers]
    if query.given_names and query.family_name and query.date_of_birth:
        hashes.append(hasher.partial(query.given_names, query.family_name, query.date_of_birth))
    return children_known_by(cursor, hashes)
