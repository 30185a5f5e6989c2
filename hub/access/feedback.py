"""What a referrer may be told of the outcome of what they raised: the acknowledgement, the decision, the feedback."""

from collections.abc import Iterable, Mapping, Sequence

from hub.access.asked import Asked, Disclosed, Viewer
from hub.access.content import Contents
from hub.access.door import Door
from hub.access.log import Act, act_of, disclosed_entry, keep
from hub.access.look import Look, Snapshot, gather, look
from hub.access.order import Json, happened
from hub.access.render import entry
from hub.access.rows import Row, rows
from hub.audit import AccessOutcome, Action
from hub.domain.chronology import Labels, SourceRef
from hub.domain.targets import index_by_origin
from hub.domain.vocabulary import EntryState

OUTCOMES = frozenset({"referral-acknowledged", "referral-decided", "feedback-sent"})
"""The categories of events by which the authority answers whoever referred (Working Together 2013, 1.21 and 1.55)."""

Raised = Mapping[str, Sequence[SourceRef]]
Answered = Sequence[tuple[Row, frozenset[SourceRef]]]
"""Outcomes on one child, each with those of the events asked about that it answers."""


def feedback(door: Door, viewer: Viewer, asked: Asked, raised: Raised) -> Disclosed:
    """Return, for each concern by its name, the visible outcomes that name one of its events, oldest first.

    No child is named. Nothing tells one that was answered out of the viewer's sight from one that nobody answered.
    Each child of whom something is told has an audit record; where nothing is told, that is on record too.
    """
    events = frozenset(origin for origins in raised.values() for origin in origins)
    with door.database.read() as cursor:
        children = {child for origin in events for child in door.reader.children_of(cursor, origin)}
        moment = gather(door, cursor, sorted(children))
    sights = {name: look(door, viewer, asked, file, door.clock()) for name, file in moment.files.items()}
    told = {name: _told(sight, events) for name, sight in sights.items()}
    audit_id = _keep(door, viewer, asked, moment, sights, told)
    answered = {name: _of(told.values(), frozenset(origins)) for name, origins in raised.items()}
    return Disclosed(audit_id, {"outcomes": _lines(door, moment, answered)})


def _lines(door: Door, moment: Snapshot, answered: Mapping[str, Sequence[Row]]) -> Json:
    contents, agencies = Contents(door), moment.agencies
    return {name: [entry(row, contents, agencies) for row in outcomes] for name, outcomes in answered.items()}


def _told(sight: Look, origins: frozenset[SourceRef]) -> Answered:
    """The outcomes on one child that the viewer may see with their category, each with the events that it answers."""
    found = rows(sight.seen)
    by_origin = index_by_origin(row.entry.row.labels for row in found)
    answers = [(row, _answered(row, by_origin) & origins) for row in found if _is_outcome(row)]
    return [(row, answered) for row, answered in answers if answered]


def _is_outcome(row: Row) -> bool:
    said = row.entry.row.labels
    return row.is_told and row.state is not EntryState.WITHDRAWN and said.category in OUTCOMES


def _answered(row: Row, by_origin: Mapping[SourceRef, Labels]) -> frozenset[SourceRef]:
    """The events that an outcome names, and those that the referral was made from to which it is the answer."""
    said = row.entry.row.labels
    referral = by_origin.get(said.answers) if said.answers is not None else None
    return frozenset({*said.derived_from, *(referral.derived_from if referral is not None else ())})


def _of(told: Iterable[Answered], origins: frozenset[SourceRef]) -> list[Row]:
    """Those of one concern, each event once though it may stand on several children."""
    own = (row for of_child in told for row, answered in of_child if answered & origins)
    return sorted({row.entry.row.labels.origin: row for row in own}.values(), key=lambda row: happened(row.labels))


def _keep(
    door: Door,
    viewer: Viewer,
    asked: Asked,
    moment: Snapshot,
    sights: Mapping[str, Look],
    told: Mapping[str, Answered],
) -> str:
    """Put what is told on record, a record for each child, and return the id of the first."""
    shown = {name: [row for row, _ in found] for name, found in told.items() if found}
    ids = [_keep_one(door, viewer, asked, moment, sights[name], found) for name, found in shown.items()]
    return ids[0] if ids else keep(door, viewer, asked, Act(Action.FEEDBACK, AccessOutcome.NOT_FOUND))


def _keep_one(door: Door, viewer: Viewer, asked: Asked, moment: Snapshot, sight: Look, told: Sequence[Row]) -> str:
    child_id = sight.file.child_id
    placed = moment.file(child_id).withholdings
    shown = [disclosed_entry(seen, placed.get(seen.row.labels.entry_id, ())) for row in told for seen in row.shown]
    act = act_of(Action.FEEDBACK, AccessOutcome.ALLOW, child_id, sight.decision)
    return keep(door, viewer, asked, act, shown)
