"""One act of a person on one message that waits: what it works with, and how everything it causes is committed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from eventsourcing.persistence import IntegrityError, StoredEvent
from eventsourcing.utils import retry

from exchange.receipts import Problem
from hub.access.waiting import Waiting, Work, Worked
from hub.domain.errors import Conflict, NotFound
from hub.intake.batch import Batch
from hub.intake.kept import plain_problem
from hub.intake.recorded_time import RecordedTime
from hub.intake.waiting import TABLES, Reading, WaitingMessages
from hub.intake.waiting_rows import WAITING, WORKED_ALREADY, WaitingRow, WaitingRows
from hub.keys import KeyProvider
from hub.record.children import ChildRecord
from hub.record.companions import Companion
from hub.record.database import Cursor

NO_SUCH_MESSAGE = "There is no such message, or none that you may know of."


@dataclass(slots=True)
class Job:
    """One act on one message: its row, who does it, what was asked, and the batch that collects what it writes."""

    row: WaitingRow
    work: Work
    act: Mapping[str, Any]
    reading: Reading
    batch: Batch
    at: datetime


@dataclass(frozen=True, slots=True)
class Ending:
    """What came of it. `forget`: nothing of the message is kept. `waits_for`: it waits on, for this problem.
    `children` are those on whom a person filed it."""

    worked: Worked
    forget: bool = False
    waits_for: Problem | None = None
    children: tuple[str, ...] = ()


class Jobs:
    """Does an act in one snapshot and commits it whole, or not at all where somebody else was first."""

    def __init__(
        self, messages: WaitingMessages, record: ChildRecord, keys: KeyProvider, clock: Callable[[], datetime]
    ) -> None:
        self._messages = messages
        self._record = record
        self._keys = keys
        self._rows = WaitingRows(keys)
        self._time = RecordedTime(clock)

    def do(
        self, kind: Waiting, item_id: str, work: Work, act: Mapping[str, Any], step: Callable[[Job], Ending]
    ) -> Worked:
        """Do one act.

        Raises:
            NotFound: there is no such message.
            Conflict: somebody else has worked it, or keeps writing what this would write.
        """
        try:
            worked: Worked = self._do(kind, item_id, work, act, step)
        except IntegrityError as error:
            raise Conflict(WORKED_ALREADY) from error
        return worked

    @retry((Conflict, IntegrityError), max_attempts=6, wait=0.02, stall=0)
    def _do(
        self, kind: Waiting, item_id: str, work: Work, act: Mapping[str, Any], step: Callable[[Job], Ending]
    ) -> Worked:
        """A message may be filed on the same child meanwhile: the act is begun anew, its audit record with it."""
        with self._record.database.read() as cursor:
            row = self._rows.one(cursor, TABLES[kind], item_id)
            if row is None:
                raise NotFound(NO_SUCH_MESSAGE)
            if row.state == WAITING:
                job = self._begun(cursor, row, work, act)
                ending = step(job)
        return self._commit(job, ending) if row.state == WAITING else self._done_before(row, work, act)

    def _begun(self, cursor: Cursor, row: WaitingRow, work: Work, act: Mapping[str, Any]) -> Job:
        self._time.catch_up(cursor)
        reading = self._messages.reading(cursor)
        return Job(row, work, act, reading, Batch(cursor, reading.filing, self._keys), self._time.next())

    def _done_before(self, row: WaitingRow, work: Work, act: Mapping[str, Any]) -> Worked:
        """Answer the same person's same act as before, on record; tell anybody else that it has been worked."""
        done = row.body.get("done", {})
        if (done.get("by"), done.get("act")) != (work.by, act):
            raise Conflict(WORKED_ALREADY)
        with self._record.database.write() as cursor:
            work.record(done["children"])(cursor, [])
        return Worked(done["state"], tuple(done["entries"]))

    def _commit(self, job: Job, ending: Ending) -> Worked:
        """Write events, receipt, delivery, the row's mark and the audit record in one transaction."""
        companions: list[Companion] = [
            partial(self._mark, job, ending),
            partial(_free_closed_names, job),
            partial(job.batch.write, ()),
            self._time.keep,
            job.work.record(ending.children),
        ]
        self._record.save(*job.batch.filing.changed.values(), companions=companions)
        return ending.worked

    def _mark(self, job: Job, ending: Ending, cursor: Cursor, _: Sequence[StoredEvent]) -> None:
        if ending.forget:
            self._rows.forget(cursor, job.row)
        elif ending.waits_for is not None:
            self._rows.mark(cursor, job.row, WAITING, {"problem": plain_problem(ending.waits_for)})
            self._rows.note_problem(cursor, job.row, ending.waits_for.code)
        else:
            self._rows.mark(cursor, job.row, ending.worked.state, {"done": _done(job, ending)})


def _done(job: Job, ending: Ending) -> dict[str, Any]:
    return {
        "by": job.work.by,
        "at": job.at.isoformat(),
        "reason": job.work.reason,
        "act": dict(job.act),
        "state": ending.worked.state,
        "entries": ending.worked.entries,
        "children": ending.children,
    }


def _free_closed_names(job: Job, cursor: Cursor, _: Sequence[StoredEvent]) -> None:
    """Let a message that was closed be filed after all: its source and id are taken anew in this transaction."""
    for name in job.batch.digests:
        cursor.execute(
            "DELETE FROM message WHERE message=? AND EXISTS "
            "(SELECT 1 FROM receipt WHERE receipt.message=message.message AND outcome='closed')",
            (name,),
        )
