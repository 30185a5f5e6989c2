"""/v1/audit: the log of accesses for IG leads, and the proofs that it was not changed for anyone who reads."""

import base64
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import PlainTextResponse

from hub.api.answers import DISCLOSING, disclosed, plain, problems
from hub.api.asking import Asking, Given, SignedIn, Viewing

router = APIRouter(prefix="/v1/audit", tags=["audit"])

Word = Annotated[str | None, Query(pattern=r"^[^\x00]{1,200}$")]
Size = Annotated[int, Query(ge=0, le=2**53)]
AuditId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,100}$")]


@router.get("/records", summary="Accesses, newest first", responses=DISCLOSING)
def records(
    services: Given,
    viewer: Viewing,
    asked: Asking,
    person: Word = None,
    cursor: Word = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> Response:
    return disclosed(services.access.audit_records(viewer, asked, person=person, cursor=cursor, limit=limit))


@router.get(
    "/checkpoint",
    summary="The signed checkpoint of the log (c2sp tlog-checkpoint)",
    responses=problems(401, 503) | {200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    response_class=PlainTextResponse,
)
def checkpoint(services: Given, _: SignedIn) -> Response:
    return PlainTextResponse(services.audit.checkpoint())


@router.get("/consistency", summary="The proof that the log only grew (RFC 6962)", responses=problems(400, 401, 503))
def consistency(services: Given, _: SignedIn, old: Size, new: Size) -> Response:
    return plain({"old": old, "new": new, "hashes": _encoded(services.audit.consistency(old, new))})


@router.get("/proofs/{audit_id}", summary="The proof that an access is in the log", responses=problems(400, 401, 404))
def proof(services: Given, _: SignedIn, audit_id: AuditId) -> Response:
    """For whoever holds the random id that came with an answer in `Hub-Audit`."""
    return plain(services.audit.proof(audit_id).to_json())


def _encoded(hashes: tuple[bytes, ...]) -> list[str]:
    return [base64.b64encode(one).decode() for one in hashes]
