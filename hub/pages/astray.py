"""Whoever goes astray in a browser gets a page: a mistyped address, a form's address opened by itself, too much sent.

Programs get problem+json at the same addresses, as they do at every address of the interface.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any, ClassVar, cast

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from hub.domain.errors import HubError
from hub.pages.faults import fault_page
from hub.pages.headers import with_page_headers
from hub.pages.house import House

Handler = Callable[[Request, Exception], Response | Awaitable[Response]]


@dataclass
class NoSuchPage(HubError):
    """There is no page at an address, whatever the hub holds."""

    code: ClassVar[str] = "no-such-page"


@dataclass
class NotOpenedSo(HubError):
    """An address takes a form that is sent, and is no page to open, or the other way round."""

    code: ClassVar[str] = "not-opened-so"


@dataclass
class TooMuchSent(HubError):
    """More was sent than any page takes."""

    code: ClassVar[str] = "too-much-sent"


BY_STATUS: dict[int, type[HubError]] = {404: NoSuchPage, 405: NotOpenedSo, 413: TooMuchSent}


def install(app: FastAPI, house: House, programs: frozenset[str]) -> None:
    """Answer the framework's own errors as pages where a browser asks; `programs` are the first parts of the
    interface's addresses, where the application's handler goes on answering."""
    otherwise = cast(Handler, app.exception_handlers[HTTPException])

    async def answer(request: Request, error: Exception) -> Response:
        kind = BY_STATUS.get(error.status_code) if isinstance(error, HTTPException) else None
        if kind is None or not is_browsers(request, programs):
            told: Any = otherwise(request, error)
            return cast(Response, await told if isawaitable(told) else told)
        page = await run_in_threadpool(fault_page, house, request, kind(str(kind.code)))
        return with_page_headers(page)

    app.add_exception_handler(HTTPException, answer)


def is_browsers(request: Request, programs: frozenset[str]) -> bool:
    """Say whether a person at a browser asked: it takes pages, and the address is none of the interface's."""
    return first_part(request.url.path) not in programs and "text/html" in request.headers.get("accept", "")


def first_part(path: str) -> str:
    """Return the first part of an address: `v1` of `/v1/caseload`."""
    return path.lstrip("/").partition("/")[0]
