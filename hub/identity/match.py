"""Deciding which child a message means. What is not certain is held for a person, never guessed (`security.md` T19)."""

from dataclasses import dataclass
from enum import StrEnum

from hub.identity.claims import Claims
from hub.identity.index import Index


class Doubt(StrEnum):
    """Why a person must look."""

    BORN_DISAGREES = "the identifier is known with another date of birth"
    IDENTIFIERS_DISAGREE = "the identifiers lead to different children"
    ANOTHER_IDENTIFIER = "a child of that name, date of birth and postcode has another identifier"
    NAMESAKE = "a child of that name and date of birth is known, with nothing more in common"
    TOO_LITTLE = "too little is told to know the child by"


@dataclass(frozen=True, slots=True)
class Known:
    """The child that is meant."""

    child_id: str


@dataclass(frozen=True, slots=True)
class New:
    """A child of whom the hub has not heard."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """A person decides; `candidates` are the ids of children it could be."""

    doubt: Doubt
    candidates: tuple[str, ...] = ()


Match = Known | New | Unsure


def match(index: Index, claims: Claims) -> Match:
    """Find the child by trusted identifier with an agreeing date of birth, else by exact whole, else by nobody."""
    keys = [key for key in (index.key(hashed) for hashed in claims.identifiers.values()) if key is not None]
    children = {key.child_id for key in keys}
    if len(children) > 1:
        return Unsure(Doubt.IDENTIFIERS_DISAGREE, tuple(sorted(children)))
    if not keys:
        return _match_whole(index, claims)
    child_id = keys[0].child_id
    if claims.born is None or any(key.born != claims.born for key in keys):
        return Unsure(Doubt.BORN_DISAGREES, (child_id,))
    return _unless_contradicted(index, claims, child_id, Doubt.IDENTIFIERS_DISAGREE)


def _match_whole(index: Index, claims: Claims) -> Match:
    keys = [key for key in (index.key(hashed) for hashed in claims.whole) if key is not None]
    found = {key.child_id for key in keys}
    if len(found) > 1 or any(key.kind == "shared" for key in keys):
        return Unsure(Doubt.NAMESAKE, tuple(sorted(found)))
    if found:
        return _unless_contradicted(index, claims, found.pop(), Doubt.ANOTHER_IDENTIFIER)
    return _begin_unless_namesake(index, claims)


def _unless_contradicted(index: Index, claims: Claims, child_id: str, doubt: Doubt) -> Match:
    known = index.systems_of(child_id)
    contradicted = any(known.get(system, hashed) != hashed for system, hashed in claims.identifiers.items())
    return Unsure(doubt, (child_id,)) if contradicted else Known(child_id)


def _begin_unless_namesake(index: Index, claims: Claims) -> Match:
    namesakes = index.namesakes(claims.partial) if claims.partial is not None else set()
    possible = sorted(child for child in namesakes if not _is_another(index, claims, child))
    if possible:
        return Unsure(Doubt.NAMESAKE, tuple(possible))
    return New() if claims.can_begin_a_record else Unsure(Doubt.TOO_LITTLE)


def _is_another(index: Index, claims: Claims, child_id: str) -> bool:
    known = index.systems_of(child_id)
    return any(system in known and known[system] != hashed for system, hashed in claims.identifiers.items())
