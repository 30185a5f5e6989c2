"""/v1/directory: the agencies that take part, and whom to ring at each."""

from dataclasses import asdict

from fastapi import APIRouter, Response

from hub.api.answers import SIGNED_IN, plain
from hub.api.asking import Given, SignedIn

router = APIRouter(prefix="/v1", tags=["directory"], responses=SIGNED_IN)


@router.get("/directory", summary="The agencies that take part")
def directory(services: Given, _: SignedIn) -> Response:
    agencies = sorted(services.directory().values(), key=lambda agency: agency.agency_id)
    return plain({"agencies": [asdict(agency) for agency in agencies], "duty_line": services.settings.duty_line})
