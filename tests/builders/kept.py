"""An agency's outbox with messages that stand in every way, for those who tell how they stand."""

import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from connectors.drafts import Draft
from connectors.sending import Put, Sender
from exchange.receipts import Problem, Receipt, ReceiptOutcome
from exchange.schemas import load

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CONCERN, ABSENCE = "safeguarding.concern-raised.v1", "safeguarding.attendance-concern.v1"


@dataclass(frozen=True)
class KeptMessages:
    """Puts messages of a sender and lets them stand as a test wants them."""

    sender: Sender

    def put(self, id: str, *, urgent: bool = False, at: datetime = NOON) -> str:
        """Put a concern, which is urgent, or an absence, which is not."""
        kind = CONCERN if urgent else ABSENCE
        data = dict(copy.deepcopy(load().documents[kind]["examples"][0]))
        draft = Draft("line 2", kind, "safeguarding-log", id, at, "P-1042", data)
        assert self.sender.send(draft, at) is Put.SENT
        return id

    def sent(self, id: str, at: datetime = NOON) -> None:
        self.sender.outbox.sent(self.source, id, at)

    def settled(self, id: str, outcome: str, problem: str = "") -> None:
        """Have the hub's receipt come."""
        why = Problem(f"urn:safeguarding:problem:{problem}", "why not") if problem else None
        self.sender.outbox.settle(Receipt(self.source, id, 1, ReceiptOutcome(outcome), NOON, problem=why))

    @property
    def source(self) -> str:
        return f"urn:agency:{self.sender.folder.agency_id}:safeguarding-log"

    def in_every_way(self) -> datetime:
        """Put one message in each way that one can stand; return the moment at which two of them are late."""
        self.put("SL-1", urgent=True)
        self.put("SL-2")
        self.sent("SL-1")
        for number, (outcome, problem) in enumerate(
            [("accepted", ""), ("quarantined", "data-invalid"), ("not-admitted", ""), ("refused", "")], start=3
        ):
            self.put(f"SL-{number}")
            self.settled(f"SL-{number}", outcome, problem)
        self.put("SL-7", at=NOON + timedelta(minutes=15))
        return NOON + timedelta(minutes=16)
