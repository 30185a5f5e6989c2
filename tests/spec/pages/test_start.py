"""The start page offers each role its own tasks, and duty contacts are there for anybody, always."""

from typing import Any

import pytest
from eventsourcing.persistence import OperationalError

from hub.access import Viewer
from hub.domain.vocabulary import Role
from hub.pages.tasks import tasks

EVERY_PAGE = {
    "/find",
    "/caseload",
    "/concerns/new",
    "/concerns",
    "/waiting",
    "/withholdings",
    "/accesses",
    "/directory",
}
ANYBODY = ["/concerns/new", "/concerns", "/directory"]


def offered(role: str, agency_type: str = "childrens-social-care") -> list[str]:
    viewer = Viewer("u-1", "A. Person", "an-agency", agency_type, "northshire", role)
    return [task.address for task in tasks(viewer, EVERY_PAGE)]


def test_signing_in_asks_what_one_would_like_to_do(visitor: Any) -> None:
    page = visitor.signs_in("sw-1").goes_to("/").text
    for words in ("What would you like to do?", "Find a child", "Your children", "Raise a concern", "Duty contacts"):
        assert words in page


@pytest.mark.parametrize(
    ("role", "agency_type", "addresses"),
    [
        ("social-worker", "childrens-social-care", ["/find", "/caseload", *ANYBODY[:2], "/withholdings", "/directory"]),
        ("teacher", "school", ANYBODY),
        ("gp", "health", ["/find", "/caseload", *ANYBODY]),
        ("ig-lead", "police", ["/concerns/new", "/concerns", "/accesses", "/directory"]),
        ("duty-manager", "childrens-social-care", ["/find", "/caseload", *ANYBODY[:2], "/waiting", "/directory"]),
        ("mash-practitioner", "police", ["/find", "/caseload", *ANYBODY]),
        ("parent", "family", ["/find", "/caseload", "/directory"]),
    ],
)
def test_a_role_is_offered_its_own_tasks_and_no_others(role: str, agency_type: str, addresses: list[str]) -> None:
    assert offered(role, agency_type) == addresses


@pytest.mark.parametrize("role", list(Role))
def test_every_role_is_offered_the_duty_contacts(role: Role) -> None:
    assert offered(role)[-1] == "/directory"


def test_a_task_for_which_there_is_no_page_is_not_offered(visitor: Any) -> None:
    links = visitor.signs_in("ig-1").goes_to("/").text
    assert "/accesses" in links
    assert "/children/" not in links
    assert [task.address for task in tasks(Viewer("u", "U", "a", "school", "n", "teacher"), {"/directory"})] == [
        "/directory"
    ]


def test_who_may_sign_in_is_listed_with_a_sentence_of_who_they_are(visitor: Any) -> None:
    assert "Manages the duty desk." in visitor.goes_to("/sign-in").text


def test_nobody_needs_to_sign_in_for_the_duty_contacts(visitor: Any) -> None:
    page = visitor.goes_to("/directory")
    assert page.status_code == 200
    for words in ("999", "101", "NSPCC", "Childline", "Northshire Police", "01632 960 101", "01632 960 103"):
        assert words in page.text


def test_duty_contacts_are_there_while_the_store_does_not_answer(
    visitor: Any, ended: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.signs_in("sw-1").goes_to("/directory")
    monkeypatch.setattr(ended, "has_ended", _store_is_down)
    page = visitor.goes_to("/directory")
    assert page.status_code == 200
    assert "01632 960 101" in page.text


def _store_is_down(_session: str) -> bool:
    raise OperationalError("the store is down")


def test_a_cookie_that_was_kept_opens_nothing_after_signing_out(social_worker: Any) -> None:
    kept = dict(social_worker.client.cookies)
    social_worker.sends("/sign-out")
    social_worker.client.cookies.update(kept)
    assert social_worker.reads().url.path == "/sign-in"


def test_the_caseload_tells_the_latest_news_of_each_child_and_can_be_sorted_by_it(
    social_worker: Any, rows: Any
) -> None:
    rows.add({"headline": "Bruise seen"}, significant=True, category="physical-abuse")
    page = social_worker.goes_to("/caseload?sort=latest").text
    assert "Bruise seen" in page
    assert "Allocated to you" in page
    assert "Sort by name" in page


def test_a_manager_sees_the_children_whom_the_team_holds(visitor: Any, rows: Any) -> None:
    visitor.signs_in("dm-1").sends("/caseload/why", purpose="enquiry-s47", reason="Supervision of the team")
    assert "Held by your team" in visitor.goes_to("/caseload").text


def test_whoever_works_with_no_child_is_told_so_and_what_to_do(visitor: Any) -> None:
    visitor.signs_in("dsl-1").sends("/caseload/why", purpose="direct-care", reason="To see whom I work with")
    page = visitor.goes_to("/caseload")
    assert page.status_code == 200
    assert "ask your agency to send the allocation" in page.text
    assert "not a sign that a child is safe" in page.text


def test_a_role_that_may_not_read_is_still_refused_its_list(visitor: Any) -> None:
    visitor.signs_in("teacher-1").sends("/caseload/why", purpose="direct-care", reason="To see whom I work with")
    assert visitor.goes_to("/caseload").status_code == 403


def test_a_sort_that_nobody_offers_is_told_of(social_worker: Any) -> None:
    assert social_worker.goes_to("/caseload?sort=danger").status_code == 400
