"""What the audit log keeps of a restore: which leaves came back, and what a named person gave up as lost."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import uuid4

from hub.audit import AccessOutcome, AccessRecord, Action, Channel, case_of

PURPOSE, ROLE = "restore", "operator"


def restored(hub_id: str, clock: Callable[[], datetime]) -> Callable[[range], AccessRecord]:
    """Return what makes the record of leaves that came back from a mirror."""

    def told(back: range) -> AccessRecord:
        reason = f"leaves {back.start} to {back.stop - 1} of this log came back from a witness's mirror"
        return _record(hub_id, clock(), Action.STORE_RESTORED, "hub", reason, case=case_of(back))

    return told


def loss_accepted(hub_id: str, at: datetime, operator: str, reason: str, lost: Sequence[str]) -> AccessRecord:
    """Return the record of a loss: who accepted it, why, and each thing that is missing."""
    return _record(hub_id, at, Action.LOSS_ACCEPTED, operator, reason, lost=tuple(lost))


def _record(
    hub_id: str,
    at: datetime,
    action: Action,
    operator: str,
    reason: str,
    *,
    case: str | None = None,
    lost: tuple[str, ...] = (),
) -> AccessRecord:
    return AccessRecord(
        audit_id=uuid4().hex,
        at=at,
        viewer_id=operator,
        agency=hub_id,
        agency_type="hub",
        role=ROLE,
        action=action,
        purpose=PURPOSE,
        reason=reason,
        case=case,
        channel=Channel.CLI,
        outcome=AccessOutcome.ALLOW,
        rules=lost,
    )
