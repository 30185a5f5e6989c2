"""One entry as the contract shows it: the labels that its tier allows, the permitted fields, and why it is shown."""

from collections.abc import Mapping

from hub.access.content import Contents
from hub.access.look import Seen
from hub.access.order import in_json
from hub.access.rows import Row
from hub.domain.chronology import Amendment, Occurred
from hub.domain.vocabulary import AmendmentKind, Shown
from hub.views.model import AgencyRow

NOT_IN_AN_ENTRY = frozenset({"identity", "addresses"})
OF_AN_AMENDMENT = frozenset({"author", "headline"})
MARKED_TEXT = "Something is held that is not shown here. Before you act, ring the duty line."

Json = dict[str, object]
Agencies = Mapping[str, AgencyRow]


def entry(row: Row, contents: Contents, agencies: Agencies) -> Json:
    """Return a row. A pointer says which agency holds something since when, and whom to ring.

    `recorded` is when the hub learned it, `noted` when the agency's own system first recorded it; `noted_ahead` where
    that system's clock was ahead by then.
    """
    labels, verdict = row.labels, row.entry.verdict
    agency = agencies.get(labels.agency)
    shown: Json = {
        "id": row.entry.row.labels.entry_id,
        "occurred": occurred(labels.occurred),
        "recorded": in_json(labels.recorded),
        "agency": labels.agency,
        "agency_name": agency.name if agency else labels.agency,
        "contact": agency.duty_contact if agency else "",
        "state": row.state if row.is_told else row.entry.row.labels.state,
        "shown": verdict.shown,
        "because": sorted(verdict.because),
        "masks": sorted(verdict.masks),
    }
    shown |= suspect(row.is_suspect)
    if not row.is_told:
        return shown
    first = row.entry.row.labels
    shown |= {"category": first.category, "significant": row.significant, "noted": in_json(first.said)}
    shown |= {"noted_ahead": True} if row.entry.row.is_dated_ahead else {}
    return shown | wording(row.current, row, contents) | _amendments(row, contents, agencies)


def suspect(is_suspect: bool) -> Json:
    """Return the mark of what may not be its agency's word; nothing where it is not suspect (`security.md` T3)."""
    return {"suspect": True} if is_suspect else {}


def wording(said: Seen, row: Row, contents: Contents) -> Json:
    """Return the permitted fields of one wording of a row, the entry's own or a correction's.

    A correction says the whole anew but for the details that only the entry's own kind of event can hold.
    """
    told = {name: value for name, value in contents.of(said).items() if name not in NOT_IN_AN_ENTRY}
    amends = said.row.labels.amends
    if amends is None or amends.restates:
        return told
    told.pop("details", None)
    return told | {name: value for name, value in contents.of(row.entry).items() if name == "details"}


def _amendments(row: Row, contents: Contents, agencies: Agencies) -> Json:
    told = [_amendment(one, row, contents, agencies) for one in row.amendments]
    return {"amendments": told} if told else {}


def _amendment(one: Seen, row: Row, contents: Contents, agencies: Agencies) -> Json:
    labels, content = one.row.labels, contents.of(one)
    agency = agencies.get(labels.agency)
    told: Json = {
        "kind": labels.amends.kind if labels.amends else AmendmentKind.CORRECTED,
        "id": labels.entry_id,
        "recorded": in_json(labels.recorded),
        "noted": in_json(labels.said),
        "agency": labels.agency,
        "agency_name": agency.name if agency else labels.agency,
    }
    told |= suspect(one.row.is_suspect)
    told |= {name: content[name] for name in OF_AN_AMENDMENT & content.keys()}
    return told | _judgement(labels.amends, content) | _before(one, row, contents)


def _judgement(amends: Amendment | None, content: Mapping[str, object]) -> Json:
    details = content.get("details")
    said = details if isinstance(details, Mapping) else {}
    told = {name: said[name] for name in ("reason", "disputed_by") if name in said}
    return told | ({"level": amends.level} if amends is not None and amends.level else {})


def _before(one: Seen, row: Row, contents: Contents) -> Json:
    """Return what a correction replaced: the wording before it, with when it happened as then said."""
    corrections = row.corrections()
    if one not in corrections:
        return {}
    before = [row.entry, *corrections][corrections.index(one)]
    return {"was": {"occurred": occurred(before.row.labels.occurred), **wording(before, row, contents)}}


def marked(mark: str, duty_line: str) -> Json:
    """Return the fixed line that something is held: no date, no agency, no category (`security.md` 3.6)."""
    return {"id": mark, "shown": Shown.MARKED, "text": MARKED_TEXT, "contact": duty_line}


def occurred(when: Occurred) -> Json:
    """Return when it happened, a range where `to` is there."""
    told: Json = {"from": when.start, "precision": when.precision}
    return told if when.until is None else told | {"to": when.until}
