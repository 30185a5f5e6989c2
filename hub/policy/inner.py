"""The inner form, as the engines take it: no nulls, dates as day numbers, no free text, every list sorted.

What is not known is left out, and a rule that needs it is then not proved.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from hub.domain.vocabulary import Tier
from hub.domain.withholding import AgencyRole, Audience
from hub.policy.classes import EntryClass
from hub.policy.request import (
    Consent,
    DecisionRequest,
    Handling,
    HeldWithholding,
    Labels,
    Order,
    Purposeful,
    Relationship,
    Viewer,
)

_LONDON = ZoneInfo("Europe/London")
_NO_END = date.max.toordinal()
_REASON_LENGTH = range(10, 501)
_TIERS = [tier.value for tier in Tier]

Document = dict[str, Any]


def inner_document(request: DecisionRequest, classes: Sequence[EntryClass]) -> Document:
    """Return the engines' input for these classes of entries, in their order (`policies/schemas/input.json`)."""
    today = request.now.astimezone(_LONDON).date()
    return {
        "today": today.toordinal(),
        "reader": _reader(request.viewer),
        "request": _request(request, today),
        "relationships": sorted(map(_relationship, request.relationships), key=repr),
        "entries": [_entry(entry_class) for entry_class in classes],
    }


def _reader(viewer: Viewer) -> Document:
    known: Document = {
        "id": viewer.id,
        "agency": viewer.agency,
        "agency_type": viewer.agency_type,
        "role": viewer.role,
        "references": sorted({viewer.id, *viewer.references}),
    }
    return known | _if_known("conflicts", None if viewer.conflicts is None else sorted(viewer.conflicts))


def _request(request: DecisionRequest, today: date) -> Document:
    asked = request.request
    return {
        "action": asked.action,
        "purpose": asked.purpose,
        "reason_well_formed": len(asked.reason.strip()) in _REASON_LENGTH,
        "legal_basis": bool(asked.legal_basis),
        "threshold": asked.threshold or "none",
        "consent": _consent(asked.consent, request.child_id),
        "order": {"made": _is_in_force(asked.order, today)},
        "emergency": {"declared": asked.emergency, "countersigned": _is_countersigned(asked, request.viewer)},
    }


def _consent(consent: Consent | None, child_id: str) -> Document:
    if consent is None:
        return {"given": False, "by_child": False, "withdrawn": False, "agency_types": []}
    return {
        "given": bool(consent.given_by),
        "by_child": consent.given_by in ("child", child_id),
        "withdrawn": consent.withdrawn,
        "agency_types": sorted(consent.agency_types),
    }


def _is_in_force(order: Order | None, today: date) -> bool:
    return order is not None and (order.until is None or today <= order.until)


def _is_countersigned(asked: Purposeful, viewer: Viewer) -> bool:
    return bool(asked.countersigned_by) and asked.countersigned_by != viewer.id


def _relationship(relationship: Relationship) -> Document:
    stated: Document = {
        "agency": relationship.agency,
        "kind": relationship.kind,
        "person": relationship.person or "",
        "until": relationship.until.toordinal() if relationship.until else _NO_END,
    }
    return stated | _if_known("since", relationship.since.toordinal() if relationship.since else None)


def _entry(entry_class: EntryClass) -> Document:
    own = entry_class.labels
    lineage = [own, *sorted(entry_class.sources, key=repr)]
    stated: Document = {
        "ordered": entry_class.ordered,
        "released_to": sorted(own.released_to),
        "lock": own.purpose_lock or "none",
        "lineage": [_label(labels) for labels in lineage],
    }
    tier = _highest_tier(labels.tier if labels else None for labels in lineage)
    return stated | _origin(own) | _if_known("tier", tier) | _if_known("fields", _sorted(own.fields))


def _origin(labels: Labels) -> Document:
    return (
        _if_known("agency", labels.agency)
        | _if_known("agency_type", labels.agency_type)
        | _if_known("category", labels.category)
    )


def _highest_tier(tiers: Iterable[str | None]) -> str | None:
    found = list(tiers)
    ranks = [_TIERS.index(tier) for tier in found if tier in _TIERS]
    return _TIERS[max(ranks)] if len(ranks) == len(found) else None


def _label(labels: Labels | None) -> Document:
    if labels is None:
        return {}
    withholdings = labels.withholdings
    held = (
        None if withholdings is None else sorted((_withholding(one, labels.agency) for one in withholdings), key=repr)
    )
    return (
        _if_known("agency", labels.agency)
        | _if_known("agency_type", labels.agency_type)
        | _if_known("sensitive", labels.sensitive)
        | _if_known("third_party", labels.third_party)
        | _if_known("handling", _handling(labels.handling))
        | _if_known("withholdings", held)
    )


def _handling(handling: Handling | None) -> Document | None:
    if handling is None:
        return None
    return {
        "scheme": handling.scheme or "none",
        "code": handling.code or "none",
        "conditioned": handling.conditioned,
        "authorised_for": sorted(handling.authorised_for),
    }


def _withholding(held: HeldWithholding, entry_agency: str | None) -> Document:
    """One that does not say where it was placed came with the entry, from the entry's own agency."""
    stated = {"mode": held.mode, "state": held.state, "whole": not held.fields, "fields": sorted(held.fields or ())}
    placed_at = _if_known("placed_at", held.placed_at or entry_agency)
    return stated | placed_at | _if_known("audience", _audience(held.audience))


def _audience(audience: Audience | None) -> Document | None:
    if audience is None:
        return None
    members = () if isinstance(audience.family, bool) else audience.family
    return {
        "agency_types": sorted(audience.agency_types),
        "agencies": sorted(audience.agencies),
        "roles": sorted(audience.roles),
        "persons": sorted(audience.persons),
        "family": {"all": audience.family is True, "members": sorted(members)},
        "everyone_but": _everyone_but(audience),
    }


def _everyone_but(audience: Audience) -> Document:
    listed = audience.everyone_but
    pairs = sorted((item.agency, item.role) for item in listed if isinstance(item, AgencyRole))
    return {
        "names": sorted(item for item in listed if isinstance(item, str)),
        "agency_roles": [{"agency": agency, "role": role} for agency, role in pairs],
    }


def _sorted(words: frozenset[str] | None) -> list[str] | None:
    return None if words is None else sorted(words)


def _if_known(name: str, value: object) -> Document:
    return {} if value is None else {name: value}
