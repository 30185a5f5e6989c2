"""/v1/events and /v1/receipts: the way in for an agency without Kafka, and the hub's signed answers to it."""

import asyncio
from typing import Annotated, Literal, TypeVar
from urllib.parse import quote

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from hub.api.answers import plain, problems
from hub.api.asking import Given, SignedIn
from hub.api.errors import TooLarge, TooSlow, Unsupported
from hub.api.hands import Hands
from hub.api.tokens import Caller
from hub.domain.errors import Fault, Invalid, NotFound, Refused
from hub.domain.vocabulary import Role

ONLY_WHO_SENDS = "receipts-for-those-who-send"
NOT_THEIRS = "The list is for an agency's operator, data officer, information governance or safeguarding lead."
MEDIA_TYPE = "application/cloudevents+json"
HOLDERS = frozenset({Role.OPERATOR, Role.DATA_OFFICER, Role.IG_LEAD, Role.DESIGNATED_SAFEGUARDING_LEAD})
"""Who lists what became of an agency's messages: whoever runs its connector, and who answers for what it sends. The
list tells how much an agency sends about children, which a practitioner does not need; one message's receipt is for
whoever sent it and knows its id."""
MOST_BYTES = 1_000_000
"""Value and headers together (contract, topics and messages)."""
TOO_LARGE = "value and headers together take at most 1,000,000 bytes: send attachments by reference"
LANE = "The lane of the envelope's topic. One that says `urgent` is read while the others wait to be."
BODY_SECONDS = 20.0
"""How long a body may take to come; a megabyte at the pace of a telephone line."""

Found = TypeVar("Found")

router = APIRouter(prefix="/v1", tags=["events"])

SCHEMA = {"requestBody": {"required": True, "content": {MEDIA_TYPE: {"schema": {"type": "object"}}}}}


@router.post(
    "/events",
    status_code=202,
    summary="Send a signed envelope",
    responses=problems(400, 401, 408, 413, 415, 429, 503),
    openapi_extra=SCHEMA,
)
async def send(
    request: Request,
    services: Given,
    caller: SignedIn,
    jws: Annotated[str, Header(alias="Hub-JWS", max_length=10_000)],
    lane: Annotated[Literal["events", "urgent"] | None, Header(alias="Hub-Lane", description=LANE)] = None,
) -> Response:
    hands: Hands = request.app.state.urgent_hands if lane == "urgent" else request.app.state.hands
    must_be_cloudevent(request.headers.get("content-type", ""))
    async with hands.taking(caller.agency):
        value = await body_of(request, MOST_BYTES - len(jws))
        place = await run_in_threadpool(services.submit, caller.agency, value, jws, lane)
    return plain({"receipt": place}, 202, {"Location": place})


def holding(caller: SignedIn) -> Caller:
    """Return a caller who may list the receipts of their agency. Raises: Refused."""
    if caller.role not in HOLDERS:
        raise Refused(NOT_THEIRS, (ONLY_WHO_SENDS,))
    return caller


Holding = Annotated[Caller, Depends(holding)]


@router.get(
    "/receipts/{source}/{event_id:path}",
    summary="The receipt of one message; signed, with `Hub-JWS`, where a CloudEvent is asked for",
    responses=problems(401, 404),
)
def receipt(
    services: Given,
    caller: SignedIn,
    source: Annotated[str, Path(max_length=200)],
    event_id: Annotated[str, Path(max_length=300)],
    accept: Annotated[str, Header(max_length=200)] = "application/json",
) -> Response:
    must_be_text(source, event_id)
    if MEDIA_TYPE in accept:
        value, jws = found_or_none_yet(services.receipts.signed(caller.agency, source, event_id))
        return Response(value, media_type=MEDIA_TYPE, headers={"Hub-JWS": jws})
    return plain(found_or_none_yet(services.receipts.one(caller.agency, source, event_id)))


@router.get("/receipts", summary="The receipts of one's agency", responses=problems(400, 401, 403))
def receipts(
    services: Given,
    caller: Holding,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Response:
    must_be_text(cursor or "")
    found, following = services.receipts.of(caller.agency, cursor, limit)
    return plain({"receipts": [dict(one) for one in found], "next_cursor": following})


def found_or_none_yet(found: Found | None) -> Found:
    """Return what was found. Raises: NotFound, in the same words whatever the reason."""
    if found is None:
        raise NotFound("There is no receipt yet for a message of that source and id from your agency.")
    return found


def receipt_path(source: str, event_id: str) -> str:
    """Return the address of a message's receipt."""
    return f"/v1/receipts/{quote(source, safe='')}/{quote(event_id, safe='')}"


async def body_of(request: Request, most: int) -> bytes:
    """Return the body as it was sent, read no further than `most` bytes; one that says it is larger is not read.

    Raises:
        TooLarge: it is larger.
        TooSlow: it did not come within twenty seconds.
    """
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said) > most:
        raise TooLarge(TOO_LARGE)
    value = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.stream():
                value += part
                if len(value) > most:
                    raise TooLarge(TOO_LARGE)
    except TimeoutError:
        raise TooSlow(f"send a message within {BODY_SECONDS:.0f} seconds") from None
    return bytes(value)


def must_be_cloudevent(content_type: str) -> None:
    """Raise Unsupported for any other content type."""
    if content_type.partition(";")[0].strip().lower() != MEDIA_TYPE:
        raise Unsupported(f"send a CloudEvent in structured mode: Content-Type: {MEDIA_TYPE}")


def must_be_text(*words: str) -> None:
    """Raise Invalid for NUL, which no store keeps in text."""
    if any("\0" in word for word in words):
        raise Invalid("an address holds no NUL character", (Fault("/path", "NUL"),))
