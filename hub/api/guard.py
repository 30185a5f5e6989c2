"""Around every answer: what is read at most, headers that keep it out of caches and frames, and errors that tell
nothing of themselves even to the server's log."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException

from hub.api.handlers import unexpected

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
MOST_BODY_BYTES = 2_000_000
"""Read of any request, before anybody has signed in; a message takes at most half of it."""


class AnswerBrokenOff(Exception):
    """An error came after an answer had begun; what it was stands in the log under its reference."""


class Guard:
    """Adds the headers that an answer does not set itself.

    An unexpected error is answered here: further out the server would log its text, which may hold personal data.
    """

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def answer(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                _complete(message)
            await send(message)

        try:
            await self._app(scope, limited(receive), answer)
        except Exception as error:  # noqa: BLE001 (whatever it is, it must not pass on to where its text is logged)
            told = unexpected(error)
            if has_begun:
                raise AnswerBrokenOff from None
            await told(scope, receive, answer)


def limited(receive: Receive) -> Receive:
    """Return the same stream of a request's body, which ends in an error where it grows too large."""
    read = 0

    async def some() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > MOST_BODY_BYTES:
            raise HTTPException(413)
        return message

    return some


def _complete(message: Message) -> None:
    headers = MutableHeaders(raw=message["headers"])
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
