"""The desk: what a person does with a message that waits. Each act is one transaction with receipt and audit record."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from exchange.keys import Jwk
from exchange.receipts import FiledEntry, Problem, ReceiptOutcome
from exchange.schemas import EventSchemas
from hub.access.recorded_findings import RecordedFindings
from hub.access.waiting import Choice, Waiting, Work, Worked
from hub.domain.chronology import Finding, SourceRef
from hub.domain.errors import Refused
from hub.identity.match import Known
from hub.intake.arrivals import PROBLEMS, Arrival, Gate, Rejection, readable
from hub.intake.batch import CONTRADICTION, named, next_receipt
from hub.intake.chosen import as_another_event, chosen
from hub.intake.filing import Admitted, IdPool
from hub.intake.job import Ending, Job, Jobs
from hub.intake.kept import plain_problem
from hub.intake.opening import OpenedByAPerson
from hub.intake.receipts import Answer, Receipts, is_taken, repeated
from hub.intake.waiting import WaitingMessages
from hub.keys import KeyProvider
from hub.record.children import ChildRecord
from hub.record.companions import Companion

CLOSED = "closed"
NOT_CERTAIN = "the hub cannot be certain that these are the agency's words: ask the agency to send the message again"


class Desk(WaitingMessages):
    """The four acts. Whoever commits second on the same message gets a Conflict and has changed nothing."""

    def __init__(
        self,
        record: ChildRecord,
        keys: KeyProvider,
        schemas: EventSchemas,
        hub_id: str,
        opening_key: Jwk,
        area: str,
        clock: Callable[[], datetime],
        new_id: Callable[[], UUID],
        after: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(record, keys, OpenedByAPerson(hub_id, opening_key, schemas, area), IdPool(keys, new_id), clock)
        self._gate = Gate(hub_id, opening_key, schemas, area)
        self._receipts = Receipts(keys)
        self._jobs = Jobs(self, record, keys, clock)
        self._findings = RecordedFindings(record, keys, after)

    def judge(self, origin: SourceRef, finding: Finding, also: Sequence[Companion]) -> None:
        """Note what an agency said of a suspect message. Raises: NotFound."""
        self._findings.judge(origin, finding, also)

    def retry(self, item_id: str, work: Work) -> Worked:
        """Judge the kept bytes anew, by the same gate and the same filing as any message."""
        return self._jobs.do(Waiting.QUARANTINE, item_id, work, {"retry": item_id}, self._judge_anew)

    def file(self, item_id: str, choices: Sequence[Choice], work: Work) -> Worked:
        """File by hand, on the children whom a person names, what can be verified and read.

        Raises: Refused where it cannot; Invalid where a child of it is not decided. What is only context is kept of a
        child who is open to the hub alone, whoever files it (`design.md` decision 7).
        """
        act = {"file": [asdict(one) for one in choices]}
        return self._jobs.do(Waiting.QUARANTINE, item_id, work, act, lambda job: self._file_by_hand(job, choices))

    def close(self, item_id: str, work: Work) -> Worked:
        """End it: the sender's receipt says `closed`, and the reason."""
        return self._jobs.do(Waiting.QUARANTINE, item_id, work, {"close": work.reason}, self._close)

    def decide(self, item_id: str, choices: Sequence[Choice], work: Work) -> Worked:
        """File what was held, under the entry ids that its receipt promised; the receipt does not change.

        What is in no doubt is matched as ever. What is only context is filed as well, since it was accepted: a receipt
        that changed would tell its sender of a child of the same name.
        """
        act = {"decide": [asdict(one) for one in choices]}
        return self._jobs.do(Waiting.IDENTITY, item_id, work, act, lambda job: self._file_held(job, choices))

    def _judge_anew(self, job: Job) -> Ending:
        judged = job.reading.judged(job.row, self._gate)
        if isinstance(judged, Rejection):
            return self._still_waits(job, judged)
        prior = job.batch.prior(judged.origin)
        if prior is not None and is_taken(prior):
            return self._judge_again(job, judged, prior)
        job.batch.take(judged, job.at)
        receipt = job.batch.answers[self._name(judged)].receipt
        worked = Worked(receipt.outcome.value, tuple(entry.id for entry in receipt.entries))
        return Ending(worked, forget=receipt.outcome is ReceiptOutcome.NOT_ADMITTED)

    def _judge_again(self, job: Job, arrival: Arrival, prior: Answer) -> Ending:
        """Its source and id are taken: the same content needs no second filing, other content waits for a person."""
        if job.batch.digest(self._name(arrival)) != job.batch.hidden(arrival.digest):
            return Ending(Worked("still-waiting", title=CONTRADICTION.title), waits_for=CONTRADICTION)
        job.batch.deliver(arrival.record, repeated(prior))
        return Ending(Worked("duplicate", tuple(entry.id for entry in prior.receipt.entries)))

    def _still_waits(self, job: Job, rejection: Rejection) -> Ending:
        """Keep it; the sender hears of it again only where something else is wrong by now."""
        origin, subject = named(rejection)
        prior = job.batch.prior(origin)
        is_other = plain_problem(rejection.problem) != job.row.body["problem"]
        if is_other and job.reading.knows(rejection.agency_id) and (prior is None or not is_taken(prior)):
            receipt = next_receipt(origin, prior, ReceiptOutcome.QUARANTINED, job.at, problem=rejection.problem)
            job.batch.answer(job.row.record, Answer(receipt, rejection.agency_id, subject))
        return Ending(Worked("still-waiting", title=rejection.problem.title), waits_for=rejection.problem)

    def _file_by_hand(self, job: Job, choices: Sequence[Choice]) -> Ending:
        arrival = _certain(job)
        admitted = Admitted(chosen(job.batch.filing.matches(arrival), choices, every=True))
        named_children = tuple(one.child_id for one in choices if one.child_id is not None)
        is_context = bool(choices) and arrival.notes.admission == "contextual"
        if is_context and not job.batch.filing.is_open_to_sender(arrival, named_children):
            return self._not_admitted(job, arrival)
        prior = job.batch.prior(arrival.origin)
        if prior is not None and prior.receipt.outcome is ReceiptOutcome.ACCEPTED:
            entries = self._file_beside(job, arrival, admitted, prior)
        else:
            entries = self._file_and_answer(job, arrival, admitted, prior)
        return Ending(Worked("filed", tuple(entry.id for entry in entries)), children=named_children)

    def _file_beside(self, job: Job, arrival: Arrival, admitted: Admitted, prior: Answer) -> tuple[FiledEntry, ...]:
        """File it beside the event that took its source and id, as an event of its own; that receipt stands."""
        job.batch.deliver(arrival.record, repeated(prior))
        first = arrival.origin
        known = [match.child_id for match, _ in admitted.children if isinstance(match, Known)]
        derives = any(job.batch.filing.has(child_id, first) for child_id in known)
        return _filed(job, as_another_event(arrival, job.row.id, derives), admitted)

    def _file_and_answer(
        self, job: Job, arrival: Arrival, admitted: Admitted, prior: Answer | None
    ) -> tuple[FiledEntry, ...]:
        entries = _filed(job, arrival, admitted)
        job.batch.accept(arrival, prior, entries, job.at)
        return entries

    def _not_admitted(self, job: Job, arrival: Arrival) -> Ending:
        prior = job.batch.prior(arrival.origin)
        if prior is None or not is_taken(prior):
            job.batch.turn_away(arrival, prior, job.at)
        return Ending(Worked(ReceiptOutcome.NOT_ADMITTED.value), forget=True)

    def _file_held(self, job: Job, choices: Sequence[Choice]) -> Ending:
        arrival = _certain(job)
        admitted = Admitted(chosen(job.batch.filing.matches(arrival), choices))
        named_children = tuple(one.child_id for one in choices if one.child_id is not None)
        entries = _filed(job, arrival, admitted)
        return Ending(Worked("filed", tuple(entry.id for entry in entries)), children=named_children)

    def _close(self, job: Job) -> Ending:
        if job.reading.knows(job.row.agency_id):
            self._answer_closed(job, Problem(PROBLEMS + "closed", "Closed by a person", job.work.reason))
        return Ending(Worked(CLOSED))

    def _answer_closed(self, job: Job, problem: Problem) -> None:
        """Tell the sender; what was accepted under the same source and id stands as it was."""
        record, agency = job.row.record, job.row.agency_id
        origin, subject = named(Rejection(record, agency, readable(record), problem))
        prior = job.batch.prior(origin)
        if prior is not None and is_taken(prior):
            job.batch.deliver(record, repeated(prior, problem))
            return
        receipt = next_receipt(origin, prior, ReceiptOutcome.CLOSED, job.at, problem=problem)
        job.batch.answer(record, Answer(receipt, agency, subject))
        job.batch.digests[self._receipts.name(origin)] = job.batch.hidden(_digest(job))

    def _name(self, arrival: Arrival) -> str:
        return self._receipts.name(arrival.origin)


def _certain(job: Job) -> Arrival:
    """Return the message; Refused where it does not verify or open: nobody files that as the agency's words."""
    judged = job.reading.judged(job.row)
    if isinstance(judged, Rejection):
        raise Refused(NOT_CERTAIN)
    return judged


def _filed(job: Job, arrival: Arrival, admitted: Admitted) -> tuple[FiledEntry, ...]:
    """File as a person said; the index learns of it only what contradicts nothing."""
    filing = job.batch.filing
    filing.learn = filing.index.learn_decided
    return filing.file(arrival, admitted, job.at)


def _digest(job: Job) -> str:
    """Return the content by which a copy of a message is known; of one that cannot be read, its bytes."""
    judged = job.reading.judged(job.row)
    return judged.digest if isinstance(judged, Arrival) else hashlib.sha256(job.row.record.value).hexdigest()
