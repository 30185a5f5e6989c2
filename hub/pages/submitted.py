"""Reading a form that was sent: only from our own pages, only text, only so much of it."""

from urllib.parse import urlsplit

from fastapi import Request

from hub.domain.errors import Invalid, Refused

MOST_BYTES = 20_000
Form = dict[str, str]


async def submitted(request: Request) -> Form:
    """The text fields of a form, trimmed.

    Raises:
        Refused: it was not sent from one of our own pages.
        Invalid: it is larger than any form of ours.
    """
    if not is_own_form(request):
        raise Refused("This form was not sent from a page of this service. Open the page again and send it from there.")
    if len(await request.body()) > MOST_BYTES:
        raise Invalid("The form is too long. Shorten what you wrote and send it again.")
    fields = await request.form()
    return {name: value.strip() for name, value in fields.items() if isinstance(value, str)}


def is_own_form(request: Request) -> bool:
    """Whether the browser says that the form came from this site (the cookie is SameSite=Strict besides)."""
    if site := request.headers.get("sec-fetch-site"):
        return site == "same-origin"
    return urlsplit(request.headers.get("origin", "")).netloc == request.headers.get("host")
