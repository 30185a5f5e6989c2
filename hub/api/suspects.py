"""/v1/suspects: entries that may not be their agency's word, for the front door to go after."""

from fastapi import APIRouter, Response

from hub.api.answers import DISCLOSING, disclosed
from hub.api.asking import Asking, Given, Viewing

router = APIRouter(prefix="/v1", tags=["suspects"], responses=DISCLOSING)


@router.get("/suspects", summary="Entries signed by a key since it may have been misused, by child")
def suspects(services: Given, viewer: Viewing, asked: Asking) -> Response:
    return disclosed(services.access.worklist.suspects(viewer, asked))
