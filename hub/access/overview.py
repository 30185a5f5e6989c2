"""What stands above a list of entries: the whole as a picture shows it, folded from visible entries alone."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from hub.access.asked import Viewer
from hub.access.content import Contents
from hub.access.door import Door
from hub.access.grant import Granted
from hub.access.index import involvement
from hub.access.look import Look
from hub.access.order import Json, occurred
from hub.access.people import people
from hub.access.rows import WITH_WORDS, Row
from hub.access.seen import Seen
from hub.access.who import naming_persons
from hub.domain.chronology import Labels, with_ended
from hub.views.model import AgencyRow


def overview(door: Door, viewer: Viewer, grant: Granted, whole: Sequence[Row], contents: Contents) -> Json:
    """Return what a picture needs of `whole`, the entries that the filters keep, routine or not.

    `marks`: one for each entry; `held`: what agencies hold of which no more may be shown, one line for each agency;
    `steps`: of the case process, with their dates; `involvement` and `people` as visible entries tell them.
    """
    child_id, told = grant.sight.file.child_id, naming_persons(grant.sight.seen)
    return {
        "marks": [_mark(row) for row in whole if row.is_told],
        "held": _held(grant, (row.labels for row in whole if not row.is_told)),
        "steps": _steps(grant.sight),
        "involvement": involvement(grant),
        "people": people(door, viewer, child_id, told, contents),
    }


def disclosing(grant: Granted, whole: Sequence[Row]) -> list[Seen]:
    """Return the entries that an overview discloses something of."""
    return [*(seen for row in whole for seen in row.shown), *naming_persons(grant.sight.seen)]


def _mark(row: Row) -> Json:
    return {
        "id": row.entry.row.labels.entry_id,
        "agency": row.labels.agency,
        "occurred": occurred(row.labels.occurred),
        "category": row.entry.row.labels.category,
        "significant": row.significant,
    }


def _held(grant: Granted, pointers: Iterable[Labels]) -> list[Json]:
    ordered = sorted(pointers, key=lambda labels: labels.agency)
    return [_line(grant, agency, list(held)) for agency, held in groupby(ordered, key=lambda labels: labels.agency)]


def _line(grant: Granted, agency: str, held: Sequence[Labels]) -> Json:
    row: AgencyRow | None = grant.moment.agencies.get(agency)
    return {
        "agency": agency,
        "agency_name": row.name if row else agency,
        "contact": row.duty_contact if row else "",
        "occurred": [occurred(labels.occurred) for labels in held],
    }


def _steps(sight: Look) -> list[Json]:
    """The steps of the case process, each once, learned from entries of which more than a pointer is shown."""
    told = {one.row.labels.entry_id for one in sight.seen if one.verdict.shown in WITH_WORDS}
    steps = with_ended(step for step in sight.file.statuses if step.entry_id in told)
    found = {(step.since, step.name, step.until) for step in steps if step.since != step.until}
    ordered = sorted(found, key=lambda step: (step[0], step[1], step[2] or ""))
    return [{"name": name, "since": since, **({"until": until} if until else {})} for since, name, until in ordered]
