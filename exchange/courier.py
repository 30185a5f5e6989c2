"""The courier carries messages from a connector's outbox to the hub, and brings the receipts back.

What the transport took is still kept: only a receipt that the hub signed settles a message. A receipt that
does not verify is counted and dropped; the message it claims to answer stays due.

After a long silence a courier with a `window` does not throw all that was kept at the hub: the rest follows as receipts
come. What is urgent never waits for the window.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from exchange.errors import ExchangeError, KeyUnknown, TransportError, Unreachable
from exchange.keys import Jwk
from exchange.messages import Headers, Message, signature_of
from exchange.outbox import AT_ONCE, Kept, Outbox
from exchange.receipts import Receipt, read_receipt
from exchange.signing import key_id
from exchange.topics import Lane

IN_FLIGHT = timedelta(minutes=2)
"""How long a sent message counts towards the window; after that a silent hub is no reason to hold others back."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A receipt as it came: bytes and headers, not yet believed."""

    value: bytes
    headers: Headers


class Carrier(Protocol):
    """One way to the hub: a topic log (`topic_carrier.py`) or HTTP (`http_carrier.py`)."""

    def deliver(self, messages: Sequence[Message]) -> list[bool]:
        """Hand messages over, durably, in order, and say of each whether it was taken.

        One that is refused holds none of the others up. TransportError if the rest could not be handed over: its
        `taken` says what is known of the first ones.
        """

    def collect(self, awaited: Sequence[Kept], timeout_s: float) -> list[Signed]:
        """Return receipts that came, waiting at most so long; `awaited` names messages that were sent, not all."""

    def collected(self) -> None:
        """Be told that the receipts of the last `collect` are dealt with."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did.

    `refused` messages were not taken and stay due; `rejected` receipts were not signed by the hub or not
    well-formed. Both are for somebody to look at. `broken_off` is why not all that was due was handed over.
    """

    sent: int
    refused: int
    settled: tuple[Receipt, ...]
    rejected: int
    broken_off: TransportError | None = None


class Courier:
    """Carries for one agency.

    Args:
        hub_keys: the hub's public signing keys, by `kid`.
        window: how many messages, urgent ones apart, may be on their way at once; None where all may.
    """

    def __init__(
        self, outbox: Outbox, carrier: Carrier, hub_keys: Mapping[str, Jwk], window: int | None = None
    ) -> None:
        self._outbox = outbox
        self._carrier = carrier
        self._hub_keys = hub_keys
        self._window = window

    def go_round(self, now: datetime, timeout_s: float = 0.0) -> Round:
        """Send what is due, then settle what has come.

        Raises:
            TransportError: nothing was sent and nothing came; everything is due as it was.
        """
        taken, broken_off = self._send(now)
        arrived = self._carrier.collect(self._outbox.awaiting_receipt(), timeout_s)
        believed = [receipt for receipt in map(self._believed, arrived) if receipt is not None]
        with self._outbox.together():
            settled = [receipt for receipt in believed if self._outbox.settle(receipt)]
        self._carrier.collected()
        if broken_off and not (taken or arrived):
            raise broken_off
        return Round(taken.count(True), taken.count(False), tuple(settled), len(arrived) - len(believed), broken_off)

    def _send(self, now: datetime) -> tuple[list[bool], TransportError | None]:
        """Hand over what is due and note of each whether it was taken, up to where it broke off, if it did."""
        due = [(row, row.message) for row in self._due(now) if row.message is not None]
        taken, broken_off = self._delivered([message for _, message in due])
        with self._outbox.together():
            for (row, _), was_taken in zip(due, taken, strict=False):
                note = self._outbox.sent if was_taken else self._outbox.postpone
                note(row.source, row.id, now)
        return taken, broken_off

    def _due(self, now: datetime) -> list[Kept]:
        if self._window is None:
            return self._outbox.due(now)
        room = min(AT_ONCE, self._window - self._outbox.in_flight(now - IN_FLIGHT))
        others = self._outbox.due(now, room, Lane.EVENTS) if room > 0 else []
        return [*self._outbox.due(now, lane=Lane.URGENT), *others]

    def _delivered(self, messages: Sequence[Message]) -> tuple[list[bool], TransportError | None]:
        """Return what was taken; a hub that answers, and takes no more, may still have receipts for us."""
        try:
            return (self._carrier.deliver(messages) if messages else []), None
        except TransportError as error:
            if isinstance(error, Unreachable) and not error.taken:
                raise
            return list(error.taken), error

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
