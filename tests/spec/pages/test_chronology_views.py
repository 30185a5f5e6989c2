"""Ways to look at one chronology: significant first, by theme and person, as a picture, with what others hold."""

import html
import re
from typing import Any

import pytest

from hub.domain.chronology import Occurred
from hub.domain.vocabulary import Mode

BRUISE = {
    "headline": "Bruise on the upper arm",
    "narrative": "A bruise the size of a hand.",
    "persons": [
        {"reference": "p-1", "given_names": "Lee", "family_name": "Moss", "part": "suspect", "relation": "step-parent"},
        {"reference": "p-2", "part": "witness"},
    ],
}
LATE = {"headline": "Late for school", "no_action_reason": "Spoken to already this week."}


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.text)))


def entries(response: Any) -> list[str]:
    """The headlines of the list, in its order."""
    return re.findall(r'class="hub-entry__headline" id="[^"]*"><bdi>([^<]*)</bdi>', response.text)


@pytest.fixture
def told(social_worker: Any, rows: Any) -> Any:
    """A social worker before a significant bruise, a late arrival, and the entry that says who the child is."""
    rows.add(BRUISE, significant=True, category="physical-abuse", occurred=Occurred("2026-01-10", None, "day"))
    rows.add(LATE, category="neglect", agency="oakfield-school", occurred=Occurred("2025-06-03", None, "day"))
    return social_worker


def test_what_was_judged_significant_is_shown_first_with_one_switch_to_all(told: Any) -> None:
    page = told.reads()
    assert entries(page) == ["Bruise on the upper arm"]
    assert 'href="?significance=all#entries"' in page.text
    assert entries(told.reads("?significance=all")) == [
        "Late for school",
        "Bruise on the upper arm",
        "Child named in a police notification",
    ]


def test_the_newest_may_stand_first(told: Any) -> None:
    assert entries(told.reads("?significance=all&order=newest"))[0] == "Child named in a police notification"


def test_a_chronology_without_anything_significant_is_not_called_a_sign_of_safety(social_worker: Any) -> None:
    page = text(social_worker.reads())
    assert "No entry here was judged significant. That is not a sign that nothing happened." in page


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        ("theme=neglect", ["Late for school"]),
        ("category=physical-abuse", ["Bruise on the upper arm", "Child named in a police notification"]),
        ("agency=oakfield-school", ["Late for school"]),
        ("to=2025-12-31", ["Late for school"]),
        ("state=withdrawn", []),
        ("known-by=2026-01-31", []),
    ],
)
def test_the_list_is_filtered(told: Any, filters: str, kept: list[str]) -> None:
    assert entries(told.reads(f"?significance=all&{filters}")) == kept


def test_a_person_is_chosen_by_name_and_stands_in_the_address_as_a_token(told: Any) -> None:
    token = re.search(r'<option value="([0-9a-f]{32})"[^>]*>Lee Moss</option>', told.reads().text)
    assert token is not None
    assert entries(told.reads(f"?significance=all&person={token.group(1)}")) == ["Bruise on the upper arm"]


def test_only_persons_whom_the_reader_may_see_can_be_chosen(visitor: Any, rows: Any, withheld_from: Any) -> None:
    rows.add(BRUISE, withheld_from("childrens-social-care", Mode.SILENT))
    visitor.signs_in("sw-1").says_why()
    assert "Lee Moss" not in visitor.reads("?significance=all").text


def test_an_entry_says_what_was_done_or_why_nothing_was(told: Any) -> None:
    assert "No action, because Spoken to already this week." in text(told.reads("?significance=all"))


def test_everybody_in_an_entry_has_a_part(told: Any) -> None:
    page = text(told.reads())
    assert "Lee Moss, step parent, suspect" in page
    assert "Name not known, witness" in page


def test_a_long_stretch_without_entries_is_told_where_nothing_is_left_out(told: Any) -> None:
    gap = "Nothing is shown from 3 June 2025 to 10 January 2026. That is not a sign that nothing happened."
    assert gap in text(told.reads("?significance=all"))
    assert "Nothing is shown from" not in text(told.reads("?significance=all&agency=northshire-police"))
    assert "Nothing is shown from" not in text(told.reads())


def test_the_picture_tells_of_all_entries_while_the_list_shows_what_is_significant(told: Any) -> None:
    page = told.reads()
    said = re.search(r'<desc id="svg-desc">([^<]*)</desc>', page.text)
    assert said is not None
    assert "3 entries, 1 significant, 3 June 2025 to 27 February 2026." in said.group(1)
    assert "Oakfield Primary School: 1 entry." in said.group(1)
    assert "Oakfield Primary School (not connected)" in page.text


def test_the_picture_shows_significance_by_shape_and_holds_no_style_of_its_own(told: Any) -> None:
    page = told.reads().text
    assert "hub-svg__mark--significant" in page
    assert "<circle" in page
    assert not re.search(r"<svg[^>]*style=|<style", page)


def test_the_picture_leads_to_the_same_facts_in_a_list(told: Any) -> None:
    assert 'href="?significance=all#entries">The same facts in a list' in told.reads().text


def test_what_agencies_hold_is_told_agency_by_agency_with_whom_to_ring(visitor: Any, rows: Any) -> None:
    rows.add(BRUISE, category="crime-recorded", occurred=Occurred("2026-01-10", None, "day"))
    visitor.signs_in("dsl-1").says_why(purpose="school-safeguarding")
    page = visitor.reads()
    assert "Northshire Police holds 2 things. Ring 01632 960 101 . 10 January 2026; 27 February 2026" in text(page)
    assert "Bruise" not in page.text
    assert entries(page) == []


def test_who_works_with_the_child_is_told_by_agency(told: Any) -> None:
    page = text(told.reads())
    assert "Northshire Children’s Social Care Allocated worker since 5 January 2026 01632 960 100" in page


def test_the_older_address_of_significant_entries_still_works(told: Any) -> None:
    assert entries(told.reads("?significance=significant")) == ["Bruise on the upper arm"]


def test_paper_says_on_its_head_who_read_what_when_and_why(told: Any) -> None:
    page = told.reads("/print?significance=all")
    head = text(page).split("Chronology of", 1)[1]
    for words in (
        "Alfie Marlow , born 27 March 2016, NHS number 999 000 0018",
        "Read by Sam Okafor , Social worker, Northshire Children’s Social Care , 2 March 2026, 10:30am",
        "for: Child protection enquiry (section 47) — Strategy discussion this afternoon",
        f"Access {page.headers['hub-audit']}",
    ):
        assert words in head
    assert "OFFICIAL-SENSITIVE" in text(page)


def test_paper_holds_every_page_with_numbered_paragraphs(social_worker: Any, rows: Any) -> None:
    for number in range(60):
        rows.add({"headline": f"Contact number {number}"}, occurred=Occurred("2026-02-28", None, "day"))
    page = text(social_worker.reads("/print?significance=all"))
    assert "Paragraph 61: Contact number 59" in page
    assert "All entries." in page


def test_paper_says_what_was_left_out(told: Any) -> None:
    page = text(told.reads("/print?agency=northshire-police"))
    assert "Significant entries only, filtered, Northshire Police only." in page


def test_printing_is_on_record_as_an_export(told: Any) -> None:
    told.reads("/print")
    told.signs_in("ig-1").sends("/accesses/why", reason="Monthly review of accesses")
    assert "Export" in text(told.goes_to("/accesses"))
