"""The entries of the outer form: their labels, handling and withholdings. What is left out stays unknown."""

from collections.abc import Iterable, Mapping
from typing import Any

from hub.domain.withholding import AgencyRole, Audience
from hub.policy.request import Entry, Handling, HeldWithholding, Labels

_AUDIENCE_KEYS = {"agency_types", "agencies", "roles", "persons", "family", "everyone_but"}


def parse_entry(stated: Mapping[str, Any]) -> Entry:
    """Return the entry that the contract's JSON states; its shape was checked by the schema."""
    return Entry(stated["id"], _labels(stated), _derived_from(stated.get("derived_from")))


def _labels(stated: Mapping[str, Any]) -> Labels:
    return Labels(
        agency=stated.get("agency"),
        agency_type=stated.get("agency_type"),
        category=stated.get("category"),
        tier=stated.get("tier"),
        third_party=stated.get("third_party"),
        sensitive=_sensitive(stated),
        handling=_handling(stated),
        fields=_set(stated.get("fields")),
        withholdings=_withholdings(stated.get("withholdings")),
        released_to=frozenset(stated.get("released_to") or ()),
        purpose_lock=stated.get("purpose_lock"),
    )


def _derived_from(stated: Iterable[Any] | None) -> tuple[str, ...] | None:
    """Entry ids; an origin named in another way is not at hand, and so not proved clear."""
    if stated is None:
        return None
    return tuple(origin if isinstance(origin, str) else "" for origin in stated)


def _sensitive(stated: Mapping[str, Any]) -> str | None:
    if "sensitive" not in stated:
        return None
    return stated["sensitive"] or "none"


def _handling(stated: Mapping[str, Any]) -> Handling | None:
    if "handling" not in stated:
        return None
    code = stated["handling"] or {}
    return Handling(
        code.get("scheme"),
        None if code.get("code") is None else str(code["code"]),
        bool((code.get("condition") or "").strip()),
        frozenset(code.get("authorised_for") or ()),
    )


def _withholdings(stated: Iterable[Mapping[str, Any]] | None) -> frozenset[HeldWithholding] | None:
    return None if stated is None else frozenset(map(_withholding, stated))


def _withholding(stated: Mapping[str, Any]) -> HeldWithholding:
    return HeldWithholding(
        stated.get("mode") or "unknown",
        stated.get("state") or "unknown",
        _audience(stated.get("audience")),
        _set(stated.get("fields")),
    )


def _audience(stated: Mapping[str, Any] | None) -> Audience | None:
    if stated is None or not stated.keys() >= _AUDIENCE_KEYS:
        return None
    family = stated["family"]
    return Audience(
        frozenset(stated["agency_types"]),
        frozenset(stated["agencies"]),
        frozenset(stated["roles"]),
        frozenset(stated["persons"]),
        family if isinstance(family, bool) else tuple(family),
        frozenset(map(_listed, stated["everyone_but"])),
    )


def _listed(item: str | Mapping[str, str]) -> str | AgencyRole:
    return item if isinstance(item, str) else AgencyRole(item["agency"], item["role"])


def _set(words: Iterable[str] | None) -> frozenset[str] | None:
    return None if words is None else frozenset(words)
