"""Agencies join, and get and lose keys."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from eventsourcing.application import AggregateNotFoundError

from hub.domain.agency import Agency, Quota, SigningKey
from hub.domain.errors import Conflict, NotFound
from hub.keys import KeyProvider
from hub.record.children import ChildRecord
from hub.record.mapper import aggregate_key


def register_agency(
    record: ChildRecord,
    keys: KeyProvider,
    *,
    agency_id: str,
    agency_type: str,
    name: str,
    area: str,
    duty_contact: str,
    public_jwk: Mapping[str, str],
    at: datetime,
) -> None:
    """Let an agency join with its first signing key, in one save.

    Raises:
        Conflict: an agency of that id has joined already.
    """
    if is_registered(record, agency_id):
        raise Conflict(f"{agency_id} is registered already: see `hub agency list`")
    keys.make([aggregate_key(Agency.create_id(agency_id))])
    agency = Agency.register(
        agency_id=agency_id, agency_type=agency_type, name=name, area=area, duty_contact=duty_contact, at=at
    )
    agency.add_key(signing_key(public_jwk, at), at)
    record.save(agency)


def signing_key(public_jwk: Mapping[str, str], valid_from: datetime, event_types: Sequence[str] = ()) -> SigningKey:
    """Return a public JWK as the key it is from that moment on, for these event names or, without any, for all."""
    jwk = json.dumps(dict(public_jwk), sort_keys=True)
    return SigningKey(public_jwk["kid"], jwk, valid_from, event_types=tuple(sorted(set(event_types))))


def is_registered(record: ChildRecord, agency_id: str) -> bool:
    """Say whether an agency of that id has joined."""
    return Agency.create_id(agency_id) in record.repository


def agency_of_id(record: ChildRecord, agency_id: str) -> Agency:
    """Load an agency; NotFound if none of that id has joined."""
    try:
        agency: Agency = record.repository.get(Agency.create_id(agency_id))
    except AggregateNotFoundError:
        raise NotFound(f"no agency {agency_id} is registered: see `hub agency list`") from None
    return agency


def add_key(record: ChildRecord, agency_id: str, key: SigningKey, at: datetime) -> None:
    """Register another signing key of an agency; two may count at once, so that one can follow the other."""
    agency = agency_of_id(record, agency_id)
    agency.add_key(key, at)
    record.save(agency)


def retire_key(record: ChildRecord, agency_id: str, kid: str, *, retired: datetime, at: datetime) -> None:
    """Let a key's use end at a moment; what it signed before stays good."""
    agency = agency_of_id(record, agency_id)
    agency.retire_key(kid, retired=retired, at=at)
    record.save(agency)


def revoke_key(record: ChildRecord, agency_id: str, kid: str, *, compromised_since: datetime, at: datetime) -> None:
    """Stop trusting what a key signed from a moment on."""
    agency = agency_of_id(record, agency_id)
    agency.revoke_key(kid, compromised_since=compromised_since, at=at)
    record.save(agency)


def set_quota(record: ChildRecord, agency_id: str, quota: Quota, at: datetime) -> None:
    """Let an agency send so many messages a minute over HTTP."""
    agency = agency_of_id(record, agency_id)
    agency.set_quota(quota, at)
    record.save(agency)
