"""One entry as the contract shows it: the labels that its tier allows, the permitted fields, and why it is shown."""

from collections.abc import Mapping

from hub.access.content import Contents
from hub.access.order import Json, in_json, occurred
from hub.access.rows import Row, found, suspect
from hub.access.seen import Seen
from hub.domain.chronology import Amendment
from hub.domain.vocabulary import AmendmentKind, Shown
from hub.views.model import AgencyRow

NOT_IN_AN_ENTRY = frozenset({"identity", "addresses"})
OF_AN_AMENDMENT = frozenset({"author", "headline"})
MARKED_TEXT = "Something is held that is not shown here. Before you act, ring the duty line."

Agencies = Mapping[str, AgencyRow]


def entry(row: Row, contents: Contents, agencies: Agencies) -> Json:
    """Return a row. A pointer says which agency holds something since when, and whom to ring."""
    agency = agencies.get(row.labels.agency)
    shown = row.head | {
        "agency_name": agency.name if agency else row.labels.agency,
        "contact": agency.duty_contact if agency else "",
    }
    if not row.is_told:
        return shown
    return shown | wording(row.current, row, contents) | _amendments(row, contents, agencies)


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
    told |= suspect(one.row.is_suspect) | found(one.row)
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
