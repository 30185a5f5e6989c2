"""Reading a form that was sent: only from our own pages, only text, only so much of it."""

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request

from hub.domain.errors import Invalid, Refused

MOST_BYTES = 20_000
NOT_OURS = "This form was not sent from a page of this service. Open the page again and send it from there."
Form = dict[str, str]


def submitted_within(most_bytes: int) -> Callable[[Request], Coroutine[Any, Any, Form]]:
    """Return what reads the text fields of a form, trimmed.

    It raises:
        Refused: it was not sent from one of our own pages.
        Invalid: it is larger than it can be.
    """

    async def read(request: Request) -> Form:
        if not is_own_form(request):
            raise Refused(NOT_OURS)
        if len(await request.body()) > most_bytes:
            raise Invalid("The form is too long. Shorten what you wrote and send it again.")
        fields = await request.form()
        return {name: value.strip() for name, value in fields.items() if isinstance(value, str)}

    return read


submitted = submitted_within(MOST_BYTES)


def is_own_form(request: Request) -> bool:
    """Whether the browser says that the form came from this site (the cookie is SameSite=Strict besides)."""
    if site := request.headers.get("sec-fetch-site"):
        return site == "same-origin"
    return urlsplit(request.headers.get("origin", "")).netloc == request.headers.get("host")
