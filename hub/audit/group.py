"""Group commit: callers that come together share one transaction, and each returns once its own item is durable."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Item = TypeVar("Item")


def _held() -> threading.Lock:
    lock = threading.Lock()
    lock.acquire()
    return lock


@dataclass
class _Ticket(Generic[Item]):
    """One caller's item. `word` is let go once for the caller: the item is done, or the caller is to lead."""

    item: Item
    word: threading.Lock = field(default_factory=_held)
    done: bool = False
    failure: Exception | None = None


class GroupCommit(Generic[Item]):
    """Hands waiting items to `commit`, one batch at a time, in the order they came.

    Whoever comes while nobody commits leads: commits all that wait, and then has the first who came meanwhile lead.
    Everybody else sleeps until their own item is done, so that a batch ends with as many steps as it has items.
    A batch fails as a whole: `submit` raises the same failure for each of its items.
    """

    def __init__(self, commit: Callable[[Sequence[Item]], None]) -> None:
        self._commit = commit
        self._waiting: list[_Ticket[Item]] = []
        self._is_led = False
        self._joining = threading.Lock()

    def submit(self, item: Item) -> None:
        """Return once `commit` has returned for a batch with this item; raise what it raised."""
        ticket = _Ticket(item)
        if not self._joins(ticket):
            ticket.word.acquire()
        if not ticket.done:
            self._lead()
        if ticket.failure is not None:
            raise ticket.failure

    def _joins(self, ticket: _Ticket[Item]) -> bool:
        """Let a ticket wait; say whether its caller is to lead, since nobody does."""
        with self._joining:
            self._waiting.append(ticket)
            leads, self._is_led = not self._is_led, True
        return leads

    def _lead(self) -> None:
        with self._joining:
            batch, self._waiting = self._waiting, []
        failure: Exception | None = RuntimeError("the commit of this batch was broken off")
        try:
            self._commit([ticket.item for ticket in batch])
            failure = None
        except Exception as error:  # noqa: BLE001 (whatever it is, each caller of the batch raises it)
            failure = error
        finally:
            self._end(batch, failure)

    def _end(self, batch: Sequence[_Ticket[Item]], failure: Exception | None) -> None:
        """Tell each of a batch, once the next leader is told."""
        for ticket in batch:
            ticket.done, ticket.failure = True, failure
        with self._joining:
            self._is_led = bool(self._waiting)
            following = self._waiting[:1]
        for ticket in (*following, *batch):
            ticket.word.release()
