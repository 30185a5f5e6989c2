"""The information governance lead's list of accesses."""

import html
import re
from typing import Any

import pytest

REVIEW = "Monthly review of accesses"


@pytest.fixture
def ig_lead(social_worker: Any) -> Any:
    """An information governance lead who has said why, after a social worker read a chronology."""
    social_worker.reads()
    social_worker.signs_in("ig-1").sends("/accesses/why", reason=REVIEW)
    return social_worker


def test_the_list_says_who_looked_why_and_what_was_decided(ig_lead: Any) -> None:
    page = ig_lead.goes_to("/accesses").text
    for words in (
        "Sam Okafor",
        "Chronology",
        "Child protection enquiry (section 47)",
        "Allowed",
        "2 March 2026, 10:30am",
    ):
        assert words in page
    assert "Strategy discussion this afternoon" in page
    assert re.search(r"Policy <code>sha256:[0-9a-f]{12}</code>", page)


def test_the_list_holds_nothing_of_what_was_read(ig_lead: Any) -> None:
    page = ig_lead.goes_to("/accesses").text
    assert "Alfie" not in page
    assert "police notification" not in page
    assert "5f0c2a4e" not in page


def test_the_reading_of_the_list_is_in_the_list(ig_lead: Any) -> None:
    ig_lead.goes_to("/accesses")
    page = ig_lead.goes_to("/accesses").text
    assert "Iris Gale" in page
    assert REVIEW in page


def test_the_list_is_filtered_by_worker(ig_lead: Any) -> None:
    page = ig_lead.goes_to("/accesses?worker=sw-1").text
    assert "Sam Okafor" in page
    assert "Audit read" not in page
    assert "No accesses match." in ig_lead.goes_to("/accesses?worker=nobody").text


def test_the_list_pages(ig_lead: Any) -> None:
    first = ig_lead.goes_to("/accesses?size=2").text
    following = html.unescape(re.findall(r'href="(\?[^"]*cursor=[^"]*)"', first)[0])
    second = ig_lead.goes_to(f"/accesses{following}").text
    assert "Iris Gale" in first
    assert "Sam Okafor" in second


def test_a_reason_given_for_a_child_does_not_open_the_list(visitor: Any) -> None:
    visitor.signs_in("ig-1").says_why()
    assert visitor.goes_to("/accesses").url.path == "/accesses/why"


def test_one_persons_looks_at_one_child_on_one_day_are_one_row_to_unfold(visitor: Any) -> None:
    visitor.signs_in("sw-1").says_why()
    for address in ("", "?significance=all", "/household", "/print"):
        visitor.reads(address)
    visitor.goes_to("/caseload")
    visitor.signs_in("ig-1").sends("/accesses/why", reason=REVIEW)
    page = visitor.goes_to("/accesses?worker=sw-1").text
    assert page.count('scope="row"') == 2
    assert "Chronology, 3 times" in page
    assert page.count('class="hub-access"') == 6
    assert "List of children" in page


def test_a_purpose_and_what_stands_out_can_be_asked_for_alone(visitor: Any) -> None:
    visitor.signs_in("sw-1").says_why()
    visitor.reads()
    visitor.signs_in("teacher-1").says_why(purpose="school-safeguarding")
    visitor.signs_in("sw-1").says_why(purpose="statistics")
    visitor.reads()
    visitor.signs_in("ig-1").sends("/accesses/why", reason=REVIEW)
    both = visitor.goes_to("/accesses").text
    assert both.index("To look at first (1)") < both.index("Refused") < both.index("Everything else (1)")
    assert "Everything else" not in visitor.goes_to("/accesses?show=flagged").text
    alone = visitor.goes_to("/accesses?purpose=enquiry-s47").text
    assert "Chronology" in alone
    assert 'tag--red">Refused' not in alone


def test_the_list_is_refused_to_everybody_else(visitor: Any) -> None:
    response = visitor.signs_in("sw-1").sends("/accesses/why", reason=REVIEW)
    assert response.status_code == 403
    assert "You cannot see this" in response.text
