"""Around every answer: headers that keep it out of caches and frames, and counters that know no child."""

import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.datastructures import MutableHeaders

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
UNKNOWN_ROUTE = "none"


class Guard:
    """Adds the headers that an answer does not set itself, and counts answers by route, method and status."""

    def __init__(self, app: App, registry: CollectorRegistry) -> None:
        self._app = app
        labels = ("route", "method", "status")
        self._answers = Counter("hub_http_answers", "Answers given over HTTP.", labels, registry=registry)
        self._seconds = Histogram("hub_http_seconds", "Seconds to an answer's first byte.", registry=registry)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                _complete(message)
                self._count(scope, int(message["status"]), time.perf_counter() - began)
            await send(message)

        await self._app(scope, receive, answer)

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        """The route's template is counted, never the address, which holds a child's id."""
        route = getattr(scope.get("route"), "path", UNKNOWN_ROUTE)
        method = scope["method"] if route != UNKNOWN_ROUTE else UNKNOWN_ROUTE
        self._answers.labels(route, method, str(status)).inc()
        self._seconds.observe(seconds)


def _complete(message: Message) -> None:
    headers = MutableHeaders(raw=message["headers"])
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
