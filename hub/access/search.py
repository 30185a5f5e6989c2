"""Looking a child up: whom the index leads to counts only if what this viewer may see says the same."""

from collections.abc import Iterable, Mapping
from typing import Any

from hub.access.asked import Asked, Disclosed, Viewer
from hub.access.content import Contents
from hub.access.door import Door
from hub.access.grant import known_purpose
from hub.access.look import gather
from hub.access.several import Found, found, in_order, keep_list
from hub.audit import Action
from hub.domain.errors import Fault, Invalid
from hub.identity.find import SearchQuery
from hub.identity.identifiers import is_trusted, normal, normal_name

NAMES = ("given_names", "family_name", "date_of_birth")


def search(door: Door, viewer: Viewer, asked: Asked, query: SearchQuery) -> Disclosed:
    """Return the children meant, by name; empty where there is none or none who may be known of.

    Raises: Invalid for a query that names nobody; Refused; PolicyError and AuditError: nothing is shown.
    """
    _must_name_somebody(query)
    known_purpose(door, viewer, asked, Action.SEARCH, None)
    with door.database.read() as cursor:
        moment = gather(door, cursor, door.reader.find(cursor, query))
    children = in_order(child for child in found(door, viewer, asked, moment) if _is_meant(child, query))
    audit_id = keep_list(door, viewer, asked, Action.SEARCH, moment, children)
    return Disclosed(audit_id, {"children": [child.line() for child in children]})


def _must_name_somebody(query: SearchQuery) -> None:
    if not query.identifiers and not all(getattr(query, name) for name in NAMES):
        detail = "give an identifier, or given names, family name and date of birth together"
        raise Invalid(detail, (Fault("", detail),))


def _is_meant(child: Found, query: SearchQuery) -> bool:
    """A hidden entry may have led the index here: only a visible one may say so (`security.md` T12)."""
    stated = list(_identities(child.contents, child))
    return any(_has_identifier(told, query) or _has_names(told, query) for told in stated)


def _identities(contents: Contents, child: Found) -> Iterable[Mapping[str, Any]]:
    for seen in child.tellers:
        told = contents.of(seen).get("identity")
        if isinstance(told, Mapping):
            yield told


def _has_identifier(told: Mapping[str, Any], query: SearchQuery) -> bool:
    wanted = {(system, normal(value)) for system, value in query.identifiers}
    trusted = [identifier for identifier in told.get("identifiers") or () if is_trusted(identifier)]
    return any((identifier["system"], normal(identifier["value"])) in wanted for identifier in trusted)


def _has_names(told: Mapping[str, Any], query: SearchQuery) -> bool:
    if not (query.given_names and query.family_name and query.date_of_birth):
        return False
    return (
        normal_name(str(told.get("given_names") or "")) == normal_name(query.given_names)
        and normal_name(str(told.get("family_name") or "")) == normal_name(query.family_name)
        and told.get("date_of_birth") == query.date_of_birth
    )
