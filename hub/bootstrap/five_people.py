"""What each of five people sees of the sample family: asked for through the one door, as they would, and on record."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from demo.people import Child
from hub.access import Access, Asked, Filters, Viewer
from hub.domain.vocabulary import Purpose, Shown
from hub.identity.find import SearchQuery

REASON = "The sample day: what this person sees"
WHOLE = Filters(limit=1000)
READ = (Shown.FULL, Shown.MASKED)
MISSED = ("was-not-brought", "missed-appointment")

Entries = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Sight:
    """One reader's chronology of one child; `name` is the child's given name."""

    name: str
    entries: Entries

    def count(self, *shown: Shown) -> int:
        """Return how many entries are shown in one of these ways."""
        kinds = Counter(entry["shown"] for entry in self.entries)
        return sum(kinds[kind] for kind in shown)

    def agencies(self) -> int:
        """Return how many agencies the entries come from."""
        return len({entry["agency"] for entry in self.entries if "agency" in entry})

    def of(self, *categories: str) -> int:
        """Return how many entries that are read are of these categories."""
        return sum(entry.get("category") in categories for entry in self.entries)

    def lacks(self, other: "Sight") -> int:
        """Return how many entries another reader has that do not exist here in any form but a mark."""
        return len(other.ids - self.ids) - self.count(Shown.MARKED)

    @property
    def ids(self) -> frozenset[str]:
        """The entries that exist for this reader; a mark has an id of its own."""
        return frozenset(entry["id"] for entry in self.entries if entry["shown"] != Shown.MARKED)


class FivePeople:
    """Asks as each of the five, and puts into plain lines what they get."""

    def __init__(self, access: Access, viewers: Mapping[str, Viewer], family: Mapping[str, Child]) -> None:
        self._access = access
        self._viewers = viewers
        self._family = family

    def lines(self) -> list[tuple[str, str]]:
        """Return a line or two for each person, by user id, in the order in which the story is best read."""
        worker = self._sight("sw-asha", Purpose.ENQUIRY_S47, "rowan")
        return [
            ("sw-asha", _social_worker(worker)),
            ("dsl-morgan", _school_lead(self._sight("dsl-morgan", Purpose.SCHOOL_SAFEGUARDING, "rowan"), worker)),
            ("det-kaur", _officer(self._sight("det-kaur", Purpose.ENQUIRY_S47, "rowan"), worker)),
            ("hv-bell", _health_visitor(self._sight("hv-bell", Purpose.DIRECT_CARE, "finn"))),
            ("ig-okafor", self._ig_lead()),
        ]

    def _sight(self, user: str, purpose: Purpose, name: str) -> Sight:
        viewer, child = self._viewers[user], self._family[name]
        asked = Asked(purpose, REASON, channel="cli")
        query = SearchQuery(identifiers=(("nhs-number", child.nhs_number),))
        found: Any = self._access.search(viewer, asked, query).answer["children"]
        if not found:
            return Sight(child.given, ())
        answer: Any = self._access.chronology(viewer, asked, found[0]["child_id"], WHOLE).answer
        return Sight(child.given, answer["entries"])

    def _ig_lead(self) -> str:
        answer: Any = self._access.audit_records(
            self._viewers["ig-okafor"], Asked(Purpose.AUDIT, REASON, channel="cli")
        )
        looks = len(answer.answer["records"])
        return (
            f"reads no entry of any child, but every look by the council's own staff ({looks} so far): who, why, and by"
            " which rules. Nobody can change that log unseen: `hub audit verify` proves it."
        )


def _social_worker(sight: Sight) -> str:
    return (
        f"reads {sight.count(*READ)} entries of {sight.name} from {sight.agencies()} agencies side by side: two"
        " accounts of one injury, and the small things of which each agency held a few. Only together do they say much."
    )


def _school_lead(sight: Sight, worker: Sight) -> str:
    return (
        f"reads {sight.count(*READ)}: the school's own, the plan, the police's notices after an incident."
        f" {in_part(sight)} and whom to ring;"
        f" {sight.count(Shown.MARKED)} is marked as held. {sight.lacks(worker)} do not exist here, not even as a gap."
    )


def _officer(sight: Sight, worker: Sight) -> str:
    same = "the same" if sight.ids == worker.ids else "all but a few of the"
    return (
        f"reads {sight.count(*READ)}, {same} entries as the social worker, among them what is kept from the school and"
        " the family. Keeps it so, reviews it, and releases it when the arrest is made."
    )


def _health_visitor(sight: Sight) -> str:
    return (
        f"reads {sight.count(*READ)} of {sight.name}, the younger brother: {sight.of(*MISSED)} missed appointments that"
        f" make a pattern, and the plan. {in_part(sight)}."
    )


def in_part(sight: Sight) -> str:
    """Of how many more entries there is an outline, and of how many nothing but who holds them."""
    outlines, pointers = sight.count(Shown.SUMMARY), sight.count(Shown.POINTER)
    if not outlines:
        return f"Of {pointers} more only who holds something"
    return f"Of {outlines} more the outline; of {pointers} only who holds something"
