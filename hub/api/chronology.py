"""/v1/children/{child_id}/chronology: the child's chronology as JSON or CSV."""

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Response

from hub.access import Filters
from hub.api.answers import AUDIT_HEADER, DISCLOSING, disclosed
from hub.api.asking import Asking, Given, Viewing
from hub.api.children import ChildId
from hub.api.csv_export import MEDIA_TYPE as CSV
from hub.api.csv_export import as_csv
from hub.domain.errors import Fault, Invalid

router = APIRouter(prefix="/v1", tags=["children"], responses=DISCLOSING)

Word = Annotated[str | None, Query(max_length=100)]


@router.get(
    "/children/{child_id}/chronology",
    summary="The chronology of a child",
    responses={200: {"content": {CSV: {"schema": {"type": "string"}}}}},
)
def chronology(
    services: Given,
    viewer: Viewing,
    asked: Asking,
    child_id: ChildId,
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
    agency: Word = None,
    category: Word = None,
    significance: Literal["significant"] | None = None,
    as_known_at: datetime | None = None,
    cursor: Word = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    accept: Annotated[str, Header(include_in_schema=False)] = "*/*",
) -> Response:
    filters = Filters(first, last, agency, category, significance is not None, with_offset(as_known_at), cursor, limit)
    answer = services.access.chronology(viewer, asked, child_id, filters)
    if CSV in accept:
        return Response(as_csv(answer.answer), headers={AUDIT_HEADER: answer.audit_id}, media_type=CSV)
    return disclosed(answer)


def with_offset(moment: datetime | None) -> datetime | None:
    """Return an instant, which needs an offset: without one it means another moment in each place."""
    if moment is not None and moment.tzinfo is None:
        detail = "as_known_at needs an offset, such as 2026-03-02T10:00:00Z"
        raise Invalid(detail, (Fault("/query/as_known_at", detail),))
    return moment
