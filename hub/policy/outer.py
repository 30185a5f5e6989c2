"""The outer form: the contract's JSON of a decision request, checked by its schema and read into `DecisionRequest`."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema_rs

from exchange.schema_faults import faults_of
from hub.domain.errors import Fault, Invalid
from hub.policy.outer_entries import parse_entry
from hub.policy.request import Consent, DecisionRequest, Order, Purposeful, Relationship, Viewer

_LONDON = ZoneInfo("Europe/London")
_SCHEMA = Path(__file__).with_name("decision_request.schema.json")


def parse_request(outer: object) -> tuple[Mapping[str, Any], DecisionRequest]:
    """Return the checked document and the request that it states.

    Raises: Invalid, naming each wrong place by JSON pointer.
    """
    document = _checked(outer)
    return document, _request_of(document)


def _request_of(document: Mapping[str, Any]) -> DecisionRequest:
    child = document["child"]
    return DecisionRequest(
        now=_instant(document["now"], "/now"),
        viewer=_viewer(document["viewer"]),
        request=_request(document["request"]),
        child_id=child["id"],
        relationships=tuple(
            _relationship(stated, f"/child/relationships/{place}")
            for place, stated in enumerate(child.get("relationships", []))
        ),
        entries=tuple(map(parse_entry, document["entries"])),
    )


def _checked(outer: object) -> Mapping[str, Any]:
    faults = tuple(Fault(one.pointer, one.detail) for one in faults_of(_validator(), outer, lambda _: None))
    if faults or not isinstance(outer, Mapping):
        raise _invalid(faults)
    return _with_single_ids(outer)


def _with_single_ids(document: Mapping[str, Any]) -> Mapping[str, Any]:
    ids = [entry["id"] for entry in document["entries"]]
    faults = tuple(
        Fault(f"/entries/{place}/id", "is the id of an earlier entry")
        for place, entry_id in enumerate(ids)
        if entry_id in ids[:place]
    )
    if faults:
        raise _invalid(faults)
    return document


@cache
def _validator() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(json.loads(_SCHEMA.read_text("utf-8")), validate_formats=True)


def _invalid(faults: tuple[Fault, ...]) -> Invalid:
    places = "; ".join(f"{fault.pointer or '/'} {fault.detail}" for fault in faults)
    return Invalid(f"this is not a decision request of the contract: {places or '/ is not an object'}", faults)


def _viewer(stated: Mapping[str, Any]) -> Viewer:
    conflicts = stated.get("conflicts")
    return Viewer(
        stated["id"],
        stated["agency"],
        stated["agency_type"],
        stated["role"],
        None if conflicts is None else tuple(conflicts),
        tuple(stated.get("references", [])),
    )


def _request(stated: Mapping[str, Any]) -> Purposeful:
    return Purposeful(
        purpose=stated["purpose"],
        reason=stated.get("reason") or "",
        action=stated.get("action", ""),
        legal_basis=stated.get("legal_basis"),
        threshold=stated.get("threshold"),
        consent=_consent(stated.get("consent")),
        order=_order(stated.get("order")),
        emergency=stated.get("emergency") is True,
        countersigned_by=stated.get("countersigned_by"),
    )


def _consent(stated: Mapping[str, Any] | None) -> Consent | None:
    if stated is None:
        return None
    withdrawn = stated.get("withdrawn") not in (None, False)
    return Consent(stated.get("given_by") or "", frozenset(stated.get("agency_types", [])), withdrawn)


def _order(stated: Mapping[str, Any] | str | None) -> Order | None:
    if not isinstance(stated, Mapping):
        return None
    return Order(frozenset(stated.get("entries", [])), _day(stated.get("until"), "/request/order/until"))


def _relationship(stated: Mapping[str, Any], pointer: str) -> Relationship:
    return Relationship(
        stated["agency"],
        stated["kind"],
        stated.get("person"),
        _day(stated.get("since"), f"{pointer}/since"),
        _day(stated.get("until"), f"{pointer}/until"),
    )


def _day(stated: str | None, pointer: str) -> date | None:
    """A local date as it is; of an instant, the date in London."""
    if stated is None:
        return None
    if "T" in stated:
        return _instant(stated, pointer).astimezone(_LONDON).date()
    try:
        return date.fromisoformat(stated)
    except ValueError as error:
        raise _invalid((Fault(pointer, "is no date"),)) from error


def _instant(stated: str, pointer: str) -> datetime:
    try:
        instant = datetime.fromisoformat(stated)
    except ValueError as error:
        raise _invalid((Fault(pointer, "is no instant"),)) from error
    if instant.tzinfo is None:
        raise _invalid((Fault(pointer, "is an instant without an offset"),))
    return instant
