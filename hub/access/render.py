"""One entry as the contract shows it: the labels that its tier allows, the permitted fields, and why it is shown."""

from collections.abc import Mapping

from hub.access.look import Seen
from hub.access.order import in_json
from hub.domain.chronology import Occurred
from hub.domain.vocabulary import Shown
from hub.views.model import AgencyRow

NOT_IN_AN_ENTRY = frozenset({"identity", "addresses"})
WITH_CATEGORY = frozenset({Shown.FULL, Shown.MASKED, Shown.SUMMARY})
MARKED_TEXT = "Something is held that is not shown here. Before you act, ring the duty line."

Json = dict[str, object]


def entry(seen: Seen, content: Mapping[str, object], agency: AgencyRow | None) -> Json:
    """Return a visible entry. A pointer says which agency holds something since when, and whom to ring."""
    labels, verdict = seen.row.labels, seen.verdict
    shown: Json = {
        "id": labels.entry_id,
        "occurred": occurred(labels.occurred),
        "recorded": in_json(labels.recorded),
        "agency": labels.agency,
        "agency_name": agency.name if agency else labels.agency,
        "contact": agency.duty_contact if agency else "",
        "state": labels.state,
        "shown": verdict.shown,
        "because": sorted(verdict.because),
        "masks": sorted(verdict.masks),
    }
    if verdict.shown in WITH_CATEGORY:
        shown |= {"category": labels.category, "significant": labels.significant}
    return shown | {name: value for name, value in content.items() if name not in NOT_IN_AN_ENTRY}


def marked(mark: str, duty_line: str) -> Json:
    """Return the fixed line that something is held: no date, no agency, no category (`security.md` 3.6)."""
    return {"id": mark, "shown": Shown.MARKED, "text": MARKED_TEXT, "contact": duty_line}


def occurred(when: Occurred) -> Json:
    """Return when it happened, a range where `to` is there."""
    told: Json = {"from": when.start, "precision": when.precision}
    return told if when.until is None else told | {"to": when.until}
