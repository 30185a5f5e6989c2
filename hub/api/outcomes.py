"""/v1/events/outcomes: what became of an agency's own concerns, as far as whoever asks may be told."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from hub.access import Disclosed, Viewer
from hub.api.answers import DISCLOSING, disclosed
from hub.api.asking import Asking, Given, Viewing
from hub.domain.chronology import SourceRef
from hub.domain.errors import Fault, Invalid

router = APIRouter(prefix="/v1", tags=["events"], responses=DISCLOSING)

Name = Annotated[str, Field(pattern=r"^[^\x00]{1,300}$")]


class Event(BaseModel):
    """One event of one's own agency, as its envelope named it."""

    model_config = ConfigDict(extra="forbid")
    source: Name
    id: Name


class Events(BaseModel):
    """The events to ask about."""

    model_config = ConfigDict(extra="forbid")
    events: list[Event] = Field(min_length=1, max_length=200)


@router.post("/events/outcomes", summary="What became of concerns that one's agency sent")
def outcomes(services: Given, viewer: Viewing, asked: Asking, wanted: Events) -> Response:
    """Return for each event the acknowledgement, the decision and the feedback that name it, oldest first."""
    must_be_own(viewer, wanted.events)
    raised = {str(place): [SourceRef(one.source, one.id)] for place, one in enumerate(wanted.events)}
    found = services.access.feedback(viewer, asked, raised)
    told = found.answer["outcomes"]
    lines = [
        {"source": one.source, "id": one.id, "outcomes": told[str(place)] if isinstance(told, dict) else []}
        for place, one in enumerate(wanted.events)
    ]
    return disclosed(Disclosed(found.audit_id, {"events": lines}))


def must_be_own(viewer: Viewer, events: Sequence[Event]) -> None:
    """Raise Invalid for an event of another agency: its outcome is its own referrer's."""
    detail = "is an event of another agency: ask about your own"
    faults = [
        Fault(f"/events/{place}/source", detail)
        for place, one in enumerate(events)
        if not one.source.startswith(f"urn:agency:{viewer.agency}:")
    ]
    if faults:
        raise Invalid(f"{faults[0].pointer} {detail}", tuple(faults))
