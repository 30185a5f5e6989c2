"""The entrance to a secured broker: agencies' principals are let in with what is theirs, and put out again."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from exchange.topic_log.access import BrokerAccess, agency_permissions, agency_principal, hub_permissions
from exchange.topic_log.login import (
    common_name,
    forget_login,
    has_login,
    password_in,
    write_certificate_login,
    write_password_login,
)
from exchange.topic_log.port import TopicLog
from exchange.topics import topics_to_make
from hub.domain.errors import Refused

PASSWORD_BYTES = 32
USUAL_RATE = 1_000_000


@dataclass(frozen=True, slots=True)
class Entrance:
    """A broker as its administrator sees it.

    Args:
        log: its topics, with the right to make them.
        hub: the name of the hub's own principal there.
        ca: the PEM of the authority that vouches for it, for agencies' folders.
        rate: bytes a second that an agency may write.
    """

    log: TopicLog
    access: BrokerAccess
    hub: str
    ca: bytes
    rate: int = USUAL_RATE

    def prepare(self, hub_id: str, partitions: int) -> None:
        """Make the topics of the hub's own agency, and let the hub write there what people enter on its pages.

        The hub's own principal may make no topic: without this `hub serve` does not start on a secured broker.
        """
        self.log.create_topics(topics_to_make(hub_id, partitions))
        self.access.allow(hub_permissions(self.hub, hub_id, over_http=True))

    def admit(self, agency_id: str, folder: Path, *, certificate: Path | None = None, over_http: bool = False) -> str:
        """Let an agency's principal in, with exactly its permissions; returns its name.

        Doing it again changes nothing: a login that is in the folder is used.

        Args:
            certificate: the agency's client certificate, in place of a password; we never see its key.
            over_http: the agency sends over HTTP, so the hub may append to its topics for it.

        Raises:
            Refused: the certificate names another principal.
        """
        principal = agency_principal(agency_id)
        if not has_login(folder):
            self._write_login(principal, folder, certificate)
        password = password_in(folder)
        if password is not None:
            self.access.let_in(principal, password)
        ours = hub_permissions(self.hub, agency_id, over_http=over_http)
        self.access.allow([*agency_permissions(agency_id), *ours])
        if self.access.limit_of(principal) is None:
            self.access.limit(principal, self.rate)
        return principal

    def admit_anew(
        self, agency_id: str, folder: Path, *, certificate: Path | None = None, over_http: bool = False
    ) -> str:
        """Let it in with a new password or certificate; the old password stops counting."""
        forget_login(folder)
        return self.admit(agency_id, folder, certificate=certificate, over_http=over_http)

    def limit(self, agency_id: str, bytes_per_second: int) -> None:
        """Let an agency write so much; the broker makes it wait for what is more."""
        self.access.limit(agency_principal(agency_id), bytes_per_second)

    def expel(self, agency_id: str) -> int:
        """Take password and permissions away at once, of open connections too; returns how many permissions it had."""
        return self.access.withdraw(agency_principal(agency_id))

    def close(self) -> None:
        self.access.close()
        self.log.close()

    def _write_login(self, principal: str, folder: Path, certificate: Path | None) -> None:
        if certificate is None:
            password = secrets.token_urlsafe(PASSWORD_BYTES)
            write_password_login(folder, ca=self.ca, username=principal, password=password)
            return
        if common_name(certificate) != principal:
            raise Refused(f"the common name of {certificate.name} must be {principal}: the broker knows it by that")
        write_certificate_login(folder, ca=self.ca, certificate=certificate.read_bytes())
