"""The courier carries messages from a connector's outbox to the hub, and brings the receipts back.

What the transport took is still kept: only a receipt that the hub signed settles a message. A receipt that
does not verify is counted and dropped; the message it claims to answer stays due.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from exchange.errors import ExchangeError, KeyUnknown
from exchange.keys import Jwk
from exchange.messages import Headers, Message, signature_of
from exchange.outbox import Kept, Outbox
from exchange.receipts import Receipt, read_receipt
from exchange.signing import key_id


@dataclass(frozen=True, slots=True)
class Signed:
    """A receipt as it came: bytes and headers, not yet believed."""

    value: bytes
    headers: Headers


class Carrier(Protocol):
    """One way to the hub: a topic log (`topic_carrier.py`) or HTTP (`http_carrier.py`)."""

    def deliver(self, messages: Sequence[Message]) -> list[bool]:
        """Hand messages over, durably, in order, and say of each whether it was taken.

        One that is refused holds none of the others up. TransportError if it is not known what was taken.
        """

    def collect(self, awaited: Sequence[Kept], timeout_s: float) -> list[Signed]:
        """Return receipts that came, waiting at most so long; `awaited` says for which messages."""

    def collected(self) -> None:
        """Be told that the receipts of the last `collect` are dealt with."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did.

    `refused` messages were not taken and stay due; `rejected` receipts were not signed by the hub or not
    well-formed. Both are for somebody to look at.
    """

    sent: int
    refused: int
    settled: tuple[Receipt, ...]
    rejected: int


class Courier:
    """Carries for one agency.

    Args:
        hub_keys: the hub's public signing keys, by `kid`.
    """

    def __init__(self, outbox: Outbox, carrier: Carrier, hub_keys: Mapping[str, Jwk]) -> None:
        self._outbox = outbox
        self._carrier = carrier
        self._hub_keys = hub_keys

    def go_round(self, now: datetime, timeout_s: float = 0.0) -> Round:
        """Send what is due, then settle what has come; TransportError leaves everything due as it was."""
        taken = self._send(now)
        arrived = self._carrier.collect(self._outbox.pending(), timeout_s)
        believed = [receipt for receipt in map(self._believed, arrived) if receipt is not None]
        settled = [receipt for receipt in believed if self._outbox.settle(receipt)]
        self._carrier.collected()
        return Round(taken.count(True), taken.count(False), tuple(settled), len(arrived) - len(believed))

    def _send(self, now: datetime) -> list[bool]:
        due = [(row, row.message) for row in self._outbox.due(now) if row.message is not None]
        taken = self._carrier.deliver([message for _, message in due]) if due else []
        for (row, _), was_taken in zip(due, taken, strict=True):
            note = self._outbox.sent if was_taken else self._outbox.postpone
            note(row.source, row.id, now)
        return taken

    def _believed(self, signed: Signed) -> Receipt | None:
        try:
            return read_receipt(signed.value, signed.headers, self._hub_key(signed.headers))
        except ExchangeError:
            return None

    def _hub_key(self, headers: Headers) -> Jwk:
        key = self._hub_keys.get(key_id(signature_of(headers)))
        if key is None:
            raise KeyUnknown("the receipt is signed with a key that is not among the hub's")
        return key
