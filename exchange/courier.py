"""The courier carries messages from a connector's outbox to the hub, and brings the receipts back.

What the transport took is still kept: only a receipt that the hub signed settles a message. A receipt that
does not verify is counted and dropped; the message it claims to answer stays due.

After a long silence a courier with a `window` does not throw all that was kept at the hub: the rest follows as receipts
come. What is urgent never waits for the window, and a hub that asks for time on one lane gets it on that lane alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from exchange.errors import AskedToWait, ExchangeError, KeyUnknown, TransportError, Unreachable
from exchange.keys import Jwk
from exchange.messages import Headers, Message, signature_of
from exchange.outbox import AT_ONCE, Kept, Outbox
from exchange.receipts import Receipt, read_receipt
from exchange.signing import key_id
from exchange.topics import Lane

IN_FLIGHT = timedelta(minutes=2)
"""How long a sent message counts towards the window; after that a silent hub is no reason to hold others back."""

SENT = (Lane.URGENT, Lane.EVENTS)
"""The lanes on which messages go out, the first before the other."""
LEAST_WAIT_S = 1.0
"""For a hub that asks for time and does not say how much."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A receipt as it came: bytes and headers, not yet believed."""

    value: bytes
    headers: Headers


@dataclass(frozen=True, slots=True)
class Collected:
    """What one look for receipts brought; a slow carrier did not ask for `left` of those awaited yet."""

    signed: Sequence[Signed] = ()
    left: int = 0


class Carrier(Protocol):
    """One way to the hub: a topic log (`topic_carrier.py`) or HTTP (`http_carrier.py`)."""

    def deliver(self, messages: Sequence[Message]) -> list[bool]:
        """Hand messages over, durably, in order, and say of each whether it was taken.

        A carrier that is slow hands over the first ones only, at least one, and tells of those. One that is refused
        holds none of the others up. TransportError if the rest could not be handed over, AskedToWait where the hub
        wants them later: its `taken` says what is known of the first ones.
        """

    def collect(self, awaited: Sequence[Kept], timeout_s: float) -> Collected:
        """Return receipts that came, waiting at most so long; `awaited` names messages that were sent, not all.

        Raises:
            AskedToWait: the hub wants to be asked later.
            TransportError: it cannot be asked.
        """
        ...

    def collected(self) -> None:
        """Be told that the receipts of the last `collect` are dealt with."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Wait:
    """Until when the hub is to be left alone on one lane, and why, in its words."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did.

    `refused` messages were not taken and stay due; `rejected` receipts were not signed by the hub or not
    well-formed. Both are for somebody to look at. `broken_off` is why not all that was due was handed over. `waits`
    are the lanes on which the hub asked for time, that of receipts among them; `unasked` counts receipts that are
    awaited and were not asked for yet.
    """

    sent: int
    refused: int
    settled: tuple[Receipt, ...]
    rejected: int
    broken_off: TransportError | None = None
    waits: Mapping[Lane, Wait] = field(default_factory=dict)
    unasked: int = 0


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
        self._waits: dict[Lane, Wait] = {}

    def go_round(self, now: datetime, timeout_s: float = 0.0) -> Round:
        """Send what is due, then settle what has come. Not all need be sent: what is urgent is looked for each round.

        Raises:
            TransportError: nothing was sent and nothing came; everything is due as it was.
        """
        taken, broken_off = self._send(now)
        collected = self._collect(now, timeout_s)
        arrived = collected.signed
        believed = [receipt for receipt in map(self._believed, arrived) if receipt is not None]
        with self._outbox.together():
            settled = [receipt for receipt in believed if self._outbox.settle(receipt)]
        self._carrier.collected()
        if broken_off and not (taken or arrived):
            raise broken_off
        counts = taken.count(True), taken.count(False), tuple(settled), len(arrived) - len(believed)
        return Round(*counts, broken_off, self._waiting(now), collected.left)

    def has_more(self, now: datetime) -> bool:
        """Whether anything is due on a lane on which the hub takes it."""
        waits = self._waiting(now)
        return any(self._outbox.due(now, 1, lane) for lane in SENT if lane not in waits)

    def kept_back(self, now: datetime) -> Wait | None:
        """Return what the hub asked for, if anything is due that is not sent for it."""
        waits = self._waiting(now)
        return next((waits[lane] for lane in SENT if lane in waits and self._outbox.due(now, 1, lane)), None)

    def _waiting(self, now: datetime) -> dict[Lane, Wait]:
        """Return the lanes on which the hub is left alone, since it asked for it."""
        return {lane: wait for lane, wait in self._waits.items() if wait.until > now}

    def _send(self, now: datetime) -> tuple[list[bool], TransportError | None]:
        """Hand over all that is urgent, then a part of the rest; say what was taken and what broke it off."""
        taken: list[bool] = []
        try:
            urgent = self._outbox.due(now, lane=Lane.URGENT)
            while urgent and (done := self._hand_over(Lane.URGENT, urgent, now)):
                taken += done
                urgent = urgent[len(done) :]
            taken += self._hand_over(Lane.EVENTS, self._ordinary(now), now)
        except TransportError as error:
            if isinstance(error, Unreachable) and not (taken or error.taken):
                raise
            return [*taken, *error.taken], error
        return taken, None

    def _ordinary(self, now: datetime) -> list[Kept]:
        """Return what is due and not urgent, as far as the window lets it out."""
        if self._window is None:
            return self._outbox.due(now, lane=Lane.EVENTS)
        room = min(AT_ONCE, self._window - self._outbox.in_flight(now - IN_FLIGHT))
        return self._outbox.due(now, room, Lane.EVENTS) if room > 0 else []

    def _hand_over(self, lane: Lane, due: Sequence[Kept], now: datetime) -> list[bool]:
        """Hand over a part of what is due on a lane, unless the hub asked for time there; note what was taken."""
        if not due or lane in self._waiting(now):
            return []
        messages = [row.message for row in due if row.message is not None]
        try:
            taken = self._carrier.deliver(messages)
        except AskedToWait as error:
            self._wait(lane, error, now)
            taken = list(error.taken)
        except TransportError as error:
            self._note(due, error.taken, now)
            raise
        self._note(due, taken, now)
        return taken

    def _note(self, due: Sequence[Kept], taken: Sequence[bool], now: datetime) -> None:
        with self._outbox.together():
            for row, was_taken in zip(due, taken, strict=False):
                note = self._outbox.sent if was_taken else self._outbox.postpone
                note(row.source, row.id, now)

    def _collect(self, now: datetime, timeout_s: float) -> Collected:
        if Lane.RECEIPTS in self._waiting(now):
            return Collected()
        try:
            return self._carrier.collect(self._outbox.awaiting_receipt(), timeout_s)
        except AskedToWait as error:
            self._wait(Lane.RECEIPTS, error, now)
            return Collected()

    def _wait(self, lane: Lane, asked: AskedToWait, now: datetime) -> None:
        self._waits[lane] = Wait(now + timedelta(seconds=max(asked.retry_after_s, LEAST_WAIT_S)), asked.detail)

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
