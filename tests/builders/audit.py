"""An access as the log records it, with safe defaults."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hub.audit import AccessRecord, DisclosedEntry

RECORD = AccessRecord(
    audit_id="a0",
    at=datetime(2026, 3, 2, 10, tzinfo=UTC),
    viewer_id="u-1",
    viewer_name="A. Practitioner",
    agency="northshire-csc",
    agency_type="childrens-social-care",
    role="social-worker",
    action="chronology",
    child_id="c-1",
    purpose="enquiry-s47",
    reason="strategy discussion this afternoon",
    basis=None,
    threshold="s47",
    case="case-1",
    channel="api",
    outcome="allow",
    rules=("allocated",),
    policy="sha256:00",
    disclosed=(DisclosedEntry("e-1", "northshire-police", "concern", "detail", "full", (), ("clear",), True),),
)


def make_access(audit_id: str, **changes: Any) -> AccessRecord:
    """Return a record of that audit id, changed as asked."""
    return replace(RECORD, audit_id=audit_id, **changes)
