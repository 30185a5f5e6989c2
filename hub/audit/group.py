"""Group commit: callers that come together share one transaction, and each returns once its own item is durable."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass
class _Ticket(Generic[Item]):
    item: Item
    done: bool = False
    failure: Exception | None = None


class GroupCommit(Generic[Item]):
    """Hands waiting items to `commit`, one batch at a time, in the order they came.

    A batch fails as a whole: `submit` raises the same failure for each of its items.
    """

    def __init__(self, commit: Callable[[Sequence[Item]], None]) -> None:
        self._commit = commit
        self._waiting: list[_Ticket[Item]] = []
        self._joining = threading.Lock()
        self._committing = threading.Lock()

    def submit(self, item: Item) -> None:
        """Return once `commit` has returned for a batch with this item; raise what it raised."""
        ticket = _Ticket(item)
        with self._joining:
            self._waiting.append(ticket)
        with self._committing:
            if not ticket.done:
                self._commit_waiting()
        if ticket.failure is not None:
            raise ticket.failure

    def _commit_waiting(self) -> None:
        with self._joining:
            batch, self._waiting = self._waiting, []
        failure: Exception | None = RuntimeError("the commit of this batch was broken off")
        try:
            self._commit([ticket.item for ticket in batch])
            failure = None
        except Exception as error:
            failure = error
            raise
        finally:
            for ticket in batch:
                ticket.done, ticket.failure = True, failure
