"""/v1/children and /v1/caseload: finding a child and reading who the child is."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from hub.api.answers import DISCLOSING, disclosed
from hub.api.asking import Asking, Given, Viewing
from hub.identity.find import SearchQuery

router = APIRouter(prefix="/v1", tags=["children"], responses=DISCLOSING)

ChildId = Annotated[str, Path(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Words = Annotated[str, Field(min_length=1, max_length=200)]


class Identifier(BaseModel):
    """An identifier as it is printed: spaces and hyphens do not matter."""

    model_config = ConfigDict(extra="forbid")
    system: Words
    value: Words


class Search(BaseModel):
    """Identifiers, or given names, family name and date of birth together."""

    model_config = ConfigDict(extra="forbid")
    identifiers: list[Identifier] = Field(default=[], max_length=10)
    given_names: Words | None = None
    family_name: Words | None = None
    date_of_birth: date | None = None

    def query(self) -> SearchQuery:
        return SearchQuery(
            tuple((identifier.system, identifier.value) for identifier in self.identifiers),
            self.given_names,
            self.family_name,
            self.date_of_birth.isoformat() if self.date_of_birth else None,
        )


@router.post("/children/search", summary="Find a child")
def search(services: Given, viewer: Viewing, asked: Asking, wanted: Search) -> Response:
    return disclosed(services.access.search(viewer, asked, wanted.query()))


@router.get("/children/{child_id}", summary="Who a child is, and who is involved")
def child(services: Given, viewer: Viewing, asked: Asking, child_id: ChildId) -> Response:
    return disclosed(services.access.identity(viewer, asked, child_id))


@router.get("/caseload", summary="The children one works with")
def caseload(services: Given, viewer: Viewing, asked: Asking) -> Response:
    return disclosed(services.access.caseload(viewer, asked))
