"""What was told before: which event a visit was told in, how it reads by now, and which patients the hub knows of."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from connectors.drafts import Draft
from connectors.sending import Sender
from exchange.receipts import ReceiptOutcome
from exchange.strict_json import JsonObject

VISITS_KEPT = timedelta(days=92)
"""How long a visit and its patient are remembered after the last message about them."""

HEARD_KEPT = timedelta(days=14)
"""How long a message is known again: longer than any feed was ever down."""


@dataclass(frozen=True, slots=True)
class Telling:
    """The event that told of a visit, and how it would read today.

    `data` holds the facts of every message since; `as_of` is when the hospital recorded the newest of them;
    `earlier` is the telling that this one came after (the attendance before an admission), as it is remembered.
    """

    id: str
    data: JsonObject
    as_of: str
    withdrawn: bool = False
    earlier: JsonObject | None = None

    def to_data(self) -> JsonObject:
        kept = {"id": self.id, "data": self.data, "as_of": self.as_of, "withdrawn": self.withdrawn}
        return {**kept, "earlier": self.earlier}

    @property
    def local_ref(self) -> str:
        """The patient that was told of, by the hospital's own number."""
        reference: str = self.data["children"][0]["local_ref"]
        return reference


@dataclass(frozen=True, slots=True)
class Memo:
    """What to remember once a draft is in the outbox; without content: forget it."""

    name: str
    content: JsonObject | None
    keep: timedelta = VISITS_KEPT


@dataclass(frozen=True, slots=True)
class VisitDraft(Draft):
    """A draft, and what is to be remembered with it."""

    memos: tuple[Memo, ...] = ()


class Told(Protocol):
    """What translation asks of the past."""

    def visit(self, system: str, number: str) -> Telling | None:
        """Return what was told of a visit last; None where nothing was."""

    def merged(self, system: str, reference: str) -> list[str] | None:
        """Return the references that were merged into a patient told of; None where the hub was not told of them."""

    def is_admitted(self, system: str, event_id: str) -> bool:
        """Return whether the hub holds an event, or may yet: false only after the receipt `not-admitted`."""

    def source(self, system: str) -> str:
        """Return the `source` of a system's events."""


class NothingTold:
    """No past: what a message comes to by itself."""

    def visit(self, system: str, number: str) -> Telling | None:  # noqa: ARG002 (no past, whatever is asked)
        return None

    def merged(self, system: str, reference: str) -> list[str] | None:  # noqa: ARG002 (as above)
        return None

    def is_admitted(self, system: str, event_id: str) -> bool:  # noqa: ARG002 (as above)
        return True

    def source(self, system: str) -> str:
        return f"urn:agency:nobody:{system}"


class Remembered:
    """The past as the agency's outbox remembers it. Names are keyed hashes: they tell of no visit and no patient."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._memory = sender.outbox.memory

    def visit(self, system: str, number: str) -> Telling | None:
        found = self.recall(visit_name(system, number))
        return Telling(**found) if found else None

    def merged(self, system: str, reference: str) -> list[str] | None:
        found = self.recall(patient_name(system, reference))
        return list(found["merged"]) if found else None

    def is_admitted(self, system: str, event_id: str) -> bool:
        kept = self._sender.outbox.find(self.source(system), event_id)
        return kept is None or kept.outcome is not ReceiptOutcome.NOT_ADMITTED

    def source(self, system: str) -> str:
        return f"urn:agency:{self._sender.folder.agency_id}:{system}"

    def recall(self, name: str) -> JsonObject | None:
        """Return what is remembered under a name."""
        return self._memory.recall(self._hashed(name))

    def note(self, memo: Memo, now: datetime) -> None:
        """Remember or forget."""
        if memo.content is None:
            self._memory.forget(self._hashed(memo.name))
        else:
            self._memory.remember(self._hashed(memo.name), memo.content, now + memo.keep)

    def _hashed(self, name: str) -> str:
        return self._sender.folder.subject_of(name)


def visit_name(system: str, number: str) -> str:
    """Return the name that a visit is remembered under."""
    return f"visit\0{system}\0{number}"


def patient_name(system: str, reference: str) -> str:
    """Return the name that a patient is remembered under."""
    return f"patient\0{system}\0{reference}"


def heard_name(system: str, control_id: str) -> str:
    """Return the name that a message is remembered under."""
    return f"heard\0{system}\0{control_id}"
