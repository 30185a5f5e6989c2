"""The agencies and their keys, as one batch sees them."""

import json
from dataclasses import dataclass
from datetime import datetime

from exchange.errors import ExchangeError, Fault, KeyUnknown, SignatureInvalid
from exchange.keys import Jwk
from exchange.names import event_name
from hub.domain.agency import Agency, SigningKey
from hub.record.database import Cursor
from hub.views.model import AgencyRow
from hub.views.read import agencies, signing_keys


@dataclass(eq=False)
class KeyNotForType(ExchangeError):
    """The key that signed is limited to other event types."""

    code = "key-not-for-type"


class Registry:
    """Looks up agencies and keys once a batch."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._agencies = agencies(cursor)
        self._keys: dict[str, dict[str, SigningKey]] = {}
        self._parsed: dict[str, Jwk] = {}

    def agency(self, agency_id: str) -> AgencyRow:
        """Return an agency; KeyUnknown if it is not registered, since nothing can be verified then."""
        try:
            return self._agencies[agency_id]
        except KeyError:
            raise KeyUnknown("no agency of this id is registered: see `hub agency add`") from None

    def knows(self, agency_id: str) -> bool:
        """Say whether an agency is registered, and so has a topic for receipts."""
        return agency_id in self._agencies

    def key(self, agency_id: str, kid: str, logged: datetime) -> Jwk:
        """Return a public key of this agency that counts at the time the hub logged the message.

        Raises:
            KeyUnknown: the agency has no such key.
            SignatureInvalid: the key was not yet valid, is retired, or was compromised by then.
        """
        known = self._keys.setdefault(agency_id, {}) or self._load(agency_id)
        if kid not in known:
            raise KeyUnknown("the agency has no key of this kid: see `hub agency add`")
        if not known[kid].is_good_at(logged):
            raise SignatureInvalid("the key does not count at this time: it is not valid yet, retired or revoked")
        return self._parse(known[kid])

    def require_may_sign(self, agency_id: str, kid: str, event_type: str) -> None:
        """Return if this key of this agency may sign events of that type.

        Raises:
            KeyNotForType: it is limited to other types (`security.md` T4).
        """
        if not self._keys[agency_id][kid].may_sign(event_name(event_type)):
            detail = "is not among the event types that this key may sign"
            raise KeyNotForType(f"/type {detail}", (Fault("/type", detail),))

    def _load(self, agency_id: str) -> dict[str, SigningKey]:
        self._keys[agency_id] = signing_keys(self._cursor, str(Agency.create_id(agency_id)))
        return self._keys[agency_id]

    def _parse(self, key: SigningKey) -> Jwk:
        if key.kid not in self._parsed:
            self._parsed[key.kid] = json.loads(key.jwk)
        return self._parsed[key.kid]
