"""How each concern and referral that was sent stands, and what its sender is to do.

The states are those of the receipts in the outbox, so that they are known without asking the hub and after every
restart; what the authority answered since is asked of the hub, by somebody who may be told (Working Together
2013, 1.21).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from connectors.outcomes import Outcome
from exchange.http_carrier import SourceAndId
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
    ACKNOWLEDGED = "acknowledged"
    DECIDED = "decided"
    ANSWERED = "feedback given"


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
    State.ACKNOWLEDGED: "Nothing: children's social care has it. It decides within one working day what to do.",
    State.DECIDED: "Read what was decided. Raise it again, or with your manager, if you think that it is wrong.",
    State.ANSWERED: "Read the feedback. Raise it again, or with your manager, if you think that it is wrong.",
}

OUTCOMES = {
    "referral-acknowledged": State.ACKNOWLEDGED,
    "referral-decided": State.DECIDED,
    "feedback-sent": State.ANSWERED,
}
"""What each kind of the authority's answer makes of a concern."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One record of the sender's own.

    `since` is when the hub said so or, before it answers, when it was put; `why` is the hub's reason, which names
    places in the event and repeats nothing that was sent, or what the authority answered.
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


def standings(outbox: Outbox, outcomes: Mapping[SourceAndId, Outcome] | None = None) -> list[Standing]:
    """Return how each concern and referral stands, in the order in which they were sent."""
    return [_standing(row, (outcomes or {}).get((row.source, row.id))) for row in referred(outbox)]


def referred(outbox: Outbox) -> list[Answered]:
    """Return what was sent and somebody must decide on."""
    return [row for row in outbox.answers() if not row.type or event_name(row.type) in REFERRED]


def _standing(row: Answered, outcome: Outcome | None) -> Standing:
    told = outcome if outcome is not None and outcome.kind in OUTCOMES else None
    answered = row.receipt.recorded if row.receipt else row.put_at
    return Standing(
        record=row.id,
        system=row.source.rpartition(":")[2],
        kind=event_name(row.type) if row.type else "not known",
        state=OUTCOMES[told.kind] if told else STATES[row.outcome],
        since=told.since if told else answered,
        why=told.told if told else _why(row),
    )


def _why(row: Answered) -> str:
    problem = row.receipt.problem if row.receipt else None
    if problem is None:
        return ""
    places = [f"{fault.pointer or '/'} {fault.detail}" for fault in problem.errors]
    return "; ".join([problem.title, *places])
