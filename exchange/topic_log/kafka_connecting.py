"""Why a connection to Kafka failed, in words that say what to do.

kafka-python tries until its time is up and then tells of a time-out, whatever the cause was: a refused password, a
certificate that nobody vouches for, a closed port. The cause is only in its log, so that log is listened to.
"""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from kafka import errors

from exchange.errors import Unreachable
from exchange.topic_log.security import KafkaSecurity

BOOTSTRAP_MS = 5_000
CLIENT_LOG = "kafka.net"

_REFUSED = (
    "the broker refuses this username and password: check the login's folder, or ask the broker's administrator"
    " whether the login was taken away"
)
_HANGS_UP = "socket disconnected"
_CAUSES = {
    "SaslAuthenticationFailed": _REFUSED,
    "CERTIFICATE_VERIFY_FAILED": "nobody in the login's kafka-ca.pem vouches for this broker: is this the right"
    " address, and the right authority?",
    "_ALERT_": "this listener wants a client certificate of the broker's authority: give one that is valid, or use the"
    " broker's address for passwords",
    "ECONNREFUSED": "nobody listens there: check the address, and whether the broker runs",
    "Handshake failed": "the two sides do not speak the same protocol: is this the address of a TLS listener?",
    _HANGS_UP: "the listener hangs up on this kind of login: a password goes to its SASL_SSL address, a"
    " certificate to its SSL address, and neither is spoken to without TLS",
}
"""What the client's log says, the most telling first, and what to do about it."""
_UNKNOWN = "check the address, the certificates and the password; the log `kafka.net` says more"


class _Overheard(logging.Handler):
    """Keeps what the client logs of its failures; while anybody listens nothing of it is printed elsewhere."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._log = logging.getLogger(CLIENT_LOG)
        self._before = (self._log.level, self._log.propagate)
        self._listeners: list[list[str]] = []
        self._changing = threading.Lock()

    def emit(self, record: logging.LogRecord) -> None:
        told = [repr(one) for one in record.args or () if isinstance(one, Exception)]
        for listener in list(self._listeners):
            listener += told

    @contextmanager
    def listening(self) -> Iterator[list[str]]:
        """Give a list that fills with what is told, until the block ends."""
        told: list[str] = []
        with self._changing:
            if not self._listeners:
                self._begin()
            self._listeners.append(told)
        try:
            yield told
        finally:
            with self._changing:
                self._listeners = [one for one in self._listeners if one is not told]
                if not self._listeners:
                    self._end()

    def _begin(self) -> None:
        self._before = (self._log.level, self._log.propagate)
        self._log.addHandler(self)
        self._log.setLevel(logging.WARNING)
        self._log.propagate = False

    def _end(self) -> None:
        self._log.removeHandler(self)
        self._log.setLevel(self._before[0])
        self._log.propagate = self._before[1]


_OVERHEARD = _Overheard()


@contextmanager
def connecting(servers: Sequence[str], security: KafkaSecurity) -> Iterator[None]:
    """Have a failure to connect end as Unreachable, within seconds and with its cause."""
    with _OVERHEARD.listening() as told:
        try:
            yield
        except (errors.KafkaError, OSError, ValueError) as error:
            cause = cause_of([*told, repr(error)], security)
            raise Unreachable(f"cannot log in to Kafka at {','.join(servers)}: {cause}") from error


def cause_of(told: Sequence[str], security: KafkaSecurity) -> str:
    """Return what to do about failures that the client told of; the most telling one counts.

    A broker that refuses a password may have hung up before the client has read that it does.
    """
    sign = next((sign for sign in _CAUSES if any(sign in one for one in told)), None)
    if sign is None:
        return _UNKNOWN
    return _REFUSED if sign == _HANGS_UP and security.sasl_mechanism else _CAUSES[sign]
