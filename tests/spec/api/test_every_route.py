"""Rules that hold for every route there is, found by walking the application."""

from collections.abc import Iterator

import pytest
from builders.access import CHILD, ENQUIRY, SOCIAL_WORKER, entry, involved, opening
from builders.api import SampleInterface
from fastapi.routing import APIRoute

from hub.api.app import FAMILIES

OPEN = {"/healthz", "/readyz", "/metrics", "/.well-known/jwks.json"}
TELL_OF_NO_CHILD = {
    "/v1/events",
    "/v1/receipts",
    "/v1/notices",
    "/v1/receipts/{source}/{event_id:path}",
    "/v1/directory",
    "/v1/audit/checkpoint",
    "/v1/audit/consistency",
    "/v1/audit/proofs/{audit_id}",
}
BODIES: dict[str, object] = {
    "/v1/events/outcomes": {"events": [{"source": "urn:agency:northshire-csc:system", "id": "e-open"}]},
    "/v1/children/search": {"identifiers": [{"system": "nhs-number", "value": "943 476 5919"}]},
    "/v1/children/{child_id}/withholdings": {
        "entries": ["e-open"],
        "ground": "significant-harm",
        "audience": {"family": True},
        "owner": "team-manager",
        "review_by": "2026-03-20",
    },
    "/v1/children/{child_id}/withholdings/{withholding_id}/review": {"review_by": "2026-04-20"},
    "/v1/quarantine/{item_id}/retry": {"reason": "its schema was mended"},
    "/v1/quarantine/{item_id}/file": {"reason": "it is this child", "child_id": CHILD},
    "/v1/quarantine/{item_id}/close": {"reason": "sent by mistake, the agency says"},
    "/v1/suspects/{entry_id}/confirm": {"reason": "found in its own log", "told_by": "Inspector Vance"},
    "/v1/suspects/{entry_id}/reject": {"reason": "not found in its log", "told_by": "Inspector Vance"},
    "/v1/identity/reviews/{item_id}/decide": {"reason": "same address and school", "new": True},
}


def routes(api: SampleInterface) -> Iterator[tuple[str, str]]:
    """Each (method, path template) of the document; the walk fails where there is none."""
    documented = api.client.get("/openapi.json").json()["paths"]
    found = [(method.upper(), path) for path, methods in documented.items() for method in methods]
    assert len(found) > 15
    yield from found


def filled(path: str) -> str:
    told = {"child_id": CHILD, "withholding_id": "w-1", "audit_id": "0", "item_id": "q-0", "entry_id": "e-1"}
    told |= {"source": "urn:agency:a:b", "event_id": "1"}
    return path.replace("{event_id:path}", "{event_id}").format(**told)


def test_every_route_is_documented(api: SampleInterface) -> None:
    documented = {path for _, path in routes(api)}
    served = {route.path_format for route in all_routes()}
    assert served == documented


def all_routes() -> list[APIRoute]:
    routed = (route for family in FAMILIES for route in family.router.routes)
    return [route for route in routed if isinstance(route, APIRoute) and route.include_in_schema]


def test_every_route_but_the_open_ones_asks_who_is_calling(api: SampleInterface) -> None:
    asked = [(method, path) for method, path in routes(api) if path not in OPEN]
    answers = {(m, p): api.client.request(m, filled(p), json=BODIES.get(p), headers=ENVELOPE) for m, p in asked}
    assert {key: answer.status_code for key, answer in answers.items()} == dict.fromkeys(answers, 401)
    assert all(answer.headers["www-authenticate"] == "Bearer" for answer in answers.values())


ENVELOPE = {"Hub-JWS": "a..b"}


def test_every_route_that_tells_of_children_writes_an_audit_record(api: SampleInterface) -> None:
    api.hub.given(opening())
    for method, path in routes(api):
        if path in OPEN | {"/v1/events"} or path.replace("{event_id}", "{event_id:path}") in TELL_OF_NO_CHILD:
            continue
        before = len(api.hub.audited())
        api.client.request(method, filled(path), json=BODIES.get(path), headers=api.headers(SOCIAL_WORKER, ENQUIRY))
        assert len(api.hub.audited()) > before, f"{method} {path} left no record"


@pytest.mark.parametrize("header", ["Hub-Purpose", "Hub-Reason"])
def test_every_route_that_tells_of_children_asks_why_and_names_the_missing_header(
    api: SampleInterface, header: str
) -> None:
    headers = api.headers(SOCIAL_WORKER, ENQUIRY)
    del headers[header]
    for method, path in routes(api):
        if path in OPEN or path.replace("{event_id}", "{event_id:path}") in TELL_OF_NO_CHILD:
            continue
        answer = api.client.request(method, filled(path), json=BODIES.get(path), headers=headers)
        assert answer.status_code == 400, path
        assert f"/header/{header}" in [error["pointer"] for error in answer.json()["errors"]]


def test_every_answer_stays_out_of_caches(api: SampleInterface) -> None:
    for method, path in routes(api):
        answer = api.client.request(method, filled(path))
        assert answer.headers["cache-control"] == "no-store", path
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"


def test_an_error_is_a_problem_document_whatever_went_wrong(api: SampleInterface) -> None:
    api.hub.given(opening(), entry("e-1", involvements=[involved("e-1", "northshire-csc", "allocated", "u-sw")]))
    signed = api.headers(SOCIAL_WORKER, ENQUIRY)
    answers = {
        401: api.client.get("/v1/caseload"),
        404: api.client.get("/v1/nowhere", headers=signed),
        405: api.client.delete("/v1/caseload", headers=signed),
        400: api.client.get(f"/v1/children/{CHILD}/chronology?limit=0", headers=signed),
        403: api.client.get("/v1/quarantine", headers=signed),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert {"type", "title", "status", "detail"} <= answer.json().keys()


def test_an_unexpected_error_tells_a_reference_number_and_nothing_else(api: SampleInterface) -> None:
    api.hub.given(opening())
    api.hub.reader.opener = None
    answer = api.get(SOCIAL_WORKER, ENQUIRY, f"/v1/children/{CHILD}/chronology")
    assert answer.status_code == 500
    assert set(answer.json()) == {"type", "title", "status", "detail", "reference"}
    assert "NoneType" not in answer.text
