"""Is it alive, is it ready, what does it count, which keys are its own: open to anyone, about no child."""

import logging
from typing import Any

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from hub.api.answers import plain, problems
from hub.api.asking import Given
from hub.api.problems import problem
from hub.api.services import Services

LOG = logging.getLogger("hub.api")
METRICS: dict[int | str, dict[str, Any]] = {200: {"content": {"text/plain": {"schema": {"type": "string"}}}}}

router = APIRouter(tags=["operations"])


@router.get("/healthz", summary="Alive")
def alive() -> Response:
    return plain({"status": "alive"})


@router.get("/readyz", summary="Ready: policy engine, store, audit and transport answer", responses=problems(503))
def ready(services: Given) -> Response:
    states = {name: is_ready(services, name) for name in services.checks}
    told = {name: "ready" if state else "not ready" for name, state in states.items()}
    if all(states.values()):
        return plain({"status": "ready", "parts": told})
    return problem("unavailable", "Not every part is ready; see parts.", {"parts": told})


@router.get("/metrics", summary="Counters for Prometheus, none of them about a child", responses=METRICS)
def metrics(request: Request) -> Response:
    return Response(generate_latest(request.app.state.registry), media_type=CONTENT_TYPE_LATEST)


@router.get("/.well-known/jwks.json", summary="The hub's public keys: to verify its receipts, and to seal to it")
def public_keys(services: Given) -> Response:
    return plain({"keys": [dict(key) for key in services.public_keys]})


def is_ready(services: Services, name: str) -> bool:
    """Run one check; what went wrong is logged by its kind, since its text may name an address or an account."""
    try:
        services.checks[name]()
    except Exception as error:  # noqa: BLE001 (a check may fail in any way of the part it asks)
        LOG.warning("%s is not ready: %s", name, type(error).__name__)
        return False
    return True
