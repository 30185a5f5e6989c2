"""The log of disclosures and of recorded events: append, tree, checkpoints, proofs, and what verifies them."""

from hub.audit.checkpoint import Checkpoint, keep_checkpoint, opened, verifier_key
from hub.audit.findings import Finding, Report
from hub.audit.log import AuditLog
from hub.audit.mirror import case_of, read_back
from hub.audit.proofs import Proof
from hub.audit.reading import Page
from hub.audit.records import AccessOutcome, AccessRecord, Action, Channel, DisclosedEntry
from hub.audit.remembered import Remembered
from hub.audit.verify import EventReader, EventRow, event_rows, verify

__all__ = [
    "AccessOutcome",
    "AccessRecord",
    "Action",
    "AuditLog",
    "Channel",
    "Checkpoint",
    "DisclosedEntry",
    "EventReader",
    "EventRow",
    "Finding",
    "Page",
    "Proof",
    "Remembered",
    "Report",
    "case_of",
    "event_rows",
    "keep_checkpoint",
    "opened",
    "read_back",
    "verifier_key",
    "verify",
]
