"""The sample family as five people see it: each finds what is theirs to know, and nothing of what is kept from them."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from demo.people import nhs_number

Check = Callable[[Page], None]
ROWAN, FINN = ("Rowan Ashdown", nhs_number(101)), ("Finn Ashdown", nhs_number(102))
REASON = "Core group this afternoon"
SCHOOL, POLICE, CARE = "Meadow Primary School", "Northshire Police", "Northshire Children's Social Care"
HOSPITAL, COMMUNITY = "Northshire Hospital", "Northshire Community Health"


def signs_in(page: Page, user: str) -> None:
    page.goto("/sign-in")
    page.locator(f"button[value={user}]").click()


def opens(page: Page, user: str, child: tuple[str, str], purpose: str) -> None:
    """Sign in, find a child by NHS number for a purpose, and look at all entries."""
    name, number = child
    signs_in(page, user)
    page.goto("/find")
    page.get_by_label("NHS number").fill(number)
    page.get_by_label("What are you asking for?").select_option(purpose)
    page.get_by_label("Why do you need this now?").fill(REASON)
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name="Chronology", exact=True)).to_be_visible()
    page.goto(f"{page.url}?significance=all")


def entry(page: Page, agency: str, text: str) -> Locator:
    return page.locator("article", has_text=agency).filter(has_text=text)


def all_that_is_told(page: Page) -> str:
    """What every page of the chronology says, in its source too, which an unseen entry might be hidden in."""
    told = page.content()
    while (later := page.get_by_role("link", name="Later entries")).count():
        later.click()
        page.wait_for_load_state()
        told += page.content()
    return told


def test_a_social_worker_sees_two_accounts_of_one_injury_side_by_side_and_the_plan(
    page: Page, is_accessible: Check
) -> None:
    opens(page, "sw-asha", ROWAN, "enquiry-s47")
    expect(entry(page, HOSPITAL, "Fall from a climbing frame at the park")).to_have_count(1)
    expect(entry(page, SCHOOL, "fell on the stairs at home")).to_have_count(1)
    expect(entry(page, COMMUNITY, "slipped on the stairs")).to_have_count(1)
    expect(entry(page, CARE, "Child protection plan: emotional and physical abuse")).to_have_count(1)
    is_accessible(page)


def test_a_social_worker_sees_small_things_of_each_agency_that_mattered_only_together(page: Page) -> None:
    opens(page, "sw-asha", ROWAN, "enquiry-s47")
    for agency, text in (
        (SCHOOL, "Came without breakfast"),
        ("Northbridge Homes", "Repair of a bathroom door"),
        (POLICE, "children upstairs"),
        (HOSPITAL, "Abdominal pain"),
    ):
        expect(entry(page, agency, text)).to_have_count(1)


def test_a_school_lead_reads_the_schools_own_the_plan_and_the_polices_notices(page: Page, is_accessible: Check) -> None:
    opens(page, "dsl-morgan", ROWAN, "school-safeguarding")
    expect(entry(page, SCHOOL, "Asleep at registration")).to_have_count(1)
    expect(entry(page, POLICE, "Police called by Rowan")).to_have_count(1)
    expect(entry(page, CARE, "Child protection plan: emotional and physical abuse")).to_have_count(1)
    expect(page.get_by_text("Something is held that is not shown here.").first).to_be_visible()
    is_accessible(page)


def test_nothing_tells_a_school_lead_of_the_planned_arrest_or_of_what_was_made_from_it(page: Page) -> None:
    opens(page, "dsl-morgan", ROWAN, "school-safeguarding")
    told = all_that_is_told(page)
    assert "Asleep at registration" in told
    for word in ("Arrest planned", "warrant", "NP-88213", "Second strategy discussion", "climbing frame"):
        assert word not in told, word


def test_an_officer_sees_the_planned_arrest_that_is_kept_from_the_school(page: Page, is_accessible: Check) -> None:
    opens(page, "det-kaur", ROWAN, "enquiry-s47")
    page.goto(f"{page.url}&agency=northshire-police")
    expect(entry(page, POLICE, "Arrest planned of an adult in the household")).to_have_count(1)
    expect(entry(page, POLICE, "A relative is worried about the children")).to_have_count(1)
    is_accessible(page)


def test_a_health_visitor_sees_appointments_missed_in_a_row(page: Page, is_accessible: Check) -> None:
    opens(page, "hv-bell", FINN, "direct-care")
    missed = page.locator("article").filter(has_text=re.compile("Not brought to|Not brought for|Not in for"))
    expect(missed).to_have_count(6)
    expect(entry(page, COMMUNITY, "Hearing test done")).to_have_count(1)
    expect(entry(page, CARE, "Child protection plan: emotional and physical abuse")).to_have_count(1)
    assert "Arrest planned" not in all_that_is_told(page)
    is_accessible(page)


def test_an_ig_lead_sees_who_looked_for_what_and_neither_a_childs_name_nor_what_is_sealed(
    page: Page, is_accessible: Check
) -> None:
    opens(page, "sw-asha", ROWAN, "enquiry-s47")
    signs_in(page, "ig-okafor")
    page.goto("/accesses")
    page.get_by_label("Why do you need this now?").fill("Monthly review of accesses")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Worker’s id").fill("sw-asha")
    page.get_by_role("button", name="Apply").click()
    row = page.locator("tbody tr").first
    expect(row).to_contain_text("Asha Lindqvist")
    expect(row).to_contain_text("Child protection enquiry (section 47)")
    expect(row).to_contain_text("Restricted entry")
    assert not [word for word in ("Rowan", "Arrest planned", REASON) if word in page.content()]
    is_accessible(page)
