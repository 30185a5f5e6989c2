"""The desk: takes one message after another, puts what follows from it into the outbox, and remembers it for the next.

What is put and what is remembered are committed at once, so that a connector that is killed knows as much as it said.
"""

from dataclasses import dataclass
from datetime import datetime

from connectors.drafts import Draft, Item, LeftOut, Refused, Unusable
from connectors.hl7 import heading
from connectors.hl7.files import RawMessage
from connectors.hl7.message import Message, parse
from connectors.hl7.told import HEARD_KEPT, Memo, Remembered, VisitDraft, heard_name
from connectors.hl7.translate import translated
from connectors.sending import Put, Sender, Taken

SENT = "sent"
"""What a message came to that an event was made of; any other word is why it was left out."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Under which name a message is known again, and the keyed hash of its bytes."""

    name: str
    digest: str


class Desk:
    """Takes the messages of one agency; those that say that they are tests only where `accept_test` is set."""

    def __init__(self, sender: Sender, now: datetime, *, accept_test: bool = False) -> None:
        self._sender = sender
        self._accept_test = accept_test
        self._told = Remembered(sender)
        sender.outbox.memory.forget_old(now)

    def take(self, raw: RawMessage, now: datetime) -> Taken:
        """Return what became of a message, once that is durable; the same message again comes to the same."""
        place = f"message {raw.number}"
        try:
            message = parse(raw)
            if not self._accept_test:
                heading.require_real(message)
            heard = self._heard(raw, message)
            return self._known(place, heard) or self._settled(translated(place, message, self._told), heard, now)
        except Unusable as unusable:
            return Taken(Refused(place, (unusable.reason,)))

    def _heard(self, raw: RawMessage, message: Message) -> Heard:
        name = heard_name(heading.system(message), heading.control_id(message))
        return Heard(name, self._sender.folder.subject_of("content\0" + raw.content.decode("latin-1")))

    def _known(self, place: str, heard: Heard) -> Taken | None:
        before = self._told.recall(heard.name)
        if before is None or before["digest"] != heard.digest:
            return None
        return Taken(LeftOut(place, before["came_to"]), Put.SENT_BEFORE if before["came_to"] == SENT else None)

    def _settled(self, item: Item, heard: Heard, now: datetime) -> Taken:
        with self._sender.outbox.together():
            put = self._sender.send(item, now) if isinstance(item, Draft) else None
            if isinstance(item, Refused) or isinstance(put, Refused):
                return Taken(item, put)
            if isinstance(item, VisitDraft):
                self._remember(item, put, now)
            came_to = item.reason if isinstance(item, LeftOut) else SENT
            self._told.note(Memo(heard.name, {"digest": heard.digest, "came_to": came_to}, HEARD_KEPT), now)
        return Taken(item, put)

    def _remember(self, draft: VisitDraft, put: Put | Refused | None, now: datetime) -> None:
        """Note what a draft leaves to remember; of one sent before, only what is not known: newer facts may be."""
        for memo in draft.memos:
            if put is Put.SENT or self._told.recall(memo.name) is None:
                self._told.note(memo, now)
