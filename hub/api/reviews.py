"""/v1/identity/reviews: what is held until a person says which child is meant."""

from fastapi import APIRouter, Response

from hub.api.answers import DISCLOSING, disclosed
from hub.api.asking import Asking, Given, Viewing
from hub.api.quarantine import WORKED, AgencyId, Filing, ItemId

router = APIRouter(prefix="/v1/identity", tags=["identity"], responses=DISCLOSING)


@router.get("/reviews", summary="What is held, and whom each may mean")
def reviews(services: Given, viewer: Viewing, asked: Asking, agency: AgencyId = None) -> Response:
    return disclosed(services.access.worklist.reviews(viewer, asked, agency))


@router.get("/reviews/{item_id}", summary="One message that is held")
def review(services: Given, viewer: Viewing, asked: Asking, item_id: ItemId) -> Response:
    return disclosed(services.access.worklist.review(viewer, asked, item_id))


@router.post("/reviews/{item_id}/decide", summary="Say which child is meant", responses=WORKED)
def decide(services: Given, viewer: Viewing, asked: Asking, item_id: ItemId, filing: Filing) -> Response:
    return disclosed(services.access.worklist.decide(viewer, asked, item_id, filing.choices(), filing.reason))
