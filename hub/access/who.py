"""Who the child is, folded from what visible entries state: verified over claimed, later over earlier."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hub.access.content import Contents
from hub.access.order import Json, happened
from hub.access.seen import Seen
from hub.domain.amendments import void
from hub.domain.vocabulary import Shown

SINGLE = (
    "given_names",
    "family_name",
    "date_of_birth",
    "expected_date_of_birth",
    "sex",
    "description",
    "approximate_age",
)
VERIFIED = "verified"


def identity(told: Sequence[Seen], contents: Contents) -> Json:
    """Return who the child is by those who tell it (`tellers`); addresses only where an entry shows its own."""
    ordered = sorted(told, key=lambda seen: (_is_verified(contents.of(seen)), *happened(seen.row.labels)))
    folded: Json = {}
    for seen in ordered:
        folded |= _stated(_identity_of(contents.of(seen)))
    folded["identifiers"] = _identifiers(contents.of(seen) for seen in ordered)
    addresses = _latest_addresses(contents.of(seen) for seen in ordered)
    return folded | ({"addresses": addresses} if addresses else {})


def sources(told: Sequence[Seen], contents: Contents) -> list[Seen]:
    """Return those of `tellers` that state who the child is: they are disclosed by an answer that does."""
    return [seen for seen in told if contents.of(seen).keys() & {"identity", "addresses"}]


def tellers(seen: Sequence[Seen]) -> list[Seen]:
    """Return the visible entries that tell who the child is, the last of those that tell the same to this viewer."""
    last = {_told(one): one for one in sorted(standing(seen), key=lambda one: happened(one.row.labels))}
    return list(last.values())


def standing(seen: Sequence[Seen]) -> list[Seen]:
    """Return the visible entries whose account counts: what was withdrawn or corrected since tells nothing.

    What this viewer is only told is held, without a word of it, changes nothing.
    """
    heard = (one.row.labels for one in seen if one.verdict.shown is not Shown.MARKED)
    superseded = void(heard).superseded
    return [one for one in seen if one.row.labels.origin not in superseded]


def naming_persons(seen: Sequence[Seen]) -> list[Seen]:
    """Return the entries that count and whose persons this viewer may see; none is opened to find out."""
    return [one for one in standing(seen) if "persons" in one.verdict.fields]


def _told(seen: Seen) -> tuple[str, frozenset[str]]:
    labels, told = seen.row.labels, frozenset({"identity", "addresses"}) & set(seen.verdict.fields)
    return (labels.identity or labels.entry_id, told)


def _identity_of(content: Mapping[str, object]) -> Mapping[str, Any]:
    stated = content.get("identity")
    return stated if isinstance(stated, Mapping) else {}


def _is_verified(content: Mapping[str, object]) -> bool:
    return any(identifier.get("status") == VERIFIED for identifier in _identity_of(content).get("identifiers") or ())


def _stated(told: Mapping[str, Any]) -> Json:
    return {name: told[name] for name in SINGLE if told.get(name) is not None}


def _identifiers(contents: Iterable[Mapping[str, object]]) -> list[Json]:
    """One line for each system and value, as verified as anyone says it is."""
    found: dict[tuple[str, str], Json] = {}
    for content in contents:
        for told in _identity_of(content).get("identifiers") or ():
            key = (str(told.get("system")), str(told.get("value")))
            if key not in found or told.get("status") == VERIFIED:
                found[key] = {"system": key[0], "value": key[1], "status": told.get("status") or "claimed"}
    return [found[key] for key in sorted(found)]


def _latest_addresses(contents: Iterable[Mapping[str, object]]) -> object:
    latest: object = None
    for content in contents:
        latest = content.get("addresses") or latest
    return latest
