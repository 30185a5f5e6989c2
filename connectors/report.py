"""What became of everything that was read: counts in equal counts out, and nothing is refused without a reason."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from connectors.drafts import Draft, Item, LeftOut, Reason, Refused
from connectors.sending import Put
from exchange.courier import Round
from exchange.outbox_view import Standing
from exchange.receipts import Receipt, ReceiptOutcome


@dataclass(slots=True)
class FileReport:
    """One file: every item that was read is sent, sent before, left out or refused; `rows` is all that they took up."""

    file: str
    read: int = 0
    rows: int = 0
    sent: int = 0
    sent_before: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    refused: list[Refused] = field(default_factory=list)
    remarks: list[tuple[str, Reason]] = field(default_factory=list)

    def count(self, item: Item, put: Put | Refused | None) -> None:
        """Count one item; `put` is what became of it if it is a draft."""
        self.read += 1
        self.rows += item.rows
        match put or item:
            case Put.SENT:
                self.sent += 1
            case Put.SENT_BEFORE:
                self.sent_before += 1
            case Refused() as refusal:
                self.refused.append(refusal)
            case LeftOut(reason=reason):
                self.left_out[reason] += 1
        if isinstance(item, Draft) and put is Put.SENT:
            self.remarks.extend((item.place, remark) for remark in item.remarks)

    @property
    def balanced(self) -> bool:
        """Whether as much came out as went in."""
        return self.read == self.sent + self.sent_before + self.left_out.total() + len(self.refused)

    def to_data(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "read": self.read,
            "rows": self.rows,
            "sent": self.sent,
            "sent_before": self.sent_before,
            "left_out": dict(self.left_out),
            "refused": [_refusal_data(refusal) for refusal in self.refused],
            "remarks": [{"place": place, **_reason_data(reason)} for place, reason in self.remarks],
        }


@dataclass(slots=True)
class Delivery:
    """What the transport and the hub did: `kept` messages still wait for their receipt; `failed` says why not.

    `elsewhere` says that another process carries from this outbox, and sends what was put.
    """

    delivered: int = 0
    receipts: Counter[str] = field(default_factory=Counter)
    problems: list[Receipt] = field(default_factory=list)
    rejected: int = 0
    kept: int = 0
    failed: str | None = None
    elsewhere: bool = False

    def add(self, done: Round) -> None:
        """Count a round."""
        self.delivered += done.sent
        self.rejected += done.rejected
        self.settle(done.settled)
        if done.broken_off:
            self.failed = done.broken_off.detail

    def settle(self, receipts: Iterable[Receipt]) -> None:
        """Count receipts, and keep those that somebody must act on."""
        for receipt in receipts:
            self.receipts[receipt.outcome.value] += 1
            if receipt.outcome in (ReceiptOutcome.QUARANTINED, ReceiptOutcome.REFUSED):
                self.problems.append(receipt)

    def to_data(self) -> dict[str, Any]:
        return {
            "delivered": self.delivered,
            "receipts": dict(self.receipts),
            "problems": [_problem_data(receipt) for receipt in self.problems],
            "receipts_not_believed": self.rejected,
            "kept": self.kept,
            "failed": self.failed,
            "carried_elsewhere": self.elsewhere,
        }


@dataclass(slots=True)
class Report:
    """A whole run."""

    files: list[FileReport]
    delivery: Delivery
    standing: Standing | None = None

    @property
    def is_late(self) -> bool:
        """Whether the receipt of any message, of this run or an earlier one, is late."""
        return self.standing is not None and self.standing.is_late

    @property
    def succeeded(self) -> bool:
        """Whether nothing was refused here or by the hub, and the transport did its part."""
        refused = any(report.refused for report in self.files)
        return not (refused or self.delivery.problems or self.delivery.rejected or self.delivery.failed)

    def to_data(self) -> dict[str, Any]:
        whole = {"files": [report.to_data() for report in self.files], **self.delivery.to_data()}
        return whole if self.standing is None else {**whole, **_standing_data(self.standing)}


def _standing_data(standing: Standing) -> dict[str, Any]:
    oldest = standing.late_since.isoformat() if standing.late_since else None
    return {
        "late": standing.late_messages,
        "oldest_late": oldest,
        "awaiting_correction": standing.held_messages,
    }


def _refusal_data(refusal: Refused) -> dict[str, Any]:
    return {"place": refusal.place, "reasons": [_reason_data(reason) for reason in refusal.reasons]}


def _reason_data(reason: Reason) -> dict[str, str]:
    return {"field": reason.field, "reason": reason.text}


def _problem_data(receipt: Receipt) -> dict[str, Any]:
    problem = receipt.problem
    errors = [{"pointer": fault.pointer, "detail": fault.detail} for fault in problem.errors] if problem else []
    title = problem.title if problem else receipt.outcome.value
    return {
        "source": receipt.source,
        "id": receipt.id,
        "outcome": receipt.outcome.value,
        "title": title,
        "errors": errors,
    }
