"""/v1/children/{child_id}/chronology and /household: a child's chronology as JSON or CSV, or with the siblings'."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Response

from exchange.schemas import themes
from hub.access import Asked, Filters, Viewer
from hub.api.answers import AUDIT_HEADER, DISCLOSING, disclosed
from hub.api.asking import Asking, Given, Viewing
from hub.api.children import ChildId
from hub.api.csv_export import MEDIA_TYPE as CSV
from hub.api.csv_export import Provenance, as_csv
from hub.api.services import Services
from hub.domain.errors import Fault, Invalid
from hub.domain.vocabulary import EntryState

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
    theme: Word = None,
    state: EntryState | None = None,
    as_known_at: datetime | None = None,
    cursor: Word = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    accept: Annotated[str, Header(include_in_schema=False)] = "*/*",
) -> Response:
    filters = Filters(first, last, agency, category, significance is not None, with_offset(as_known_at), cursor, limit)
    filters = replace(filters, categories=themed(theme), state=state)
    if CSV in accept:
        return _exported(services, viewer, asked, child_id, filters)
    return disclosed(services.access.chronology(viewer, asked, child_id, filters))


def _exported(services: Services, viewer: Viewer, asked: Asked, child_id: str, filters: Filters) -> Response:
    """All pages as one file: a file that holds a part and does not say so would be read as the whole."""
    answer = services.access.export(viewer, asked, child_id, filters)
    read = Provenance(viewer.name, viewer.role, viewer.agency, asked.purpose, asked.reason, str(answer.answer["at"]))
    headers = {AUDIT_HEADER: answer.audit_id, "Content-Disposition": 'attachment; filename="chronology.csv"'}
    return Response(as_csv(answer.answer, read), headers=headers, media_type=CSV)


@router.get("/children/{child_id}/household", summary="A child's household, and its chronologies as one")
def household(
    services: Given,
    viewer: Viewing,
    asked: Asking,
    child_id: ChildId,
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
    significance: Literal["significant"] | None = None,
    cursor: Word = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Response:
    filters = Filters(first, last, significant_only=significance is not None, cursor=cursor, limit=limit)
    return disclosed(services.access.household(viewer, asked, child_id, filters))


def themed(theme: str | None) -> frozenset[str] | None:
    """Return the categories of a theme. Raises: Invalid, for one that is not listed."""
    if theme is None:
        return None
    found = [one for one in themes() if one["code"] == theme]
    if not found:
        detail = "is no theme: themes.v1.json lists them"
        raise Invalid(f"/query/theme {detail}", (Fault("/query/theme", detail),))
    return frozenset(found[0]["categories"])


def with_offset(moment: datetime | None) -> datetime | None:
    """Return an instant, which needs an offset: without one it means another moment in each place."""
    if moment is not None and moment.tzinfo is None:
        detail = "as_known_at needs an offset, such as 2026-03-02T10:00:00Z"
        raise Invalid(detail, (Fault("/query/as_known_at", detail),))
    return moment
