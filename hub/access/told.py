"""A waiting message as one reader may see it: the entries that it would become, through the same rules as any other.

What is born withheld from the reader does not exist for them, though it stands on no chronology yet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from hub.access.asked import Asked, Viewer
from hub.access.content import Contents
from hub.access.door import Door
from hub.access.known import binding_whole, is_within_narrow
from hub.access.log import disclosed_entry
from hub.access.look import Look, look
from hub.access.order import Json
from hub.access.render import entry
from hub.access.rows import rows
from hub.access.seen import Seen
from hub.access.waiting import ToldChild, WaitingMessage
from hub.access.who import identity
from hub.audit import DisclosedEntry
from hub.domain.vocabulary import Shown
from hub.record.contents import SealedContent
from hub.views.model import AgencyRow, ChildFile, EntryRow


@dataclass(frozen=True, slots=True)
class ToldSight:
    """One child of a message, and what this reader may see of what is told of them."""

    told: ToldChild
    sight: Look
    contents: "ToldContents"

    @property
    def identity(self) -> Json:
        """Who the message says the child is, as far as this reader may know it."""
        return identity(self.sight.tellers, self.contents)

    @property
    def tells_who(self) -> bool:
        """Whether this reader's purpose shows who the message says the child is."""
        return any("identity" in self.contents.of(seen) for seen in self.sight.seen)

    def entry(self, agencies: Mapping[str, AgencyRow]) -> Json | None:
        """The entry that it would become, as far as this reader may see it; None where they may see nothing."""
        return next((entry(row, self.contents, agencies) for row in rows(self.sight.seen)), None)

    @property
    def disclosed(self) -> list[DisclosedEntry]:
        """The audit's line of what is shown of it."""
        return [disclosed_entry(seen, self.told.withholdings) for seen in self.sight.seen]


class ToldContents(Contents):
    """The content of an entry that is not filed yet: only the fields that the policy permits."""

    def __init__(self, door: Door, content: Mapping[str, object]) -> None:
        super().__init__(door)
        self._content = content

    def of(self, seen: Seen) -> Mapping[str, object]:
        """Return the permitted fields."""
        if seen.verdict.shown in (Shown.MARKED, Shown.HIDDEN):
            return {}
        return {name: self._content[name] for name in seen.verdict.fields if self._content.get(name) is not None}


def is_there(message: WaitingMessage, viewer: Viewer) -> bool:
    """Say whether a waiting message exists for this reader.

    Not where any part of it is withheld from them as a whole, silently or marked; nor, but for its own agency and the
    duty manager, where it asks for something to be withheld and nobody can read from whom.
    """
    if message.withholds_unread and not is_within_narrow(message.agency, viewer):
        return False
    return not any(binding_whole(_file(told), told.labels, viewer) for told in message.told)


def is_sealed(message: WaitingMessage) -> bool:
    """Say whether the message holds something back from anybody, so that its own existence is to be kept close."""
    return message.withholds_unread or any(told.withholdings for told in message.told)


def sights(door: Door, viewer: Viewer, asked: Asked, told: Iterable[ToldChild]) -> list[ToldSight]:
    """Decide what this reader may see of each child's account. Raises PolicyError: then nothing is shown."""
    return [
        ToldSight(one, look(door, viewer, asked, _file(one), door.clock()), ToldContents(door, one.content))
        for one in told
    ]


def _file(told: ToldChild) -> ChildFile:
    """Return the entry as the only one of a file; what it inherits is among its withholdings already."""
    labels = replace(told.labels, derived_from=(), amends=None)
    sealed = SealedContent("", labels.entry_id, labels.version, b"", b"", None)
    return ChildFile("waiting", (EntryRow(labels, sealed),), {labels.entry_id: told.withholdings}, (), ())
