"""What the hub counts and times, for Prometheus. No label and no figure is about a child (ADR 22)."""

from hub.metrics.instruments import (
    AUDIT_FAILURES,
    AUDIT_SECONDS,
    BATCH_SECONDS,
    DELIVERY_FAILURES,
    HTTP_REQUESTS,
    HTTP_SECONDS,
    INTAKE_FAILURES,
    LOG_EVENTS,
    MESSAGES,
    POLICY_DECISIONS,
    POLICY_FAILURES,
    POLICY_SECONDS,
    RECEIPTS_DELIVERED,
    RECORDS,
    REGISTRY,
)
from hub.metrics.routes import told_request

__all__ = [
    "AUDIT_FAILURES",
    "AUDIT_SECONDS",
    "BATCH_SECONDS",
    "DELIVERY_FAILURES",
    "HTTP_REQUESTS",
    "HTTP_SECONDS",
    "INTAKE_FAILURES",
    "LOG_EVENTS",
    "MESSAGES",
    "POLICY_DECISIONS",
    "POLICY_FAILURES",
    "POLICY_SECONDS",
    "RECEIPTS_DELIVERED",
    "RECORDS",
    "REGISTRY",
    "told_request",
]
