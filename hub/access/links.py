"""How two children are linked, as far as one reader may know: by what visible entries of both say, and nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hub.access.content import Contents
from hub.access.look import Look
from hub.access.order import Json
from hub.access.who import naming_persons, standing
from hub.domain.vocabulary import Shown
from hub.identity.identifiers import normal_postcode

PARENTS = frozenset({"mother", "father", "step-parent", "carer", "foster-carer", "partner-of-parent"})
Told = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Ties:
    """What one child's visible entries say of whom and where the child belongs to.

    `homes` are the child's own addresses (postcode and first line, or UPRN); `parents` an agency and its reference of
    a person, with how the person stands to this child; `events` the origins of the entries.
    """

    homes: Told
    parents: Mapping[tuple[str, str], str]
    events: Told


def ties(sight: Look, contents: Contents) -> Ties:
    """Return what this reader may know of a child's home and parents."""
    homes = {home for seen in sight.tellers for home in _homes(contents.of(seen).get("addresses"))}
    parents: dict[tuple[str, str], str] = {}
    for seen in naming_persons(sight.seen):
        parents |= _parents(seen.row.labels.agency, contents.of(seen).get("persons"))
    open_to = [seen for seen in standing(sight.seen) if seen.verdict.shown is not Shown.MARKED]
    events = frozenset((one.row.labels.origin.source, one.row.labels.origin.id) for one in open_to)
    return Ties(frozenset(homes), parents, events)


def linked(one: Ties, other: Ties) -> list[Json]:
    """Return how two children are linked, each way once; nothing where no visible event names them both."""
    if not one.events & other.events:
        return []
    at_home: list[Json] = [{"by": "address"}] if one.homes & other.homes else []
    shared = one.parents.keys() & other.parents.keys()
    relations = sorted({(one.parents[person], other.parents[person]) for person in shared})
    by_person: list[Json] = [{"by": "person", "relation": here, "relation_there": there} for here, there in relations]
    return at_home + by_person


def _homes(addresses: object) -> Iterable[tuple[str, ...]]:
    for address in _each(addresses):
        lines = address.get("lines")
        if address.get("of", "child") == "child" and address.get("postcode") and isinstance(lines, Sequence) and lines:
            yield ("at", normal_postcode(str(address["postcode"])), str(lines[0]).casefold())


def _parents(agency: str, persons: object) -> dict[tuple[str, str], str]:
    return {
        (agency, str(person["reference"])): str(person["relation"])
        for person in _each(persons)
        if person.get("relation") in PARENTS and person.get("reference")
    }


def _each(value: object) -> Iterable[Mapping[str, object]]:
    items = value if isinstance(value, list | tuple) else ()
    return (item for item in items if isinstance(item, Mapping))
