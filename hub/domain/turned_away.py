"""What was not admitted, as far as anything is known of it: which receipt to look at once a child is admitted."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Due:
    """A child to look at. `turn` rises with each change, so that one that comes meanwhile is not lost."""

    child_id: str
    turn: int


@dataclass(frozen=True, slots=True)
class Mark:
    """One message, by one keyed hash of what it claims of a child. `message` names its receipt, by keyed hash too."""

    hash: str
    message: str
    agency_id: str


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """One message as its agency named it; `subject` is the agency's own keyed hash, the message key."""

    message: str
    agency_id: str
    source: str
    id: str
    revision: int
    subject: str
