"""The policy engine, intake and delivery as they are, each timed, counted and traced."""

from collections import Counter
from collections.abc import Mapping, Sequence

from exchange.telemetry import SpanName, span
from exchange.topic_log.port import Record
from hub.domain.vocabulary import Outcome
from hub.intake.delivery import Deliverer
from hub.intake.standing import feed_of
from hub.intake.take import Taken, Takes
from hub.metrics import (
    BATCH_SECONDS,
    DELIVERY_FAILURES,
    INTAKE_FAILURES,
    MESSAGES,
    POLICY_DECISIONS,
    POLICY_FAILURES,
    POLICY_SECONDS,
    RECEIPTS_DELIVERED,
    RECORDS,
)
from hub.policy import PolicyEngine

UNUSABLE = "unusable"


class MeasuredEngine:
    """A policy engine whose answers are timed, and counted by what they say of the request as a whole."""

    def __init__(self, engine: PolicyEngine) -> None:
        self._engine = engine

    @property
    def digest(self) -> str:
        return self._engine.digest

    def decide(self, document: Mapping[str, object]) -> Mapping[str, object]:
        """Decide as the engine does."""
        with span(SpanName.DECISION), POLICY_SECONDS.time(), POLICY_FAILURES.count_exceptions():
            answer = self._engine.decide(document)
        POLICY_DECISIONS.labels(_outcome(answer)).inc()
        return answer


def _outcome(answer: Mapping[str, object]) -> str:
    decision = answer.get("decision")
    outcome = decision.get("outcome") if isinstance(decision, Mapping) else None
    return outcome if isinstance(outcome, str) and outcome in set(Outcome) else UNUSABLE


class MeasuredIntake:
    """Intake whose batches are timed and counted."""

    def __init__(self, intake: Takes) -> None:
        self._intake = intake

    def take(self, records: Sequence[Record]) -> Taken:
        """Take as intake does."""
        try:
            with span(SpanName.BATCH, records=len(records)), BATCH_SECONDS.time():
                taken = self._intake.take(records)
        except Exception as error:
            INTAKE_FAILURES.labels(type(error).__name__).inc()
            raise
        _count(records, taken)
        return taken


def _count(records: Sequence[Record], taken: Taken) -> None:
    for feed, count in Counter(feed_of(record.topic) for record in records).items():
        RECORDS.labels(*feed).inc(count)
    others = max(0, taken.records - taken.accepted - taken.quarantined)
    outcomes = {"accepted": taken.accepted, "quarantined": taken.quarantined, "other": others}
    for outcome, count in outcomes.items():
        MESSAGES.labels(outcome).inc(count)


class MeasuredDeliverer(Deliverer):
    """The delivery of receipts, counted."""

    def deliver(self) -> int:
        """Deliver as ever."""
        try:
            with span(SpanName.DELIVERY):
                sent = super().deliver()
        except Exception as error:
            DELIVERY_FAILURES.labels(type(error).__name__).inc()
            raise
        RECEIPTS_DELIVERED.inc(sent)
        return sent
