"""/v1/withholdings: keeping entries from an audience, approving that, looking again, and letting go."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from hub.access import Wanted
from hub.api.answers import DISCLOSING, disclosed, problems
from hub.api.asking import Asking, Given, Viewing
from hub.api.children import ChildId
from hub.domain.vocabulary import AgencyType, Ground, Mode, Role
from hub.domain.withholding import AgencyRole, Audience

router = APIRouter(prefix="/v1", tags=["withholdings"], responses=DISCLOSING | problems(409))

WithholdingId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_:.-]{1,100}$")]
Once = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r'^"?[A-Za-z0-9_.:-]{1,100}"?$',
        description="A name of your own for this request: sent again under it, it gets the first answer.",
    ),
]
Name = Annotated[str, Field(pattern=r"^[^\x00]{1,200}$")]
Text = Annotated[str, Field(pattern=r"^[^\x00]{1,2000}$")]


class Excepted(BaseModel):
    """One role at one agency that is not kept from it."""

    model_config = ConfigDict(extra="forbid")
    agency: Name
    role: Role


class AudienceIn(BaseModel):
    """From whom: as in the contract. `everyone_but` lists persons, agencies, or a role at an agency."""

    model_config = ConfigDict(extra="forbid")
    agency_types: list[AgencyType] = []
    agencies: list[Name] = []
    roles: list[Role] = []
    persons: list[Name] = []
    family: bool | list[Name] = False
    everyone_but: list[Name | Excepted] = []

    def audience(self) -> Audience:
        excepted = [one if isinstance(one, str) else AgencyRole(one.agency, one.role) for one in self.everyone_but]
        return Audience(
            agency_types=frozenset(self.agency_types),
            agencies=frozenset(self.agencies),
            roles=frozenset(self.roles),
            persons=frozenset(self.persons),
            family=self.family if isinstance(self.family, bool) else tuple(self.family),
            everyone_but=frozenset(excepted),
        )


class Placing(BaseModel):
    """A withholding to place on entries that one sees.

    `approved_by` is a person who approved it by word: it is in force at once, and they are asked to confirm it.
    `instruction_for` absent: the professionals whom it binds. `already_seen` says whether those who have seen the
    entries go on seeing them; absent: they do on the ground of a police investigation, else not.
    """

    model_config = ConfigDict(extra="forbid")
    entries: list[Name] = Field(min_length=1, max_length=500)
    ground: Ground
    mode: Mode = Mode.SILENT
    audience: AudienceIn
    owner: Role
    review_by: date
    fields: list[Name] | None = Field(default=None, min_length=1)
    approved_by: Name | None = None
    ends: Text | None = None
    reason: Text | None = None
    decided_at: Name | None = None
    investigation_ref: Name | None = None
    protective_instruction: Text | None = None
    instruction_for: AudienceIn | None = None
    already_seen: Literal["keep", "hide"] | None = None

    def wanted(self, once: str | None) -> Wanted:
        told = self.model_dump(exclude={"entries", "audience", "fields", "instruction_for", "already_seen"})
        return Wanted(
            entries=tuple(self.entries),
            audience=self.audience.audience(),
            fields=frozenset(self.fields) if self.fields else None,
            instruction_for=self.instruction_for.audience() if self.instruction_for else None,
            keep_for_those_who_saw=None if self.already_seen is None else self.already_seen == "keep",
            once=once.strip('"') if once else None,
            **told,
        )


class Review(BaseModel):
    """When it is to be looked at next (local date)."""

    model_config = ConfigDict(extra="forbid")
    review_by: date


@router.get("/withholdings", summary="The withholdings that one answers for: overdue first, then by their review")
def listed(services: Given, viewer: Viewing, asked: Asking) -> Response:
    return disclosed(services.access.withholdings(viewer, asked))


@router.get("/children/{child_id}/withholdings/{withholding_id}", summary="One withholding that one answers for")
def one(services: Given, viewer: Viewing, asked: Asking, child_id: ChildId, withholding_id: WithholdingId) -> Response:
    return disclosed(services.access.withholding(viewer, asked, child_id, withholding_id))


@router.post("/children/{child_id}/withholdings", status_code=201, summary="Withhold entries from an audience")
def place(
    services: Given, viewer: Viewing, asked: Asking, child_id: ChildId, placing: Placing, once: Once = None
) -> Response:
    return disclosed(services.access.place_withholding(viewer, asked, child_id, placing.wanted(once)), 201)


@router.post("/children/{child_id}/withholdings/{withholding_id}/approve", summary="Approve it as the second person")
def approve(
    services: Given, viewer: Viewing, asked: Asking, child_id: ChildId, withholding_id: WithholdingId
) -> Response:
    return disclosed(services.access.approve_withholding(viewer, asked, child_id, withholding_id))


@router.post(
    "/children/{child_id}/withholdings/{withholding_id}/decline",
    summary="Refuse to approve it: it stays withheld, as narrow as what nobody approved",
)
def decline(
    services: Given, viewer: Viewing, asked: Asking, child_id: ChildId, withholding_id: WithholdingId
) -> Response:
    return disclosed(services.access.decline_withholding(viewer, asked, child_id, withholding_id))


@router.post("/children/{child_id}/withholdings/{withholding_id}/review", summary="Keep it until the next review")
def review(
    services: Given, viewer: Viewing, asked: Asking, child_id: ChildId, withholding_id: WithholdingId, next_: Review
) -> Response:
    answer = services.access.review_withholding(viewer, asked, child_id, withholding_id, next_.review_by)
    return disclosed(answer)


@router.post("/children/{child_id}/withholdings/{withholding_id}/release", summary="End a withholding")
def release(
    services: Given, viewer: Viewing, asked: Asking, child_id: ChildId, withholding_id: WithholdingId
) -> Response:
    return disclosed(services.access.release_withholding(viewer, asked, child_id, withholding_id))
