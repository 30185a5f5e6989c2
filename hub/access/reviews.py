"""Which child is meant? What is held until a person says, and whom this reader sees that it may be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hub.access.asked import Asked, Disclosed, Viewer
from hub.access.door import Door
from hub.access.due import waiting_time
from hub.access.front_door import FOR_THE_FRONT_DOOR, must_be_front_door
from hub.access.index import shown_statuses
from hub.access.known import is_known_by
from hub.access.likeness import compare, is_meant
from hub.access.log import Act, keep
from hub.access.look import Snapshot, gather
from hub.access.order import Json
from hub.access.quarantine import came_from, in_turn
from hub.access.several import Found, disclosed_of, found, in_order
from hub.access.told import ToldSight, is_there, sights
from hub.access.waiting import Choice, ToldChild, Waiting, WaitingMessage
from hub.access.working import NO_SUCH_MESSAGE, begun, must_see_each, not_there
from hub.audit import AccessOutcome, Action, DisclosedEntry
from hub.domain.chronology import with_ended
from hub.domain.errors import Fault, Invalid, Refused

NOT_SHOWN = "who the child is said to be is not shown for this purpose: say which threshold a manager has agreed"
NOT_THESE = "decide each child of the message that is in question, and no other: `children` lists their places"


@dataclass(frozen=True, slots=True)
class Question:
    """One child of a message in question for this reader, and those whom they see that it may be."""

    told: ToldSight
    candidates: Sequence[Found]


@dataclass(frozen=True, slots=True)
class Review:
    """A message that waits for this reader. Without `questions` their purpose shows nothing of it but that it waits."""

    message: WaitingMessage
    questions: Sequence[Question]


def reviews(door: Door, viewer: Viewer, asked: Asked, agency: str | None = None) -> Disclosed:
    """Return what waits, first what is to be looked at first: who the child is said to be, and who it may be.

    Raises: Refused for anyone but the front door of the area's children's social care.
    """
    must_be_front_door(door, viewer, asked, Action.IDENTITY_REVIEW_READ)
    with door.database.read() as cursor:
        waiting = door.worklists.waiting(cursor, Waiting.IDENTITY)
        wanted = [one for one in waiting if agency in (None, one.agency) and is_there(one, viewer)]
        moment = gather(door, cursor, _possible(wanted))
    known = {one.sight.file.child_id: one for one in found(door, viewer, asked, moment)}
    looked_at = (_review(door, viewer, asked, one, moment, known) for one in in_turn(wanted))
    listed = [one for one in looked_at if one is not None]
    audit_id = _keep(door, viewer, asked, moment, listed)
    return Disclosed(audit_id, {"reviews": [_line(door, moment, review) for review in listed]})


def review(door: Door, viewer: Viewer, asked: Asked, item_id: str) -> Disclosed:
    """Return one message with what it says, as far as this reader may see it. Raises: Refused, NotFound."""
    acting = begun(door, viewer, asked, Action.IDENTITY_REVIEW_READ, Waiting.IDENTITY, item_id, only_waiting=True)
    moment, one = _looked_at(door, viewer, asked, acting.message)
    if one is None:
        not_there(door, viewer, asked, Action.IDENTITY_REVIEW_READ, NO_SUCH_MESSAGE)
    entries = [question.told.entry(moment.agencies) for question in one.questions]
    audit_id = _keep(door, viewer, asked, moment, [one])
    return Disclosed(audit_id, _line(door, moment, one) | {"entries": entries})


def decide(door: Door, viewer: Viewer, asked: Asked, item_id: str, choices: Sequence[Choice], reason: str) -> Disclosed:
    """File a message on the children whom this reader says are meant: whom they see, or records of their own.

    Raises: Refused; NotFound for a message or a child that is not there for this reader; Invalid where a child in
    question is not decided; Conflict where somebody else was first.
    """
    acting = begun(door, viewer, asked, Action.IDENTITY_DECIDED, Waiting.IDENTITY, item_id)
    if acting.message.waits:
        _must_answer(door, viewer, asked, acting.message, choices)
    must_see_each(door, viewer, asked, Action.IDENTITY_DECIDED, choices)
    return acting.done(door.worklists.decide(item_id, choices, acting.work(reason)))


def _must_answer(door: Door, viewer: Viewer, asked: Asked, message: WaitingMessage, choices: Sequence[Choice]) -> None:
    _, one = _looked_at(door, viewer, asked, message)
    if one is None:
        not_there(door, viewer, asked, Action.IDENTITY_DECIDED, NO_SUCH_MESSAGE)
    if not one.questions:
        keep(door, viewer, asked, Act(Action.IDENTITY_DECIDED, AccessOutcome.REFUSE, rules=(FOR_THE_FRONT_DOOR,)))
        raise Refused(NOT_SHOWN)
    places = sorted(question.told.told.place for question in one.questions)
    if sorted(choice.place for choice in choices) != places:
        raise Invalid(NOT_THESE, (Fault("/children", NOT_THESE),))


def _looked_at(door: Door, viewer: Viewer, asked: Asked, message: WaitingMessage) -> tuple[Snapshot, Review | None]:
    with door.database.read() as cursor:
        moment = gather(door, cursor, _possible([message]))
    known = {one.sight.file.child_id: one for one in found(door, viewer, asked, moment)}
    return moment, _review(door, viewer, asked, message, moment, known)


def _possible(messages: Iterable[WaitingMessage]) -> list[str]:
    return sorted({child for one in messages for told in one.told for child in told.candidates})


def _review(
    door: Door, viewer: Viewer, asked: Asked, message: WaitingMessage, moment: Snapshot, known: Mapping[str, Found]
) -> Review | None:
    """Return what is in question for this reader; None where nothing would be, had what is hidden never existed."""
    is_doubted = any(not told.is_settled for told in message.told)
    in_question = [one for one in message.told if not (is_doubted and one.is_settled)]
    told = sights(door, viewer, asked, in_question)
    if not all(one.tells_who for one in told):
        return Review(message, ()) if _is_bare_there(viewer, message, in_question, moment) else None
    questions = [Question(one, _candidates(one, known)) for one in told]
    if any(not _is_told(one) for one in questions):
        return None
    if message.is_contextual and not any(_is_open(one) for q in questions for one in q.candidates):
        return None
    return Review(message, questions)


def _is_open(candidate: Found) -> bool:
    """Say whether a step of the case process that this reader may know of has begun and not ended."""
    return any(step.until is None for step in with_ended(shown_statuses(candidate.sight)))


def _is_told(question: Question) -> bool:
    """Say whether the reader sees what the doubt rests on: somebody it may be, or that too little is told."""
    told = question.told.told
    return bool(question.candidates) or told.is_unclear or not told.candidates


def _is_bare_there(viewer: Viewer, message: WaitingMessage, in_question: Iterable[ToldChild], moment: Snapshot) -> bool:
    """Say the same of a message that this reader's purpose does not show, by what is withheld from them alone.

    What is only context was held because a child it may be of is open to the hub: it is there for nobody but who sees
    that.
    """
    doubts = [told.candidates for told in in_question if told.candidates and not told.is_unclear]
    is_seen = all(any(is_known_by(moment.file(child), viewer) for child in possible) for possible in doubts)
    return is_seen and not message.is_contextual


def _candidates(told: ToldSight, known: Mapping[str, Found]) -> list[Found]:
    visible = (known[child] for child in told.told.candidates if child in known)
    return in_order(one for one in visible if is_meant(told.identity, one.identity))


def _line(door: Door, moment: Snapshot, one: Review) -> Json:
    message = one.message
    told = came_from(message, moment.agencies.get(message.agency)) | {
        "shown": bool(one.questions),
        "children": [_question(question) for question in one.questions],
    }
    return told | waiting_time(message.received, door.clock(), is_urgent=message.is_urgent)


def _question(question: Question) -> Json:
    told = question.told.identity
    candidates = [one.line() | {"likeness": compare(told, one.identity)} for one in question.candidates]
    return {"place": question.told.told.place, "identity": told, "candidates": candidates}


def _keep(door: Door, viewer: Viewer, asked: Asked, moment: Snapshot, listed: Sequence[Review]) -> str:
    """Put the reading on record: once for what the messages tell, and once for each candidate who was shown."""
    questions = [question for one in listed for question in one.questions]
    audit_id = _keep_one(door, viewer, asked, None, [line for one in questions for line in one.told.disclosed])
    shown = {one.sight.file.child_id: one for question in questions for one in question.candidates}
    for child_id in sorted(shown):
        _keep_one(door, viewer, asked, child_id, disclosed_of(moment, shown[child_id]))
    return audit_id


def _keep_one(
    door: Door, viewer: Viewer, asked: Asked, child_id: str | None, disclosed: Iterable[DisclosedEntry]
) -> str:
    act = Act(Action.IDENTITY_REVIEW_READ, AccessOutcome.ALLOW, child_id, (FOR_THE_FRONT_DOOR,))
    return keep(door, viewer, asked, act, disclosed)
