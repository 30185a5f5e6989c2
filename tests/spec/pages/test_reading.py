"""What a practitioner reads: the chronology with both dates, its source, its filters and its fixed line."""

import html
import re
from typing import Any

import pytest

from hub.domain.chronology import Occurred
from hub.domain.vocabulary import Mode

FRACTURE = {
    "headline": "Fracture of the left forearm",
    "narrative": "Brought by his mother.\nThe account changed.",
    "author": {"name": "Dr Kofi Mensah", "role": "emergency-clinician", "contact": "01632 960 202"},
    "how_known": "told",
    "verified": False,
    "action_taken": "Referred by telephone.",
}


def text(response: Any) -> str:
    """The words of a page, its markup taken out."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.text)))


def test_an_entry_shows_when_it_happened_and_when_it_was_recorded(social_worker: Any, rows: Any) -> None:
    rows.add(FRACTURE, occurred=Occurred("2025-06-01", None, "season"))
    page = text(social_worker.reads("?significance=all"))
    assert "Happened summer 2025" in page
    assert "Noted by the agency 2 March 2026, 10:30am. Recorded by the hub 2 March 2026, 10:30am." in page


def test_an_entry_shows_its_source_and_what_was_done(social_worker: Any, rows: Any) -> None:
    rows.add(FRACTURE)
    page = text(social_worker.reads("?significance=all"))
    assert "Northshire Police : Dr Kofi Mensah , Emergency clinician, 01632 960 202" in page
    for words in ("Fracture of the left forearm", "The account changed.", "Told to the author", "Not verified"):
        assert words in page
    assert "Action taken Referred by telephone." in page


def test_the_reader_sees_who_the_child_is_and_why_they_are_seeing_it(social_worker: Any) -> None:
    page = text(social_worker.reads())
    assert "Alfie Marlow" in page
    assert "Born 27 March 2016, 9 years" in page
    assert "You are seeing this for: Child protection enquiry (section 47) — Strategy discussion this afternoon" in page


def test_every_chronology_says_that_it_may_not_be_complete_and_whom_to_ring(social_worker: Any) -> None:
    page = text(social_worker.reads())
    assert "This view may not be complete." in page
    assert "01632 960 100" in page


def test_a_feed_that_is_not_connected_is_told_apart_from_one_with_nothing_to_say(social_worker: Any) -> None:
    page = text(social_worker.reads())
    assert "Northshire Police 2 March 2026, 10:25am" in page
    assert "Oakfield Primary School Not connected: nothing of theirs is here" in page


def test_filters_stand_in_the_address_and_the_count_is_of_what_they_keep(social_worker: Any, rows: Any) -> None:
    rows.add(FRACTURE, significant=True, occurred=Occurred("2026-01-10", None, "day"))
    page = text(social_worker.reads("?from=2026-01-01&to=2026-01-31"))
    assert "Showing 1 entry with these filters." in page
    assert "Child named in a police notification" not in page
    assert "Showing 2 entries." in text(social_worker.reads("?significance=all"))


def test_the_form_keeps_the_filters_that_were_chosen(social_worker: Any) -> None:
    page = social_worker.reads("?agency=northshire-police&category=neglect").text
    assert re.search(r'value="northshire-police"\s+selected', page)
    assert re.search(r'value="neglect"\s+selected', page)


def test_a_date_to_filter_by_that_is_no_date_is_said_to_be_none(social_worker: Any) -> None:
    response = social_worker.reads("?from=yesterday")
    assert response.status_code == 400
    assert "must be real dates" in text(response)


def test_a_long_chronology_pages_with_its_filters(social_worker: Any, rows: Any) -> None:
    for number in range(60):
        rows.add({"headline": f"Contact number {number}"}, occurred=Occurred("2026-02-28", None, "day"))
    first = social_worker.reads("?agency=northshire-police&significance=all")
    assert "Showing 50 of 61 entries" in text(first)
    following = html.unescape(re.findall(r'href="(\?[^"]*cursor=[^"]*)"', first.text)[0])
    assert "agency=northshire-police" in following
    assert "Showing 11 of 61 entries" in text(social_worker.reads(following))


def test_each_entry_says_in_plain_words_by_which_rules_it_is_shown(social_worker: Any) -> None:
    page = text(social_worker.reads("?significance=all"))
    assert "Why is this shown?" in page
    assert "The case's own social workers : The allocated worker, the manager and the duty cover read" in page
    assert "(Working Together 2013, chapter 1, section 47 (bodies assist the enquiry))" in page


def test_a_marked_withholding_is_a_warning_before_every_entry(visitor: Any, rows: Any, withheld_from: Any) -> None:
    rows.add(FRACTURE, withheld_from("childrens-social-care", Mode.MARKED))
    visitor.signs_in("sw-1").says_why()
    page = text(visitor.reads("?significance=all"))
    assert page.index("Something is held that is not shown here.") < page.index("Child named in a police notification")
    assert "Fracture" not in page


def test_a_silent_withholding_leaves_the_page_as_though_there_were_no_entry(
    social_worker: Any, rows: Any, withheld_from: Any
) -> None:
    def without_access_id(response: Any) -> str:
        return re.sub(r"audit-\d+", "audit", response.text)

    before = social_worker.reads()
    rows.add(FRACTURE, withheld_from("childrens-social-care", Mode.SILENT))
    after = social_worker.reads()
    assert without_access_id(after) == without_access_id(before)
    assert {k: v for k, v in after.headers.items() if k != "hub-audit"} == {
        k: v for k, v in before.headers.items() if k != "hub-audit"
    }


def test_a_child_who_is_not_there_and_one_who_may_not_be_seen_give_the_same_page(social_worker: Any, rows: Any) -> None:
    nobody = social_worker.reads(child="00000000-0000-4000-8000-000000000000")
    rows.entries.clear()
    assert nobody.status_code == 404
    assert social_worker.reads().content == nobody.content


def test_a_refusal_says_why_and_what_to_do(visitor: Any) -> None:
    visitor.signs_in("teacher-1").says_why(purpose="school-safeguarding")
    response = visitor.reads()
    assert response.status_code == 403
    assert "You cannot see this" in text(response)
    assert "ring the duty line" in text(response)


@pytest.mark.parametrize("address", ["/accesses?size=0"])
def test_an_address_that_is_not_well_formed_is_answered_by_a_page(social_worker: Any, address: str) -> None:
    response = social_worker.goes_to(address)
    assert response.status_code == 400
    assert "There is a problem with what was sent" in text(response)
