"""Is it alive, is it ready, what does it count, which keys are its own: open to anyone, about no child.

The figures themselves are the hub's operator's alone: a count that any agency could watch would tell it of what is
kept from it (ADR 22).
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.security import HTTPAuthorizationCredentials
from prometheus_client import CONTENT_TYPE_LATEST

from hub.api.answers import plain, problems
from hub.api.asking import BEARER, Given
from hub.api.problems import problem
from hub.api.services import Services
from hub.api.tokens import Caller
from hub.domain.vocabulary import AgencyType, Role
from hub.health import OneLook, Part

METRICS: dict[int | str, dict[str, Any]] = {200: {"content": {"text/plain": {"schema": {"type": "string"}}}}}
TOLERATED = frozenset({Part.INTAKE.value})
RUNS_THE_HUB = (AgencyType.HUB, AgencyType.CHILDRENS_SOCIAL_CARE)

router = APIRouter(tags=["operations"])


@router.get("/healthz", summary="Alive")
def alive() -> Response:
    return plain({"status": "alive"})


@router.get("/readyz", summary="Ready: policy engine, store, audit and transport answer", responses=problems(503))
def ready(request: Request) -> Response:
    look: OneLook = request.app.state.look
    is_ready, told = look.document()
    if is_ready:
        return plain({"status": "ready", **told})
    return problem("unavailable", "Not every part is ready; see parts.", told)


@router.get("/metrics", summary="Figures for Prometheus, for the hub's operator", responses=METRICS | problems(401))
def metrics(services: Given, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]) -> Response:
    caller = services.authenticator.caller(credentials.credentials) if credentials is not None else None
    figures = services.figures if is_operator(services, caller) else services.open_figures
    return Response(figures(), media_type=CONTENT_TYPE_LATEST)


def is_operator(services: Services, caller: Caller | None) -> bool:
    """Say whether the caller runs the hub: an operator of the authority whose hub it is, or of the hub's own agency.

    Every agency's system signs in as an operator of its own agency; those watch nothing here.
    """
    agency = services.directory().get(caller.agency) if caller is not None else None
    if caller is None or agency is None or caller.role != Role.OPERATOR:
        return False
    return agency.agency_type in RUNS_THE_HUB and agency.area == services.settings.area


@router.get("/.well-known/jwks.json", summary="The hub's public keys: to verify its receipts, and to seal to it")
def public_keys(services: Given) -> Response:
    return plain({"keys": [dict(key) for key in services.public_keys]})
