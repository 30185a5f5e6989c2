"""/v1/quarantine: the messages that wait for a person."""

from fastapi import APIRouter, Response

from hub.api.answers import DISCLOSING, disclosed
from hub.api.asking import Asking, Given, Viewing

router = APIRouter(prefix="/v1", tags=["quarantine"], responses=DISCLOSING)


@router.get("/quarantine", summary="What waits for a person, oldest first")
def quarantine(services: Given, viewer: Viewing, asked: Asking) -> Response:
    return disclosed(services.access.quarantine(viewer, asked))
