"""Withholdings born with an event: in its signed envelope, so that no reader can come between (`security.md` 0.2)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from hub.domain.chronology import SourceRef
from hub.domain.placing import AT_STRATEGY_DISCUSSIONS, is_placed_at
from hub.domain.targets import Placed, Targets
from hub.domain.vocabulary import Ground, Mode
from hub.domain.withholding import AgencyRole, Audience, Withholding, initial_state
from hub.intake.arrivals import Arrival
from hub.intake.fields import content_fields
from hub.keys import KeyProvider, Secret, keyed_hash


def born_withheld(
    keys: KeyProvider, arrival: Arrival, subject: Mapping[str, Any], origin: SourceRef, recorded: datetime
) -> tuple[Placed, ...]:
    """Return the withholdings that an event carries for all its children and for this one, each on the event itself.

    One that is said of the whole event is the same on each child; one that is said of a child is that child's alone.
    """
    whole = _placed(keys, arrival, arrival.data, origin, ())
    placed = whole + _placed(keys, arrival, subject, origin, (subject["local_ref"],))
    return tuple(replace(one, withholding=replace(one.withholding, placed_at=recorded)) for one in placed)


def _placed(
    keys: KeyProvider, arrival: Arrival, stated: Mapping[str, Any], origin: SourceRef, of_child: tuple[str, ...]
) -> tuple[Placed, ...]:
    told = stated.get("handling", {}).get("withholdings", [])
    names = (_id(keys, origin, str(number), *of_child) for number in range(len(told)))
    return tuple(
        Placed(_withholding(name, one, arrival), Targets(origins=(origin,)))
        for name, one in zip(names, told, strict=True)
    )


def _id(keys: KeyProvider, origin: SourceRef, *place: str) -> str:
    return "w-" + keyed_hash(keys.secret(Secret.ENTRY_ID), "withholding", origin.source, origin.id, *place)[:32]


def _withholding(withholding_id: str, told: Mapping[str, Any], arrival: Arrival) -> Withholding:
    audience = audience_from(told["audience"])
    approved_at = told.get("approved_at")
    return Withholding(
        id=withholding_id,
        ground=Ground(told["ground"]),
        mode=Mode(told["mode"]),
        audience=audience,
        state=initial_state(audience, approved=_is_duly_approved(told, audience, arrival.voice.agency_type)),
        owner=told["owner"],
        placed_by=told.get("placed_by", arrival.voice.agency_id),
        agency=arrival.voice.agency_id,
        review_by=date.fromisoformat(told["review_by"]),
        fields=content_fields(told.get("fields", ())),
        approved_by=told.get("approved_by"),
        approved_at=datetime.fromisoformat(approved_at) if approved_at else None,
        ends=told.get("ends"),
        reason=told["reason"],
        decided_at=told.get("decided_at"),
        investigation_ref=told.get("investigation_ref"),
        protective_instruction=told.get("protective_instruction"),
    )


def _is_duly_approved(told: Mapping[str, Any], audience: Audience, agency_type: str) -> bool:
    """Say whether it counts as approved: by another than the placer, at an agency that may place it.

    A strategy discussion decides on every ground, and any agency that must attend it may carry that out. A concern is
    never refused for its withholding: what is not duly approved is held narrow. Source: Working Together 2013,
    chapter 1, strategy discussion; `security.md` 3.3.
    """
    by_another = told.get("approved_by") not in (None, told.get("placed_by"))
    decided_together = told.get("decided_at") is not None and agency_type in AT_STRATEGY_DISCUSSIONS
    return by_another and (decided_together or is_placed_at(agency_type, Ground(told["ground"]), audience))


def audience_from(told: Mapping[str, Any]) -> Audience:
    """Read an audience as the contract writes it."""
    family = told.get("family", False)
    return Audience(
        agency_types=frozenset(told.get("agency_types", [])),
        agencies=frozenset(told.get("agencies", [])),
        roles=frozenset(told.get("roles", [])),
        persons=frozenset(told.get("persons", [])),
        family=family if isinstance(family, bool) else tuple(family),
        everyone_but=frozenset(_excepted(one) for one in told.get("everyone_but", [])),
    )


def _excepted(one: str | Mapping[str, str]) -> str | AgencyRole:
    return one if isinstance(one, str) else AgencyRole(one["agency"], one["role"])
