"""The kinds of record there are: which event each becomes, and where that event says place and reference."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. `place` and `reference` are the event's own fields for where it happened and the crime or incident
    reference; None where it has none.
    """

    event: str
    place: str | None = "place"
    reference: str | None = "crime_reference"

    @property
    def type(self) -> str:
        """The event's full name."""
        return f"safeguarding.{self.event}.v1"


KINDS: Mapping[str, Kind] = {
    "public-protection-notice": Kind("police-notification"),
    "domestic-abuse": Kind("domestic-abuse-incident"),
    "missing": Kind("missing-episode-started", place="last_seen_at", reference="incident_reference"),
    "missing-return": Kind("missing-episode-ended", place="found_at", reference="incident_reference"),
    "crime": Kind("crime-recorded"),
    "arrest": Kind("suspect-arrested"),
    "release": Kind("suspect-released", place=None),
    "investigation": Kind("investigation-started", place=None, reference=None),
    "investigation-ended": Kind("investigation-ended", place=None, reference=None),
    "police-protection": Kind("police-protection-taken", place="found_at", reference="incident_reference"),
    "police-protection-ended": Kind("police-protection-ended", place=None, reference=None),
}
