"""Who may watch the figures: the hub's operator. Anybody else learns which version runs."""

import re

import pytest
from builders.access import CHILD, ENQUIRY, SOCIAL_WORKER, opening, viewer
from builders.api import SampleInterface
from prometheus_client import generate_latest

from hub.access import Viewer
from hub.bootstrap.state import open_figures
from hub.metrics import REGISTRY
from hub.metrics.routes import READING, told_request

OPERATOR = viewer("northshire-csc", "operator", "u-op")
KEPT_OUT = [
    viewer("northshire-police", "operator", "u-system"),
    viewer("northshire-csc", "social-worker", "u-sw"),
    viewer("northshire-csc", "ig-lead", "u-ig"),
]


def told_to(api: SampleInterface, who: Viewer | None) -> str:
    headers = {"Authorization": f"Bearer {api.token(who)}"} if who else {}
    answer = api.client.get("/metrics", headers=headers)
    assert answer.status_code == 200
    return answer.text


def test_the_operator_of_the_hub_is_told_the_figures(api: SampleInterface) -> None:
    assert "hub_audit_failures_total" in told_to(api, OPERATOR)


@pytest.mark.parametrize("who", [None, *KEPT_OUT])
def test_nobody_else_is(api: SampleInterface, who: Viewer | None) -> None:
    assert told_to(api, who) == open_figures().decode()


def test_a_token_that_does_not_hold_is_refused(api: SampleInterface) -> None:
    assert api.client.get("/metrics", headers={"Authorization": "Bearer forged"}).status_code == 401


def test_requests_are_counted_by_template_and_no_figure_is_of_a_child(api: SampleInterface) -> None:
    api.hub.given(opening())
    api.get(SOCIAL_WORKER, ENQUIRY, f"/v1/children/{CHILD}/chronology")
    told = generate_latest(REGISTRY).decode()
    assert re.search(r'hub_http_requests_total\{.*route="/v1/children/\{child_id\}/chronology",status="200"', told)
    assert CHILD not in told
    assert "u-sw" not in told


@pytest.mark.parametrize(
    "template",
    ["/v1/children/{child_id}/withholdings", "/children/{child_id}/withhold", "/withholdings"],
)
def test_an_act_of_withholding_counts_as_reading_a_child(template: str) -> None:
    assert told_request(template, "POST", 201) == (READING, "GET", "200")
    assert told_request(template, "POST", 503) == (READING, "GET", "503")


def test_what_has_no_route_is_counted_without_its_address_or_its_method() -> None:
    assert told_request(None, "ROWAN", 404) == ("none", "none", "404")


@pytest.mark.parametrize("sent", ["7153a203-07f3-43e2-b401-3e073dcf5b56", "7153a20307f343e2b4013e073dcf5b56"])
def test_a_request_id_that_is_a_uuid_comes_back(api: SampleInterface, sent: str) -> None:
    assert api.client.get("/healthz", headers={"X-Request-ID": sent}).headers["x-request-id"] == sent


@pytest.mark.parametrize("sent", ["Rowan Ashdown", "943 476 5919", "9434765919", "x" * 500])
def test_any_other_does_not(api: SampleInterface, sent: str) -> None:
    assert "x-request-id" not in api.client.get("/healthz", headers={"X-Request-ID": sent}).headers


def test_a_method_that_a_caller_made_up_is_not_repeated(api: SampleInterface) -> None:
    for made_up in ("NHS9434765919", "ROWAN"):
        api.client.request(made_up, "/healthz")
        assert made_up not in generate_latest(REGISTRY).decode()
