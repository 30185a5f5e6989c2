"""Errors as pages: what happened, and what to do about it; one table."""

from dataclasses import dataclass
from typing import ClassVar

from eventsourcing.persistence import PersistenceError
from fastapi import Request
from fastapi.responses import HTMLResponse

from hub.domain.errors import HubError, Refused
from hub.pages.house import House, Reader


@dataclass(frozen=True, slots=True)
class Fault:
    """How one kind of error is answered; `says_detail` where the error's own words are for the reader."""

    status: int
    title: str
    todo: str
    says_detail: bool = False
    duty_numbers: bool = False


_UNAVAILABLE = Fault(
    503,
    "Records cannot be shown at the moment",
    "Nothing has been shown and nothing you did is lost. If a child may be at risk now, do not wait: ring.",
    duty_numbers=True,
)
_CLOSED = Fault(
    503,
    "Records cannot be shown until the hub has caught up",
    "The hub was restored from a backup, or an older version of it was started. It shows nothing until everything that "
    "was withheld, erased or decided since then counts again. You can still raise a concern, and nothing that agencies "
    "send is lost. If a child may be at risk now, do not wait: ring.",
    duty_numbers=True,
)
_FAULTS = {
    "closed-after-restore": _CLOSED,
    "store-unavailable": _UNAVAILABLE,
    "not-found": Fault(
        404,
        "There is nothing to show",
        "There is no such record, or none that you can see for this purpose. Check the address, search again, or ring "
        "the duty line. This is not a sign that a child is safe.",
    ),
    "no-such-page": Fault(
        404,
        "Page not found",
        "If you typed the web address, check it is correct. If you pasted it, check that you copied the whole of it. "
        "Nothing about any child follows from this page.",
    ),
    "not-opened-so": Fault(
        405,
        "This page cannot be opened from its address",
        "It belongs to a form. Go back to the start page and open the form from there. Nothing was sent.",
    ),
    "too-much-sent": Fault(
        413,
        "What you sent is too long",
        "Nothing was sent. Go back, shorten what you wrote and send it again.",
    ),
    "refused": Fault(
        403,
        "You cannot see this",
        "If you need it to protect a child, say why under another purpose, or ring the duty line.",
        says_detail=True,
    ),
    "conflict": Fault(
        409,
        "Somebody else was first",
        "Nothing you did has been lost and nothing was done twice. Go back to the list and look again.",
        True,
    ),
    "unauthenticated": Fault(
        401,
        "You cannot be signed in",
        "The hub does not know your agency or your role. Ask whoever runs the hub to register them. If a child may be "
        "at risk now, do not wait: ring.",
        duty_numbers=True,
    ),
    "invalid": Fault(400, "There is a problem with what was sent", "Go back, put it right and try again.", True),
    "policy-unavailable": _UNAVAILABLE,
    "audit-unavailable": _UNAVAILABLE,
    "unexpected": Fault(
        500,
        "Sorry, there is a problem with the service",
        "Nothing you did is lost. Try again; if a child may be at risk now, do not wait: ring.",
        says_detail=True,
        duty_numbers=True,
    ),
}
_OTHER = Fault(500, "Sorry, there is a problem with the service", "Try again later.", duty_numbers=True)


@dataclass
class StoreUnavailable(HubError):
    """The store did not answer a page."""

    code: ClassVar[str] = "store-unavailable"


def fault_page(house: House, request: Request, error: HubError) -> HTMLResponse:
    """The page of an error. Its words depend on the kind of error and, for a refusal, its own reason and rules."""
    fault = _FAULTS.get(error.code, _OTHER)
    reader = None if fault.duty_numbers else _reader(house, request)
    values = {
        "fault": fault,
        "detail": error.detail if fault.says_detail else "",
        "rules": error.rules if isinstance(error, Refused) else (),
        "agencies": house.directory.agencies() if fault.duty_numbers else (),
    }
    return house.page("fault.html", reader, values, fault.status)


def _reader(house: House, request: Request) -> Reader | None:
    """Who is signed in, for the menu; an error has its page also where nobody can tell who it is."""
    try:
        return house.reader_or_none(request)
    except (HubError, PersistenceError):
        return None
