"""Outside every answer: the ids by which a request is followed, its step of a trace, and its count."""

import re
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from structlog.contextvars import bound_contextvars

from exchange.telemetry import SpanName, read_trace, span
from hub.metrics import HTTP_REQUESTS, HTTP_SECONDS, told_request

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

REQUEST_ID = "X-Request-ID"
OURS_TO_REPEAT = re.compile(r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.ASCII)
"""A UUID, with or without its hyphens. Anything else a caller sends may be a name or a number, and is not repeated."""


class Observed:
    """Binds `request_id` and `trace_id` to what is logged within a request, and echoes the first where it was sent."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        sent = headers.get(REQUEST_ID)
        request_id = request_id_of(sent)
        parent = read_trace(headers.get("traceparent"))
        with bound_contextvars(request_id=request_id), span(SpanName.REQUEST, parent, method=scope["method"]):
            await self._app(scope, receive, self._counting(scope, send, request_id if request_id == sent else None))

    def _counting(self, scope: Scope, send: Send, echoed: str | None) -> Send:
        began = time.perf_counter()

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                if echoed is not None:
                    MutableHeaders(raw=message["headers"])[REQUEST_ID] = echoed
                template = getattr(scope.get("route"), "path", None)
                HTTP_REQUESTS.labels(*told_request(template, scope["method"], int(message["status"]))).inc()
                HTTP_SECONDS.observe(time.perf_counter() - began)
            await send(message)

        return answer


def request_id_of(sent: str | None) -> str:
    """Return the id that the caller sent, if it is a UUID, or a new one."""
    return sent if sent is not None and OURS_TO_REPEAT.fullmatch(sent) else str(uuid4())
