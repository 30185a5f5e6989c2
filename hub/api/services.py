"""What the interface works with, handed in once by `bootstrap`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from hub.access import Access
from hub.api.development import DevelopmentIssuer
from hub.api.tokens import Authenticator
from hub.audit import AuditLog
from hub.config import Settings
from hub.views.model import AgencyRow

Json = Mapping[str, object]


class Receipts(Protocol):
    """The stored receipts of one agency's messages."""

    def one(self, agency: str, source: str, event_id: str) -> Json | None:
        """The receipt of a message as it stands, or None where the agency sent none such."""
        ...

    def signed(self, agency: str, source: str, event_id: str) -> tuple[bytes, str] | None:
        """The same as the hub signs it for a topic: the exact bytes of the CloudEvent, and the detached JWS."""
        ...

    def of(self, agency: str, after: str | None, limit: int) -> tuple[Sequence[Json], str | None]:
        """Receipts in the order of their writing, from an opaque cursor on, and the next cursor."""
        ...


class Notices(Protocol):
    """What the hub told one agency unasked."""

    def of(self, agency: str, after: int, limit: int) -> tuple[Sequence[Json], int]:
        """Notices whose number is above `after`, in order, and the number of the newest that there is."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """The rooms behind the interface.

    `submit(agency, value, jws, lane)` appends a signed envelope to the agency's topic and returns the path of its
    receipt; it raises a HubError when the envelope can't be taken, or is not on the lane that its sender named, if so.
    `checks` raise when a part is not ready, by its name.
    `figures` are what the hub's operator scrapes, `open_figures` what anybody may.
    `public_keys` are JWKs without private members. `development` is there only with the development issuer.
    """

    access: Access
    audit: AuditLog
    authenticator: Authenticator
    settings: Settings
    directory: Callable[[], Mapping[str, AgencyRow]]
    submit: Callable[[str, bytes, str, str | None], str]
    receipts: Receipts
    notices: Notices
    public_keys: Sequence[Json]
    checks: Mapping[str, Callable[[], object]] = field(default_factory=dict)
    development: DevelopmentIssuer | None = None
    figures: Callable[[], bytes] = bytes
    open_figures: Callable[[], bytes] = bytes
