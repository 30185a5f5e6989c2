"""What went wrong, told to programs: one table from the hub's errors to problem+json (RFC 9457)."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi.responses import JSONResponse

from hub.domain.errors import ClosedAfterRestore, HubError, Invalid, Refused, TooMany

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:safeguarding:problem:{code}"
WITHOUT_HUB = "Nothing can be shown now. For a child's safety, ring the duty line: {duty_line}."


@dataclass(frozen=True, slots=True)
class Kind:
    """How one code of the hub's errors is told: the HTTP status and the title for people."""

    status: int
    title: str


KINDS: Mapping[str, Kind] = {
    "refused": Kind(403, "The rules do not allow this"),
    "not-found": Kind(404, "Not found"),
    "invalid": Kind(400, "The request is not well-formed"),
    "conflict": Kind(409, "Somebody else wrote first"),
    "name-taken": Kind(409, "The name of this request was given to another one"),
    "policy-unavailable": Kind(503, "No decision can be had now, so nothing is shown"),
    "audit-unavailable": Kind(503, "The access cannot be recorded now, so nothing is shown"),
    "key-missing": Kind(503, "What is asked for cannot be opened now"),
    "misconfigured": Kind(503, "The hub is not set up for this"),
    "unauthenticated": Kind(401, "Sign in first"),
    "too-large": Kind(413, "The message is too large"),
    "method-not-allowed": Kind(405, "This address does not take that method"),
    "unsupported": Kind(415, "This content type is not taken"),
    "closed-after-restore": Kind(503, "The hub was restored and is not open to readers yet"),
    "too-many": Kind(429, "More than can be taken now; wait and send again"),
    "too-slow": Kind(408, "The message came too slowly"),
    "unavailable": Kind(503, "Not available now"),
}
UNKNOWN = Kind(500, "Something went wrong in the hub")


def kind_of(code: str) -> Kind:
    """Return how a code is told; one that is not in the table is told as an error of the hub's own."""
    return KINDS.get(code, UNKNOWN)


def problem(
    code: str, detail: str, more: Mapping[str, object] | None = None, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """Return the answer for one code; `more` are members of its own, such as `errors`."""
    kind = kind_of(code)
    told = {"type": TYPE.format(code=code), "title": kind.title, "status": kind.status, "detail": detail}
    body = told | dict(more or {})
    return JSONResponse(body, kind.status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def problem_of(error: HubError, duty_line: str) -> JSONResponse:
    """Return the answer for an error of the hub; where nothing can be shown, with the duty line instead of a cause."""
    if isinstance(error, ClosedAfterRestore):
        return problem(error.code, f"{error.detail} {WITHOUT_HUB.format(duty_line=duty_line)}")
    if kind_of(error.code).status >= 500:
        return problem(error.code, WITHOUT_HUB.format(duty_line=duty_line))
    return problem(error.code, error.detail, _members(error), _headers(error))


def _members(error: HubError) -> dict[str, object]:
    if isinstance(error, Refused):
        return {"rules": list(error.rules)}
    if isinstance(error, Invalid):
        return {"errors": [{"pointer": fault.pointer, "detail": fault.detail} for fault in error.faults]}
    return {}


def _headers(error: HubError) -> dict[str, str]:
    if isinstance(error, TooMany):
        return {"Retry-After": str(error.retry_after_s)}
    return {"WWW-Authenticate": "Bearer"} if kind_of(error.code).status == 401 else {}
