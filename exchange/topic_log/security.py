"""How to log in to a Kafka broker: TLS, and SASL or a client certificate on top."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class KafkaSecurity:
    """Plain text where nothing is given; files are PEM.

    Args:
        ca_file: certificates that may vouch for the broker; turns TLS on.
        certificate_file: our own certificate with its key in `key_file`, for mutual TLS.
        sasl_mechanism: such as SCRAM-SHA-512, with `username` and `password`.
    """

    ca_file: Path | None = None
    certificate_file: Path | None = None
    key_file: Path | None = None
    sasl_mechanism: str | None = None
    username: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self:
        """Return what the variables of a connector's environment say (`docs/integrators.md`, Kafka)."""

        def path(name: str) -> Path | None:
            return Path(environment[name]) if environment.get(name) else None

        return cls(
            ca_file=path("HUB_KAFKA_CA"),
            certificate_file=path("HUB_KAFKA_CERTIFICATE"),
            key_file=path("HUB_KAFKA_KEY"),
            sasl_mechanism=environment.get("HUB_KAFKA_SASL") or None,
            username=environment.get("HUB_KAFKA_USERNAME"),
            password=environment.get("HUB_KAFKA_PASSWORD"),
        )

    @property
    def protocol(self) -> str:
        return f"SASL_{self._carrier}" if self.sasl_mechanism else self._carrier if self.ca_file else "PLAINTEXT"

    @property
    def _carrier(self) -> str:
        return "SSL" if self.ca_file else "PLAINTEXT"
