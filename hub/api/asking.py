"""Who is asking and why: read from the headers of a request, the same way on every route."""

from typing import Annotated
from urllib.parse import unquote

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from hub.access import Asked, Viewer
from hub.api.errors import Unauthenticated
from hub.api.services import Services
from hub.api.tokens import Caller
from hub.domain.errors import Fault, Invalid
from hub.domain.vocabulary import Role

BEARER = HTTPBearer(auto_error=False, bearerFormat="JWT")
REASON_LENGTH = range(10, 501)


async def services_of(request: Request) -> Services:
    """Return what `build_app` was given."""
    services: Services = request.app.state.services
    return services


Given = Annotated[Services, Depends(services_of)]


def signed_in(services: Given, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]) -> Caller:
    """Return who is calling. Raises: Unauthenticated."""
    if credentials is None:
        raise Unauthenticated("send a token of the issuer: Authorization: Bearer <JWT>")
    return services.authenticator.caller(credentials.credentials)


SignedIn = Annotated[Caller, Depends(signed_in)]


def viewer_of(services: Services, caller: Caller) -> Viewer:
    """Return the caller with what the hub's own directory knows of their agency. Raises: Unauthenticated."""
    agency = services.directory().get(caller.agency)
    if agency is None or caller.role not in set(Role):
        raise Unauthenticated("the token names an agency or a role that this hub does not know")
    return Viewer(
        id=caller.id,
        name=caller.name,
        agency=agency.agency_id,
        agency_type=agency.agency_type,
        area=agency.area,
        role=caller.role,
        conflicts=caller.conflicts,
    )


def viewing(services: Given, caller: SignedIn) -> Viewer:
    """Return the practitioner who asks."""
    return viewer_of(services, caller)


async def asking(
    _: SignedIn,
    purpose: Annotated[str, Header(alias="Hub-Purpose", max_length=64)],
    reason: Annotated[str, Header(alias="Hub-Reason", max_length=4500, description="percent-encoded UTF-8")],
    basis: Annotated[str | None, Header(alias="Hub-Basis", max_length=200)] = None,
    threshold: Annotated[str | None, Header(alias="Hub-Threshold", max_length=64)] = None,
    case: Annotated[str | None, Header(alias="Hub-Case", max_length=200)] = None,
) -> Asked:
    """Return why they ask. Raises: Invalid, naming the header."""
    return Asked(purpose, reason_in(reason), basis, threshold, case, channel="api")


def reason_in(encoded: str) -> str:
    """Return a reason of 10 to 500 characters from its percent-encoded UTF-8."""
    try:
        reason = unquote(encoded, errors="strict").strip()
    except UnicodeDecodeError:
        raise _wrong_reason("Hub-Reason is not percent-encoded UTF-8") from None
    if len(reason) not in REASON_LENGTH:
        raise _wrong_reason("Hub-Reason takes 10 to 500 characters: say why you need this, for this child, now")
    return reason


def _wrong_reason(detail: str) -> Invalid:
    return Invalid(detail, (Fault("/header/Hub-Reason", detail),))


Viewing = Annotated[Viewer, Depends(viewing)]
Asking = Annotated[Asked, Depends(asking)]
