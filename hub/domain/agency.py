"""An agency that takes part: who it is, whom to ring, and the keys with which it signs."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate

from hub.domain.errors import Conflict, Fault, Invalid, NotFound


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public Ed25519 key (JWK text); a signature is judged at the time the hub logged it (`security.md` 5).

    `event_types` are the names of the events that it may sign (`concern-raised`); none named: whatever its agency may.
    """

    kid: str
    jwk: str
    valid_from: datetime
    retired: datetime | None = None
    compromised_since: datetime | None = None
    event_types: tuple[str, ...] = ()

    def may_sign(self, event_name: str) -> bool:
        """Say whether an event of this name may be signed by it."""
        return not self.event_types or event_name in self.event_types

    def is_good_at(self, logged: datetime) -> bool:
        """Say whether a signature by this key, logged at that instant, counts."""
        ended = [moment for moment in (self.retired, self.compromised_since) if moment is not None]
        return self.valid_from <= logged and all(logged < moment for moment in ended)


@dataclass(frozen=True, slots=True)
class Quota:
    """How many messages a minute an agency may send over HTTP, on each lane."""

    events: int
    urgent: int


class Agency(Aggregate):
    """One agency on the hub."""

    TOPIC = "Agency"

    class Created(Aggregate.Created):
        """The agency joined."""

        TOPIC = "Agency.Created"
        agency_id: str
        agency_type: str
        name: str
        area: str
        duty_contact: str

    class KeyAdded(Aggregate.Event):
        """A signing key was registered."""

        TOPIC = "Agency.KeyAdded"
        key: SigningKey

        def apply(self, aggregate: "Agency") -> None:
            aggregate.keys[self.key.kid] = self.key

    class KeyRetired(Aggregate.Event):
        """A signing key is no longer used from `retired` on; what it signed before stays good."""

        TOPIC = "Agency.KeyRetired"
        kid: str
        retired: datetime

        def apply(self, aggregate: "Agency") -> None:
            aggregate.keys[self.kid] = replace(aggregate.keys[self.kid], retired=self.retired)

    class KeyRevoked(Aggregate.Event):
        """A signing key no longer counts from `compromised_since` on."""

        TOPIC = "Agency.KeyRevoked"
        kid: str
        compromised_since: datetime

        def apply(self, aggregate: "Agency") -> None:
            aggregate.keys[self.kid] = replace(aggregate.keys[self.kid], compromised_since=self.compromised_since)

    class QuotaSet(Aggregate.Event):
        """How much the agency may send was set, in place of what the hub allows everybody."""

        TOPIC = "Agency.QuotaSet"
        events: int
        urgent: int

        def apply(self, aggregate: "Agency") -> None:
            aggregate.quota = Quota(self.events, self.urgent)

    def __init__(self, agency_id: str, agency_type: str, name: str, area: str, duty_contact: str) -> None:
        self.agency_id = agency_id
        self.agency_type = agency_type
        self.name = name
        self.area = area
        self.duty_contact = duty_contact
        self.keys: dict[str, SigningKey] = {}
        self.quota: Quota | None = None

    @staticmethod
    def create_id(agency_id: str) -> UUID:
        """Agencies are public bodies: their record's id is made from the name they are known by."""
        return uuid5(NAMESPACE_URL, f"urn:agency:{agency_id}")

    @classmethod
    def register(
        cls, *, agency_id: str, agency_type: str, name: str, area: str, duty_contact: str, at: datetime
    ) -> Self:
        """Let an agency join."""
        return cls._create(
            cls.Created,
            timestamp=at,
            agency_id=agency_id,
            agency_type=agency_type,
            name=name,
            area=area,
            duty_contact=duty_contact,
        )

    def add_key(self, key: SigningKey, at: datetime) -> None:
        """Register a key with which the agency signs."""
        if key.kid in self.keys:
            raise Conflict(f"key {key.kid} of {self.agency_id} is registered already")
        self.trigger_event(self.KeyAdded, timestamp=at, key=key)

    def retire_key(self, kid: str, *, retired: datetime, at: datetime) -> None:
        """Let a key's use end, by the agency's own wish; the agency signs with another from then on.

        Raises:
            NotFound: the agency has no such key.
            Conflict: it is retired already: a second moment would make what was judged by the first wrong.
        """
        if self._key(kid).retired is not None:
            raise Conflict(f"key {kid} of {self.agency_id} is retired already")
        self.trigger_event(self.KeyRetired, timestamp=at, kid=kid, retired=retired)

    def revoke_key(self, kid: str, *, compromised_since: datetime, at: datetime) -> None:
        """Stop trusting what a key signed from a moment on. A later finding may only move that moment back.

        Raises:
            NotFound: the agency has no such key.
            Conflict: it is known to be compromised since an earlier moment.
        """
        known = self._key(kid).compromised_since
        if known is not None and known < compromised_since:
            raise Conflict(f"key {kid} of {self.agency_id} is revoked already, from {known.isoformat()} on")
        self.trigger_event(self.KeyRevoked, timestamp=at, kid=kid, compromised_since=compromised_since)

    def set_quota(self, quota: Quota, at: datetime) -> None:
        """Let the agency send so much over HTTP.

        Raises:
            Invalid: a rate below one message a minute would shut an agency out; revoke its keys for that.
        """
        if quota.events < 1 or quota.urgent < 1:
            detail = "a quota is at least 1 message a minute: to stop an agency, revoke its keys"
            raise Invalid(detail, (Fault("", detail),))
        self.trigger_event(self.QuotaSet, timestamp=at, events=quota.events, urgent=quota.urgent)

    def _key(self, kid: str) -> SigningKey:
        if kid not in self.keys:
            raise NotFound(f"{self.agency_id} has no key {kid}: see `hub agency list`")
        return self.keys[kid]
