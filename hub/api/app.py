"""The application: one endpoint family per file, put together here, with its errors and its headers."""

from fastapi import FastAPI
from starlette.routing import Route

from hub.api import (
    audit,
    children,
    chronology,
    directory,
    events,
    guard,
    handlers,
    health,
    notices,
    observed,
    outcomes,
    quarantine,
    reviews,
    suspects,
    withholdings,
)
from hub.api.answers import default_problem, problems
from hub.api.hands import URGENT_AT_ONCE, URGENT_OF_ONE_AGENCY, Hands
from hub.api.services import Services
from hub.health import Health, OneLook

TITLE = "Safeguarding information-sharing hub"
VERSION = "1"
RECORDS = (outcomes, children, chronology, withholdings, directory, audit, quarantine, reviews, suspects)
FAMILIES = (events, notices, *RECORDS, health)


def addresses() -> frozenset[str]:
    """Return the address of everything that the interface serves, its description included."""
    served = {route.path for family in FAMILIES for route in family.router.routes if isinstance(route, Route)}
    return frozenset({*served, "/openapi.json"})


def build_app(services: Services) -> FastAPI:
    """Return the interface over these services; pages are added to it by whoever has them (`include_router`)."""
    app = FastAPI(
        title=TITLE, version=VERSION, docs_url=None, redoc_url=None, responses=problems(500) | default_problem()
    )
    app.state.services = services
    app.state.hands = Hands()
    app.state.urgent_hands = Hands(URGENT_AT_ONCE, URGENT_OF_ONE_AGENCY)
    app.state.look = OneLook(Health(services.checks, health.TOLERATED))
    for family in FAMILIES:
        app.include_router(family.router)
    handlers.install(app, services.settings.duty_line)
    app.add_middleware(guard.Guard)
    app.add_middleware(observed.Observed)
    return app
