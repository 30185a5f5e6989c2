"""The record of an access: made of what is about to be disclosed, and durable before the answer leaves."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from hub.access.asked import Asked, Viewer
from hub.access.door import Door
from hub.access.seen import Seen
from hub.audit import AccessOutcome, AccessRecord, Action, DisclosedEntry
from hub.domain.vocabulary import WithholdingState
from hub.domain.withholding import Withholding
from hub.policy import Decision


@dataclass(frozen=True, slots=True)
class Act:
    """What was done: the action, to which child, and how the request came out under which rules and policy."""

    action: Action
    outcome: AccessOutcome
    child_id: str | None = None
    rules: tuple[str, ...] = ()
    policy: str | None = None
    sealed_class: bool = False


def act_of(action: Action, outcome: AccessOutcome, child_id: str | None, decision: Decision) -> Act:
    """Return the act that a decision was taken for."""
    return Act(action, outcome, child_id, tuple(decision.rules), decision.policy)


def record_of(
    door: Door, viewer: Viewer, asked: Asked, act: Act, disclosed: Iterable[DisclosedEntry] = ()
) -> AccessRecord:
    """Return the audit record of one act, under a new random id."""
    return AccessRecord(
        audit_id=door.random_id(),
        at=door.clock(),
        viewer_id=viewer.id,
        viewer_name=viewer.name,
        agency=viewer.agency,
        agency_type=viewer.agency_type,
        role=viewer.role,
        action=act.action,
        child_id=act.child_id,
        purpose=asked.purpose,
        reason=asked.reason,
        basis=asked.basis,
        threshold=asked.threshold,
        case=asked.case,
        channel=asked.channel,
        outcome=act.outcome,
        rules=act.rules,
        policy=act.policy,
        disclosed=tuple(disclosed),
        sealed_class=act.sealed_class,
    )


def keep(door: Door, viewer: Viewer, asked: Asked, act: Act, disclosed: Iterable[DisclosedEntry] = ()) -> str:
    """Write the record of an act and return its id; AuditError when it can't be kept: then nothing is shown."""
    record = record_of(door, viewer, asked, act, disclosed)
    door.audit.record(record)
    return record.audit_id


def disclosed_entry(seen: Seen, placed: Iterable[Withholding]) -> DisclosedEntry:
    """Return what the audit keeps of one entry shown: `sealed` where somebody else is kept from it."""
    is_sealed = any(withholding.state is not WithholdingState.RELEASED for withholding in placed)
    return replace(seen.line, sealed=True) if is_sealed else seen.line
