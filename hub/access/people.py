"""The persons whom visible entries name: to choose from, and to keep the entries that name one of them.

A person is known here by the name that is shown, since each agency has references of its own. The token of a name
means something to one reader and one child only, so that it may stand in an address.
"""

from collections.abc import Iterable, Mapping, Sequence

from hub.access.asked import Viewer
from hub.access.content import Contents
from hub.access.door import Door
from hub.access.order import Json
from hub.access.rows import Row
from hub.access.seen import Seen
from hub.identity.identifiers import normal_name


def people(door: Door, viewer: Viewer, child_id: str, seen: Iterable[Seen], contents: Contents) -> list[Json]:
    """Return the persons named in visible entries, by name: `id` (a token) and `name`."""
    found: dict[str, str] = {}
    for one in seen:
        for name in names(contents.of(one)):
            found.setdefault(token(door, viewer, child_id, name), name)
    return [{"id": key, "name": name} for key, name in sorted(found.items(), key=lambda item: item[1].casefold())]


def naming(
    door: Door, viewer: Viewer, child_id: str, listed: Iterable[Row], contents: Contents, person: str
) -> list[Row]:
    """Return the rows whose wording, as it stands, names a person with this token to this reader."""

    def is_named(row: Row) -> bool:
        if "persons" not in row.current.verdict.fields:
            return False
        return any(token(door, viewer, child_id, name) == person for name in names(contents.of(row.current)))

    return [row for row in listed if is_named(row)]


def token(door: Door, viewer: Viewer, child_id: str, name: str) -> str:
    """Return what stands for a name in an address."""
    return door.token("person", viewer.id, child_id, normal_name(name))


def names(content: Mapping[str, object]) -> list[str]:
    """Return the full names of an entry's persons, of those who have one."""
    persons = content.get("persons")
    told = persons if isinstance(persons, Sequence) and not isinstance(persons, str) else ()
    return [name for person in told if isinstance(person, Mapping) and (name := full_name(person))]


def full_name(person: Mapping[str, object]) -> str:
    """Return given and family name, or an empty text where neither is told."""
    return " ".join(str(person[part]) for part in ("given_names", "family_name") if person.get(part))
