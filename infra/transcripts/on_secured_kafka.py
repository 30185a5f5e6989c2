"""What transcripts on the secured broker share: the operator's environment, a running intake, kcat's settings."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pages import PROGRAMS, ROOT, Transcript

SAMPLE = ROOT / "docs" / "samples" / "concern-raised.json"
CERTIFICATES = ROOT / "infra" / "kafka-secure" / "certificates.py"


@dataclass(frozen=True)
class Operator:
    """Who runs the commands, in a folder of their own, on the broker that the environment names."""

    work: Path

    @property
    def broker(self) -> str:
        return os.environ["HUB_TEST_KAFKA_SECURE"]

    @property
    def tls(self) -> str:
        return os.environ["HUB_TEST_KAFKA_SECURE_TLS"]

    @property
    def logins(self) -> Path:
        return Path(os.environ["HUB_TEST_KAFKA_SECURE_LOGINS"])

    @property
    def data(self) -> Path:
        return self.work / "hub"

    def agency(self, agency_id: str) -> Path:
        return self.data / "agencies" / agency_id

    def transcript(self, introduction: str) -> Transcript:
        """Begin a page."""
        shown = {
            str(self.logins): "/etc/hub/kafka",
            str(self.logins.parent): "/var/log/kafka",
            str(self.data): "/var/lib/hub",
            str(SAMPLE): "concern.json",
        }
        return Transcript(self.work, introduction.replace("BROKER", self.broker), self._settings(), shown)

    def _settings(self) -> dict[str, str]:
        """The environment of the hub's operator, without anything else of the hub's."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
        login = {"HUB_KAFKA_LOGIN": str(self.logins / "hub"), "HUB_KAFKA_ADMIN": str(self.logins / "admin")}
        path = f"{PROGRAMS}:{os.environ['PATH']}"
        told = {"HUB_DATA": str(self.data), "HUB_TRANSPORT": f"kafka://{self.broker}", "COLUMNS": "140", "PATH": path}
        return kept | login | told

    def secrets(self) -> list[Path]:
        """Every file with a password."""
        return [*self.work.rglob("kafka-password"), *self.logins.rglob("kafka-password")]

    @contextmanager
    def intake(self) -> Iterator[None]:
        """Run `hub intake`, logged in as the hub, as long as the block lasts."""
        with (self.work / "intake.log").open("wb") as log:
            command = [PROGRAMS / "hub", "intake"]
            intake = subprocess.Popen(command, env=self._settings(), cwd=self.work, stderr=log)  # noqa: S603
            try:
                yield
            finally:
                intake.terminate()
                intake.wait(timeout=30)

    def write_kcat_settings(self, agency_id: str) -> None:
        """Have the test broker's authority issue the agency a certificate, and write kcat's settings for it."""
        folder = self.work / "kcat"
        command = [sys.executable, CERTIFICATES, "issue", self.logins.parent, f"agency.{agency_id}", folder]
        subprocess.run(command, check=True, capture_output=True, timeout=60)  # noqa: S603
        files = {"ca": "kafka-ca.pem", "certificate": "kafka-certificate.pem", "key": "kafka-key.pem"}
        named = [f"ssl.{what}.location={folder / name}" for what, name in files.items()]
        (self.work / "kcat.conf").write_text("\n".join(["security.protocol=SSL", *named, ""]), encoding="utf-8")
