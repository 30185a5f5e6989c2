"""Signing in, saying why, and finding a child."""

import re
from typing import Any

import pytest

CHILD = "5f0c2a4e-6a51-4c3e-9a54-1f7b6a0f9d21"
OPTION = re.compile(r'<option value="([a-z0-9-]*)"')


def test_the_sign_in_page_says_that_it_is_for_development_and_lists_who_may_sign_in(visitor: Any) -> None:
    page = visitor.goes_to("/").text
    assert "This is the development sign-in." in page
    for words in ("Sam Okafor", "Social worker", "Northshire Children’s Social Care", "Information governance lead"):
        assert words in page


def test_signing_in_leads_to_what_one_would_like_to_do(visitor: Any) -> None:
    assert visitor.sends("/sign-in", user="sw-1").url.path == "/"
    assert visitor.sends("/sign-in", user="ig-1").url.path == "/"


def test_nobody_signs_in_who_is_not_in_the_list(visitor: Any) -> None:
    assert visitor.sends("/sign-in", user="somebody-else").status_code == 403
    assert visitor.goes_to("/find").url.path == "/sign-in"


def test_signing_out_ends_the_session(social_worker: Any) -> None:
    social_worker.sends("/sign-out")
    assert social_worker.reads().url.path == "/sign-in"


def test_a_child_is_found_by_name_and_date_of_birth(visitor: Any) -> None:
    response = visitor.signs_in("sw-1").searches()
    assert re.search(r'href="/children/[0-9a-f-]{36}"><bdi>Alfie Marlow</bdi>', response.text)
    assert "27 March 2016, 9 years" in response.text
    assert response.headers["hub-audit"]


def test_a_child_is_found_by_number(visitor: Any) -> None:
    response = visitor.signs_in("sw-1").searches(given_names="", family_name="", nhs_number="999 000 0018")
    assert "Alfie Marlow" in response.text


def test_nothing_that_was_searched_for_stands_in_an_address(visitor: Any) -> None:
    response = visitor.signs_in("sw-1").searches()
    assert str(response.url).endswith("/find")
    assert not re.search(r'(href|action)="[^"]*(Alfie|Marlow|9990000018|2016)', response.text)


def test_finding_nobody_is_not_called_a_sign_of_safety(visitor: Any) -> None:
    response = visitor.signs_in("sw-1").searches(given_names="Nobody")
    assert "not a sign that a child is safe" in response.text


def test_the_reason_given_for_a_search_is_carried_to_the_chronology(visitor: Any) -> None:
    visitor.signs_in("sw-1").searches(reason="Conference tomorrow morning")
    assert "Conference tomorrow morning" in visitor.reads().text


def test_a_form_with_faults_says_how_to_put_each_right_and_keeps_what_was_typed(visitor: Any) -> None:
    response = visitor.signs_in("sw-1").searches(reason="short", purpose="", born_day="31", born_month="2")
    assert response.status_code == 400
    assert "There is a problem" in response.text
    for field in ("born_day", "purpose", "reason"):
        assert f'href="#{field}"' in response.text
        assert f'id="{field}"' in response.text
    assert 'value="Alfie"' in response.text


def test_a_chronology_is_not_shown_before_the_reader_has_said_why(visitor: Any) -> None:
    response = visitor.signs_in("sw-1").reads()
    assert response.url.path.endswith("/why")
    assert "Why are you asking?" in response.text


def test_saying_why_leads_to_what_was_asked_for(visitor: Any) -> None:
    assert visitor.signs_in("sw-1").says_why().url.path.startswith("/children/")
    assert visitor.says_why(reason="short").status_code == 400


def test_a_practitioner_sees_the_children_they_work_with(visitor: Any) -> None:
    visitor.signs_in("sw-1").says_why()
    assert "Alfie Marlow" in visitor.goes_to("/caseload").text


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/find",
        "/caseload",
        "/accesses",
        "/concerns",
        "/concerns/new",
        "/concerns/C-1",
        "/children/5f0c2a4e-6a51-4c3e-9a54-1f7b6a0f9d21",
    ],
)
def test_every_page_asks_a_stranger_to_sign_in(visitor: Any, address: str) -> None:
    assert visitor.goes_to(address).url.path == "/sign-in"


@pytest.mark.parametrize(
    ("user", "first", "never"),
    [
        ("sw-1", "enquiry-s47", "child-death-review"),
        ("dsl-1", "school-safeguarding", "statistics"),
        ("dm-1", "referral-decision", "audit"),
        ("mum-1", "family-disclosure", "enquiry-s47"),
    ],
)
def test_each_role_is_offered_its_own_purposes_the_usual_one_first(
    visitor: Any, user: str, first: str, never: str
) -> None:
    visitor.signs_in(user)
    for address in ("/find", f"/children/{CHILD}/why"):
        options = OPTION.findall(visitor.goes_to(address).text.partition('id="threshold"')[0])
        assert (options[0], options[1]) == ("", first)
        assert never not in options


def test_nobody_is_chosen_a_purpose_for(visitor: Any) -> None:
    page = visitor.signs_in("sw-1").goes_to("/find").text
    assert not re.search(r'<option value="[a-z0-9-]+" selected', page)
