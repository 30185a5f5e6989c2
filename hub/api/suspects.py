"""/v1/suspects: entries that may not be their agency's word, for the front door to go after, and what came of it."""

from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import Field

from hub.access import Answer
from hub.api.answers import DISCLOSING, disclosed
from hub.api.asking import Asking, Given, Viewing
from hub.api.quarantine import WORKED, Act

router = APIRouter(prefix="/v1", tags=["suspects"], responses=DISCLOSING)

EntryId = Annotated[str, Path(pattern=r"^[a-zA-Z0-9-]{1,64}$")]


class Told(Act):
    """What the agency said: how it knows, and who there said so."""

    told_by: str = Field(
        min_length=3, max_length=200, pattern=r"^[^\x00]*$", description="who at the agency said so, by name and post"
    )


@router.get("/suspects", summary="Entries signed by a key since it may have been misused, by child")
def suspects(services: Given, viewer: Viewing, asked: Asking) -> Response:
    return disclosed(services.access.worklist.suspects(viewer, asked))


@router.post("/suspects/{entry_id}/confirm", summary="The agency says that it is its own word", responses=WORKED)
def confirm(services: Given, viewer: Viewing, asked: Asking, entry_id: EntryId, told: Told) -> Response:
    answer = Answer(is_genuine=True, told_by=told.told_by, reason=told.reason)
    return disclosed(services.access.worklist.judge_suspect(viewer, asked, entry_id, answer))


@router.post("/suspects/{entry_id}/reject", summary="The agency says that it is not its own word", responses=WORKED)
def reject(services: Given, viewer: Viewing, asked: Asking, entry_id: EntryId, told: Told) -> Response:
    answer = Answer(is_genuine=False, told_by=told.told_by, reason=told.reason)
    return disclosed(services.access.worklist.judge_suspect(viewer, asked, entry_id, answer))
