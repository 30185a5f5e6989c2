"""A secured broker and those who log in to it: its administrator, the hub, and agencies by principals of their own."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from exchange import connect, for_agency
from exchange.topic_log.access import BrokerAccess, open_access
from exchange.topic_log.login import read_login
from exchange.topic_log.port import TopicLog
from exchange.topic_log.security import KafkaSecurity
from hub.cli.entrance import Entrance
from hub.cli.joining import make_topics

CERTIFICATES = Path(__file__).resolve().parents[2] / "infra" / "kafka-secure" / "certificates.py"


@dataclass(frozen=True)
class SecuredKafka:
    """Where it listens, and the folder of the logins that it came with.

    Args:
        passwords: the address of its SASL_SSL listener.
        certificates: the address of its listener for client certificates.
    """

    passwords: str
    certificates: str
    logins: Path

    def login(self, name: str) -> KafkaSecurity:
        """A login that the broker came with: `admin`, `hub`, or either with `-certificate`."""
        return read_login(self.logins / name)

    def as_admin(self) -> TopicLog:
        return connect(self.passwords, self.login("admin"))

    def as_hub(self) -> TopicLog:
        return connect(self.passwords, self.login("hub"))

    def access(self) -> BrokerAccess:
        return open_access(self.passwords, self.login("admin"))

    def entrance(self) -> Entrance:
        ca = (self.logins / "admin" / "kafka-ca.pem").read_bytes()
        return Entrance(self.as_admin(), self.access(), "hub", ca)

    def join(self, folder: Path, agency: str = "", *, over_http: bool = False) -> "Member":
        """Let an agency with topics of its own in by password."""
        member = Member(self, agency or f"t-{uuid4().hex[:12]}", folder)
        entrance = self.entrance()
        make_topics(entrance.log, member.agency, 1)
        entrance.admit(member.agency, folder, over_http=over_http)
        entrance.close()
        return member

    def certificate(self, principal: str, folder: Path) -> Path:
        """A folder with a login by certificate, as the partnership's authority issues it to a principal."""
        command = [sys.executable, str(CERTIFICATES), "issue", str(self.logins.parent), principal, str(folder)]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        return folder

    def other_authority(self) -> Path:
        """The certificate of an authority that has nothing to do with this broker: an agency's own, say."""
        return self.login("hub-certificate").certificate_file or self.logins

    def settings(self) -> dict[str, str]:
        """The hub's settings in the environment of an operator."""
        return {
            "HUB_TRANSPORT": self.passwords,
            "HUB_KAFKA_LOGIN": str(self.logins / "hub"),
            "HUB_KAFKA_ADMIN": str(self.logins / "admin"),
        }


@dataclass(frozen=True)
class Member:
    """An agency that was let in, and the folder with its login."""

    broker: SecuredKafka
    agency: str
    folder: Path

    @property
    def topics(self) -> tuple[str, str, str, str]:
        return for_agency(self.agency).all()

    def log(self) -> TopicLog:
        """The broker as this agency sees it."""
        return connect(self.broker.passwords, read_login(self.folder))
