"""/v1/quarantine: the messages that could not be accepted, and what a person does with each."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from hub.access import Choice
from hub.api.answers import DISCLOSING, disclosed, problems
from hub.api.asking import Asking, Given, Viewing
from hub.domain.errors import Fault, Invalid

router = APIRouter(prefix="/v1", tags=["quarantine"], responses=DISCLOSING)

ItemId = Annotated[str, Path(pattern=r"^[a-z]-[0-9a-f]{1,64}$")]
AgencyId = Annotated[str | None, Query(pattern=r"^[a-z0-9-]{3,64}$")]
Reason = Annotated[str, Field(min_length=10, max_length=500, pattern=r"^[^\x00]*$")]
Uuid = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
WORKED = problems(409)
NEITHER = "give either child_id, or new: true for a record of their own"


class Act(BaseModel):
    """Why it is done; of a closing, the agency reads it on its receipt: name no child."""

    model_config = ConfigDict(extra="forbid")
    reason: Reason


class Decided(BaseModel):
    """On whom one child of the message is filed: `child_id`, or `new` for a record of their own."""

    model_config = ConfigDict(extra="forbid")
    place: int = Field(default=0, ge=0, le=999, description="the child's place in the message, from 0")
    child_id: Uuid | None = None
    new: bool = False


class Filing(Act):
    """Each child of the message that is to be decided. One child may stand as `child_id` or `new` beside the reason."""

    children: list[Decided] = Field(default=[], max_length=50)
    child_id: Uuid | None = None
    new: bool = False

    def choices(self) -> list[Choice]:
        """Return what was chosen; Invalid where a child has neither `child_id` nor `new`, or both."""
        alone = [Decided(child_id=self.child_id, new=self.new)] if self.child_id or self.new else []
        return [_choice(one) for one in [*alone, *self.children]]


def _choice(one: Decided) -> Choice:
    if (one.child_id is not None) == one.new:
        raise Invalid(NEITHER, (Fault(f"/children/{one.place}", NEITHER),))
    return Choice(one.place, one.child_id)


@router.get("/quarantine", summary="What could not be accepted, first what is to be looked at first")
def quarantine(services: Given, viewer: Viewing, asked: Asking, agency: AgencyId = None) -> Response:
    return disclosed(services.access.worklist.quarantine(viewer, asked, agency))


@router.get("/quarantine/{item_id}", summary="One message that could not be accepted")
def quarantined(services: Given, viewer: Viewing, asked: Asking, item_id: ItemId) -> Response:
    return disclosed(services.access.worklist.quarantined(viewer, asked, item_id))


@router.post("/quarantine/{item_id}/retry", summary="Judge it anew", responses=WORKED)
def retry(services: Given, viewer: Viewing, asked: Asking, item_id: ItemId, act: Act) -> Response:
    return disclosed(services.access.worklist.retry(viewer, asked, item_id, act.reason))


@router.post("/quarantine/{item_id}/file", summary="File it by hand", responses=WORKED)
def file(services: Given, viewer: Viewing, asked: Asking, item_id: ItemId, filing: Filing) -> Response:
    return disclosed(services.access.worklist.file(viewer, asked, item_id, filing.choices(), filing.reason))


@router.post("/quarantine/{item_id}/close", summary="End it, and tell its sender why", responses=WORKED)
def close(services: Given, viewer: Viewing, asked: Asking, item_id: ItemId, act: Act) -> Response:
    return disclosed(services.access.worklist.close(viewer, asked, item_id, act.reason))
