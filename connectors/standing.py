"""How each concern and referral that was sent stands, and what its sender is to do: from the hub's receipts alone.

The states are those of the outbox, so that they are known without asking the hub and after every restart.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from exchange.names import event_name
from exchange.outbox import Answered, Outbox
from exchange.receipts import ReceiptOutcome

REFERRED = frozenset({"concern-raised", "conference-requested"})
"""Events whose sender waits to hear what became of them."""


class State(StrEnum):
    """What the sender is told."""

    SENT = "sent"
    RECEIVED = "received"
    HELD = "held"
    NOT_ADMITTED = "not admitted"
    REFUSED = "refused"
    CLOSED = "closed"


STATES = {
    None: State.SENT,
    ReceiptOutcome.ACCEPTED: State.RECEIVED,
    ReceiptOutcome.QUARANTINED: State.HELD,
    ReceiptOutcome.NOT_ADMITTED: State.NOT_ADMITTED,
    ReceiptOutcome.REFUSED: State.REFUSED,
    ReceiptOutcome.CLOSED: State.CLOSED,
}

WHAT_TO_DO = {
    State.SENT: "Wait: the hub has not answered yet. If a child is in immediate danger, ring 999.",
    State.RECEIVED: "Nothing. The hub keeps it and files it with the child.",
    State.HELD: "Put the record right and export it again under the same id. If it is urgent, ring now.",
    State.NOT_ADMITTED: "Nothing: the hub keeps none of it. If you are worried about the child, raise a concern.",
    State.REFUSED: "Put the record right and export it again under a new id. If it is urgent, ring now.",
    State.CLOSED: "Nothing: the hub closed it, for the reason given.",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One record of the sender's own.

    `since` is when the hub said so or, before it answers, when it was put; `why` is the hub's reason: it names places
    in the event, and repeats nothing that was sent.
    """

    record: str
    system: str
    kind: str
    state: State
    since: datetime
    why: str

    @property
    def to_do(self) -> str:
        """What the sender is to do."""
        return WHAT_TO_DO[self.state]

    def to_data(self) -> dict[str, str]:
        """Return it as the columns of a table, in order."""
        return {
            "Record ID": self.record,
            "System": self.system,
            "Kind": self.kind.replace("-", " "),
            "State": self.state.value,
            "Since": self.since.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "Why": self.why,
            "What to do": self.to_do,
        }


def standings(outbox: Outbox) -> list[Standing]:
    """Return how each concern and referral stands, in the order in which they were sent."""
    return [_standing(row) for row in outbox.answers() if not row.type or event_name(row.type) in REFERRED]


def _standing(row: Answered) -> Standing:
    return Standing(
        record=row.id,
        system=row.source.rpartition(":")[2],
        kind=event_name(row.type) if row.type else "not known",
        state=STATES[row.outcome],
        since=row.receipt.recorded if row.receipt else row.put_at,
        why=_why(row),
    )


def _why(row: Answered) -> str:
    problem = row.receipt.problem if row.receipt else None
    if problem is None:
        return ""
    places = [f"{fault.pointer or '/'} {fault.detail}" for fault in problem.errors]
    return "; ".join([problem.title, *places])
