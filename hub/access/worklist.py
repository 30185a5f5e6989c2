"""The door to what waits for a person: two lists, and what is done with each message of them."""

from collections.abc import Sequence

from hub.access import judging, quarantine, reviews, suspects
from hub.access.asked import Asked, Disclosed, Viewer
from hub.access.door import Door
from hub.access.waiting import Choice


class Worklist:
    """For the front door of the area's children's social care; Refused for everybody else.

    Every method may raise PolicyError or AuditError: then nothing is shown and nothing is done.
    """

    def __init__(self, door: Door) -> None:
        self._rooms = door

    @property
    def _door(self) -> Door:
        """The rooms, for whoever may read now; ClosedAfterRestore while readers wait."""
        self._rooms.must_be_open()
        return self._rooms

    def quarantine(self, viewer: Viewer, asked: Asked, agency: str | None = None) -> Disclosed:
        """What could not be accepted, of one agency or of all."""
        return quarantine.quarantine(self._door, viewer, asked, agency)

    def quarantined(self, viewer: Viewer, asked: Asked, item_id: str) -> Disclosed:
        """One message that could not be accepted. Raises: NotFound."""
        return quarantine.quarantined(self._door, viewer, asked, item_id)

    def retry(self, viewer: Viewer, asked: Asked, item_id: str, reason: str) -> Disclosed:
        """Judge it anew. Raises: NotFound, Conflict."""
        return quarantine.retry(self._door, viewer, asked, item_id, reason)

    def file(self, viewer: Viewer, asked: Asked, item_id: str, choices: Sequence[Choice], reason: str) -> Disclosed:
        """File it by hand. Raises: NotFound, Invalid, Conflict."""
        return quarantine.file(self._door, viewer, asked, item_id, choices, reason)

    def close(self, viewer: Viewer, asked: Asked, item_id: str, reason: str) -> Disclosed:
        """End it; the agency is told the reason. Raises: NotFound, Conflict."""
        return quarantine.close(self._door, viewer, asked, item_id, reason)

    def suspects(self, viewer: Viewer, asked: Asked) -> Disclosed:
        """The entries that may not be their agency's word."""
        return suspects.suspects(self._door, viewer, asked)

    def judge_suspect(self, viewer: Viewer, asked: Asked, entry_id: str, answer: judging.Answer) -> Disclosed:
        """Note what the agency said of one of them. Raises: NotFound."""
        return judging.judge(self._door, viewer, asked, entry_id, answer)

    def reviews(self, viewer: Viewer, asked: Asked, agency: str | None = None) -> Disclosed:
        """What is held until somebody says which child is meant."""
        return reviews.reviews(self._door, viewer, asked, agency)

    def review(self, viewer: Viewer, asked: Asked, item_id: str) -> Disclosed:
        """One message that is held. Raises: NotFound."""
        return reviews.review(self._door, viewer, asked, item_id)

    def decide(self, viewer: Viewer, asked: Asked, item_id: str, choices: Sequence[Choice], reason: str) -> Disclosed:
        """Say which child is meant. Raises: NotFound, Invalid, Conflict."""
        return reviews.decide(self._door, viewer, asked, item_id, choices, reason)
