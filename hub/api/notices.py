"""/v1/notices: what the hub tells an agency unasked, for one without Kafka; each byte for byte as on its topic."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from hub.api.answers import plain, problems
from hub.api.asking import Given
from hub.api.events import Holding

HIGHEST = 2**53 - 1

router = APIRouter(prefix="/v1", tags=["events"])


@router.get(
    "/notices",
    summary="The notices to one's agency: the exact text that was signed in `value`, its signature in `jws`",
    responses=problems(400, 401, 403),
)
def notices(
    services: Given,
    caller: Holding,
    after: Annotated[int, Query(ge=0, le=HIGHEST, description="The number of the last that you have read.")] = 0,
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
) -> Response:
    found, last = services.notices.of(caller.agency, after, limit)
    return plain({"notices": [dict(one) for one in found], "last": last})
