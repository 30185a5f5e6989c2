"""The pages' front door: every page, its errors as pages and its headers on each answer."""

from collections.abc import Callable, Collection, Coroutine
from typing import Any

from eventsourcing.persistence import PersistenceError
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from hub.domain.errors import HubError, Invalid
from hub.pages import (
    accesses,
    assets,
    astray,
    caseload,
    chronology,
    duty,
    find,
    household,
    printing,
    sign_in,
    start,
    suspects,
    waiting,
    waiting_acts,
    why,
    withhold,
    withholdings,
)
from hub.pages.concerns import room as concerns
from hub.pages.directory import Directory
from hub.pages.faults import StoreUnavailable, fault_page
from hub.pages.headers import with_page_headers
from hub.pages.house import Elsewhere, House
from hub.pages.services import PageServices
from hub.pages.session import Sessions
from hub.pages.templating import environment
from hub.pages.unexpected import noted

NOT_AS_IT_SHOULD_BE = "Something in the address or the form is not as it should be."
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def add_pages(app: FastAPI, services: PageServices, interface: Collection[str] = ()) -> None:
    """Add every page at the app's root, and a page for whoever asks for what is none.

    `interface` are the addresses that programs use: what goes wrong there is told as the app tells it.
    """
    sessions = Sessions(services.secret, services.secure, services.ended, services.random)
    house = House(services, environment(), sessions, Directory(services.agencies))
    programs = frozenset(astray.first_part(path) for path in interface)
    app.include_router(_pages(house))
    astray.install(app, house, programs)


def _pages(house: House) -> APIRouter:
    router = APIRouter(route_class=_page_route(house), include_in_schema=False)
    for room in (
        start, sign_in, duty, concerns, find, why, caseload, chronology, household, printing,
        withhold, withholdings, accesses, suspects, waiting, waiting_acts,
    ):  # fmt: skip
        room.add_to(router, house)
    assets.add_to(router)
    house.addresses.update(route.path for route in router.routes if isinstance(route, APIRoute))
    return router


def _page_route(house: House) -> type[APIRoute]:
    class PageRoute(APIRoute):
        """A route whose errors are pages and whose answers carry the pages' headers."""

        def get_route_handler(self) -> Handler:
            return _answering(house, super().get_route_handler())

    return PageRoute


def _answering(house: House, handle: Handler) -> Handler:
    async def answer(request: Request) -> Response:
        try:
            response = await handle(request)
        except Elsewhere as elsewhere:
            response = RedirectResponse(elsewhere.address, 303)
        except RequestValidationError as error:
            response = fault_page(house, request, _not_well_formed(error))
        except PersistenceError:
            response = fault_page(house, request, StoreUnavailable("The store did not answer."))
        except HubError as error:
            response = fault_page(house, request, error)
        except HTTPException:
            raise
        except Exception as error:  # noqa: BLE001 (whatever it is, who asked is told a number and no more)
            response = fault_page(house, request, noted(error))
        return with_page_headers(response)

    return answer


def _not_well_formed(error: RequestValidationError) -> HubError:
    """An address that cannot be any page's is no page; what else is wrong came after it or in a form."""
    if any(one["loc"][0] == "path" for one in error.errors()):
        return astray.NoSuchPage(NOT_AS_IT_SHOULD_BE)
    return Invalid(NOT_AS_IT_SHOULD_BE)
