"""Where every error becomes problem+json, the framework's own included; none tells of the code behind it."""

import secrets
from collections.abc import Sequence
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from hub.api.problems import problem, problem_of
from hub.domain.errors import HubError

LOG = structlog.get_logger("hub.api")
CODES = {
    400: "invalid",
    401: "unauthenticated",
    403: "refused",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
}
NO_SUCH_ADDRESS = "There is nothing at this address."


def install(app: FastAPI, duty_line: str) -> None:
    """Put the handlers into the application."""

    def of_the_hub(_: Request, error: Exception) -> Response:
        return problem_of(error, duty_line) if isinstance(error, HubError) else unexpected(error)

    app.add_exception_handler(HubError, of_the_hub)
    app.add_exception_handler(RequestValidationError, not_well_formed)
    app.add_exception_handler(HTTPException, of_the_framework)
    app.add_exception_handler(Exception, lambda _, error: unexpected(error))


def not_well_formed(_: Request, error: Exception) -> Response:
    """Tell each place that is wrong, never what stood there."""
    found: Sequence[Any] = error.errors() if isinstance(error, RequestValidationError) else ()
    faults = [{"pointer": pointer(one["loc"]), "detail": str(one["msg"])} for one in found]
    return problem("invalid", "See errors for each place that is wrong.", {"errors": faults})


def pointer(place: Sequence[int | str]) -> str:
    """Return an RFC 6901 pointer for where a value stands in the request."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in place)


def of_the_framework(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    if status not in CODES:
        return unexpected(error)
    return problem(CODES[status], NO_SUCH_ADDRESS if status == 404 else "See the title.", headers=headers)


def unexpected(error: Exception) -> Response:
    """Log under a reference number what kind of error it was and where; tell the number alone."""
    reference = secrets.token_hex(6)
    LOG.error("unexpected-error", reference=reference, exc_info=error)
    return problem("hub-error", f"Quote this reference number to the operator: {reference}", {"reference": reference})
