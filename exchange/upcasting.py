"""How an event of an older version reads in the newest: steps that a schema declares, which move words and invent none.

`x-upcast` in `NAME.v2.json` lists the steps from version 1. A step touches the fields that are the event's own and
never those that all events share, so that whatever is withheld or masked of an entry stays so. Messages, receipts and
digests stay as they were sent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Details = Mapping[str, Any]
"""The fields of an event that are its own, by name."""


class Step(Protocol):
    """One step from a version to the next; a field that is not there stays away."""

    @property
    def reads(self) -> str:
        """The field of the older version."""
        ...

    @property
    def writes(self) -> str:
        """The field of the newer version."""
        ...

    def apply(self, details: Details) -> Details:
        """Return the fields after this step."""
        ...


@dataclass(frozen=True, slots=True)
class Renamed:
    """A field that has another name: `{"rename": {"from": ..., "to": ...}}`."""

    reads: str
    writes: str

    def apply(self, details: Details) -> Details:
        return {self.writes if name == self.reads else name: value for name, value in details.items()}


@dataclass(frozen=True, slots=True)
class Reworded:
    """A field whose words have others in their place: `{"words": {"field": ..., "now": {old: new}}}`."""

    reads: str
    now: Mapping[str, str]

    @property
    def writes(self) -> str:
        return self.reads

    def apply(self, details: Details) -> Details:
        said = details.get(self.reads)
        return details if not isinstance(said, str) else {**details, self.reads: self.now.get(said, said)}


@dataclass(frozen=True, slots=True)
class Listed:
    """A field that holds several where it held one: `{"list": {"field": ...}}`."""

    reads: str

    @property
    def writes(self) -> str:
        return self.reads

    def apply(self, details: Details) -> Details:
        return details if self.reads not in details else {**details, self.reads: [details[self.reads]]}


def steps_of(declared: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Read the steps that a schema declares. Raises: ValueError, for what is none of the three."""
    return tuple(_step(one) for one in declared)


def upcast(steps: Sequence[Step], details: Details) -> Details:
    """Return the fields as the newest version has them."""
    for step in steps:
        details = step.apply(details)
    return details


def _step(declared: Mapping[str, Any]) -> Step:
    match declared:
        case {"rename": {"from": str(old), "to": str(new)}} if len(declared) == 1:
            return Renamed(old, new)
        case {"words": {"field": str(field), "now": dict(now)}} if len(declared) == 1:
            return Reworded(field, now)
        case {"list": {"field": str(field)}} if len(declared) == 1:
            return Listed(field)
    raise ValueError("x-upcast holds what is none of rename, words and list")
