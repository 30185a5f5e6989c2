"""What a person chose of the children of a message, checked against the message itself."""

from collections.abc import Sequence
from dataclasses import replace

from hub.access.waiting import Choice
from hub.domain.errors import Fault, Invalid
from hub.identity.claims import Claims
from hub.identity.match import Known, Match, New, Unsure
from hub.intake.arrivals import Arrival

NOT_ALL_DECIDED = "say for each child of the message that is in question who it is: one is missing"
NO_SUCH_PLACE = "the message has no child in this place: places count from 0"
THE_SAME_CHILD = "two children of one message cannot be the same child"
DECIDED_TWICE = "the same child of the message is decided twice"


def chosen(
    matched: Sequence[tuple[Match, Claims]], choices: Sequence[Choice], *, every: bool = False
) -> tuple[tuple[Match, Claims], ...]:
    """Return the matches with what a person chose in their place; `every`: for each child, in doubt or not.

    Raises: Invalid, with the place that is wrong.
    """
    by_place = {choice.place: choice for choice in choices}
    if len(by_place) != len(choices):
        raise _wrong(DECIDED_TWICE)
    if any(place not in range(len(matched)) for place in by_place):
        raise _wrong(NO_SUCH_PLACE)
    decided = tuple((_match(by_place.get(place), match), claims) for place, (match, claims) in enumerate(matched))
    if any(isinstance(match, Unsure) for match, _ in decided) or (every and len(by_place) != len(matched)):
        raise _wrong(NOT_ALL_DECIDED)
    known = [match.child_id for match, _ in decided if isinstance(match, Known)]
    if len(set(known)) != len(known):
        raise _wrong(THE_SAME_CHILD)
    return decided


def as_another_event(arrival: Arrival, waiting_id: str, derives: bool) -> Arrival:
    """Return an arrival that contradicts one of the same source and id as an event with a name of its own.

    Where the first stands on the same child it derives from it (`derives`), so that whoever the first is withheld from
    does not learn of it by the second.
    """
    envelope = replace(arrival.envelope, id=f"{arrival.envelope.id[:200]}#{waiting_id}")
    if not derives:
        return replace(arrival, envelope=envelope)
    first = {"source": arrival.envelope.source, "id": arrival.envelope.id}
    return replace(
        arrival,
        envelope=envelope,
        data={**arrival.data, "derived_from": [*arrival.data.get("derived_from", []), first]},
    )


def _match(choice: Choice | None, match: Match) -> Match:
    if choice is None:
        return match
    return Known(choice.child_id) if choice.child_id is not None else New()


def _wrong(detail: str) -> Invalid:
    return Invalid(detail, (Fault("/children", detail),))
