"""Each counter and histogram of this process, in one registry: `hub_<what>_<unit>`, counters with `_total`.

A label's values are few and known beforehand: agencies, lanes, codes, templates of addresses. What is counted of
decisions is what became of requests, never of entries: how many entries were hidden is nobody's to watch.
"""

from prometheus_client import CollectorRegistry, Counter, Histogram, PlatformCollector, ProcessCollector

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)

FAST = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
SLOW = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

HTTP_REQUESTS = Counter(
    "hub_http_requests",
    "Requests answered, by the template of their address; those about withholding count together.",
    ("route", "method", "status"),
    registry=REGISTRY,
)
HTTP_SECONDS = Histogram(
    "hub_http_request_duration_seconds", "Seconds to an answer's first byte.", buckets=SLOW, registry=REGISTRY
)
RECORDS = Counter(
    "hub_intake_records",
    "Records read from topics and taken, by agency and lane; a record that is read again counts again.",
    ("agency", "lane"),
    registry=REGISTRY,
)
MESSAGES = Counter(
    "hub_intake_messages",
    "Messages taken for the first time, by what became of them: accepted (held among them), quarantined, other.",
    ("outcome",),
    registry=REGISTRY,
)
BATCH_SECONDS = Histogram(
    "hub_intake_batch_duration_seconds",
    "Seconds to judge a batch and commit it with its offsets and receipts.",
    buckets=SLOW,
    registry=REGISTRY,
)
INTAKE_FAILURES = Counter(
    "hub_intake_batch_failures", "Batches that were not taken and are tried again.", ("error",), registry=REGISTRY
)
RECEIPTS_DELIVERED = Counter("hub_receipts_delivered", "Receipts written to their agencies' topics.", registry=REGISTRY)
DELIVERY_FAILURES = Counter(
    "hub_receipt_delivery_failures", "Attempts to send receipts that failed.", ("error",), registry=REGISTRY
)
POLICY_DECISIONS = Counter(
    "hub_policy_decisions", "Requests decided, by what the policy said of the request.", ("outcome",), registry=REGISTRY
)
POLICY_SECONDS = Histogram(
    "hub_policy_decision_duration_seconds", "Seconds until the policy engine answered.", buckets=FAST, registry=REGISTRY
)
POLICY_FAILURES = Counter(
    "hub_policy_failures", "Questions that the policy engine did not answer: nothing was shown.", registry=REGISTRY
)
AUDIT_SECONDS = Histogram(
    "hub_audit_append_duration_seconds",
    "Seconds until an access was durable in the audit log.",
    buckets=FAST,
    registry=REGISTRY,
)
AUDIT_FAILURES = Counter(
    "hub_audit_failures", "Accesses that could not be recorded: nothing was shown.", registry=REGISTRY
)
LOG_EVENTS = Counter("hub_log_events", "Events logged, by code and level.", ("code", "level"), registry=REGISTRY)
