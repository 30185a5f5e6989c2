"""How an answer is told: JSON with the id of its audit record, and what the interface's document says of problems."""

from collections.abc import Mapping
from typing import Any

import orjson
from fastapi import Response

from hub.access import Disclosed
from hub.api.problems import KINDS, MEDIA_TYPE, UNKNOWN

AUDIT_HEADER = "Hub-Audit"

PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "rules": {"type": "array", "items": {"type": "string"}},
        "errors": {"type": "array", "items": {"type": "object"}},
        "reference": {"type": "string"},
    },
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what the interface's document says of the problems with these statuses."""
    titles = {UNKNOWN.status: UNKNOWN.title} | {kind.status: kind.title for kind in KINDS.values()}
    return {status: _documented(titles[status]) for status in statuses}


def _documented(title: str) -> dict[str, Any]:
    return {"description": title, "content": {MEDIA_TYPE: {"schema": PROBLEM_SCHEMA}}}


def default_problem() -> dict[int | str, dict[str, Any]]:
    """Return what the document says of any other status: a problem too."""
    return {"default": _documented("A problem")}


SIGNED_IN = problems(400, 401, 503)
DISCLOSING = problems(400, 401, 403, 404, 503)


def disclosed(answer: Disclosed, status: int = 200) -> Response:
    """Return a disclosing answer with its `Hub-Audit`."""
    return plain(answer.answer, status, {AUDIT_HEADER: answer.audit_id})


def plain(document: Mapping[str, object], status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return a JSON answer as it is; one that tells of a child goes through `disclosed`."""
    return Response(orjson.dumps(dict(document)), status, headers, media_type="application/json")
