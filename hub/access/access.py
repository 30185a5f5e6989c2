"""THE one door out: every page, answer, export and notice about a child is asked for here and nowhere else.

request -> policy decides -> withhold and mask -> audit record is durable -> answer.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hub.access import auditing, withheld_acts, withhold, withholdings
from hub.access.asked import Asked, Disclosed, Filters, Viewer
from hub.access.caseload import caseload
from hub.access.chronology import chronology
from hub.access.door import Door
from hub.access.feedback import Raised, feedback
from hub.access.household import household
from hub.access.index import index
from hub.access.purposes import offered
from hub.access.search import search
from hub.access.worklist import Worklist
from hub.audit import Action
from hub.domain.vocabulary import Purpose
from hub.identity.find import SearchQuery


class Access:
    """What may be asked. Each answer's audit record is durable before it is returned.

    Every method may raise PolicyError or AuditError: then nothing is shown.
    """

    def __init__(self, door: Door) -> None:
        self._rooms = door
        self.worklist = Worklist(door)

    @property
    def _door(self) -> Door:
        """The rooms, for whoever may read now; ClosedAfterRestore while readers wait."""
        self._rooms.must_be_open()
        return self._rooms

    def chronology(self, viewer: Viewer, asked: Asked, child_id: str, filters: Filters | None = None) -> Disclosed:
        """One page of a child's visible chronology. Raises: Refused, NotFound, Invalid."""
        return chronology(self._door, viewer, asked, child_id, filters or Filters())

    def export(self, viewer: Viewer, asked: Asked, child_id: str, filters: Filters | None = None) -> Disclosed:
        """All pages of a child's visible chronology at once, for paper or a file. Raises: Refused, NotFound."""
        whole = replace(filters or Filters(), cursor=None, limit=None)
        return chronology(self._door, viewer, asked, child_id, whole, Action.EXPORT)

    def household(self, viewer: Viewer, asked: Asked, child_id: str, filters: Filters | None = None) -> Disclosed:
        """A child's brothers and sisters as far as visible, and all their chronologies as one.

        Raises: Refused, NotFound, Invalid, as `chronology` does.
        """
        return household(self._door, viewer, asked, child_id, filters or Filters())

    def identity(self, viewer: Viewer, asked: Asked, child_id: str) -> Disclosed:
        """Who a child is and who is involved. Raises: Refused, NotFound."""
        return index(self._door, viewer, asked, child_id)

    def search(self, viewer: Viewer, asked: Asked, query: SearchQuery) -> Disclosed:
        """The children whom a look-up means, as far as visible. Raises: Refused, Invalid."""
        return search(self._door, viewer, asked, query)

    def purposes(self, viewer: Viewer) -> Sequence[Purpose]:
        """The purposes for which the policy could answer the viewer's role; nothing of any child."""
        return offered(self._door, viewer)

    def caseload(self, viewer: Viewer, asked: Asked) -> Disclosed:
        """The viewer's own children. Raises: Refused."""
        return caseload(self._door, viewer, asked)

    def feedback(self, viewer: Viewer, asked: Asked, raised: Raised) -> Disclosed:
        """The outcomes of what the viewer raised, by name of each concern, as far as they may be told."""
        return feedback(self._door, viewer, asked, raised)

    def audit_records(
        self, viewer: Viewer, asked: Asked, *, person: str | None = None, cursor: str | None = None, limit: int = 50
    ) -> Disclosed:
        """The log of accesses as the viewer, an IG lead, may see it. Raises: Refused."""
        return auditing.audit_records(self._door, viewer, asked, person=person, cursor=cursor, limit=limit)

    def place_withholding(self, viewer: Viewer, asked: Asked, child_id: str, wanted: withhold.Wanted) -> Disclosed:
        """Withhold entries from an audience. Raises: Refused, NotFound, Invalid."""
        return withhold.place(self._door, viewer, asked, child_id, wanted)

    def preview_withholding(self, viewer: Viewer, asked: Asked, child_id: str, wanted: withhold.Wanted) -> Disclosed:
        """Who has seen what would be withheld; nothing is placed. Raises: as `place_withholding`."""
        return withhold.preview(self._door, viewer, asked, child_id, wanted)

    def withholdings(self, viewer: Viewer, asked: Asked) -> Disclosed:
        """The withholdings that the viewer answers for. Raises: Refused."""
        return withholdings.listed(self._door, viewer, asked)

    def withholding(self, viewer: Viewer, asked: Asked, child_id: str, withholding_id: str) -> Disclosed:
        """One withholding that the viewer answers for. Raises: Refused, NotFound."""
        return withholdings.one(self._door, viewer, asked, child_id, withholding_id)

    def approve_withholding(self, viewer: Viewer, asked: Asked, child_id: str, withholding_id: str) -> Disclosed:
        """Approve a withholding as the second person. Raises: Refused, NotFound."""
        return withheld_acts.approve(self._door, viewer, asked, child_id, withholding_id)

    def decline_withholding(self, viewer: Viewer, asked: Asked, child_id: str, withholding_id: str) -> Disclosed:
        """Refuse to approve a withholding. Raises: Refused, NotFound."""
        return withheld_acts.decline(self._door, viewer, asked, child_id, withholding_id)

    def review_withholding(
        self, viewer: Viewer, asked: Asked, child_id: str, withholding_id: str, review_by: date
    ) -> Disclosed:
        """Keep a withholding until its next review. Raises: Refused, NotFound."""
        return withheld_acts.review(self._door, viewer, asked, child_id, withholding_id, review_by)

    def release_withholding(self, viewer: Viewer, asked: Asked, child_id: str, withholding_id: str) -> Disclosed:
        """End a withholding. Raises: Refused, NotFound."""
        return withheld_acts.release(self._door, viewer, asked, child_id, withholding_id)
