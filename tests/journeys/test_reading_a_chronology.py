"""A social worker signs in, finds a child, reads and filters the chronology; an IG lead sees that it was read."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

Check = Callable[[Page], None]
SOCIAL_WORKER = "sw-asha"
IG_LEAD = "ig-okafor"
PURPOSE = "enquiry-s47"
REASON = "Strategy discussion this afternoon"


def signs_in(page: Page, user: str) -> None:
    page.goto("/")
    page.locator(f"button[value={user}]").click()


def says_why(page: Page) -> None:
    page.get_by_label("What are you asking for?").select_option(PURPOSE)
    page.get_by_label("Why do you need this now?").fill(REASON)


def opens_first_child(page: Page) -> str:
    """From the caseload, having said why; gives the child's name."""
    page.get_by_role("link", name="Your children").first.click()
    says_why(page)
    page.get_by_role("button", name="Continue").click()
    child = page.locator("main table a").first
    name = child.inner_text()
    child.click()
    return name


def test_a_social_worker_signs_in_and_is_told_that_this_is_for_development(page: Page, is_accessible: Check) -> None:
    page.goto("/")
    expect(page.get_by_text("This is the development sign-in.")).to_be_visible()
    is_accessible(page)
    signs_in(page, SOCIAL_WORKER)
    expect(page.get_by_role("heading", name="What would you like to do?")).to_be_visible()
    is_accessible(page)


def test_a_social_worker_finds_a_child_by_name_and_date_of_birth(page: Page, is_accessible: Check) -> None:
    signs_in(page, SOCIAL_WORKER)
    name = opens_first_child(page)
    born = re.search(r"Born (\d+) (\w+) (\d{4})", page.locator(".hub-identity").inner_text())
    assert born is not None
    page.get_by_role("link", name="Find a child").first.click()
    given, _, family = name.rpartition(" ")
    page.get_by_label("Given names").fill(given)
    page.get_by_label("Family name").fill(family)
    for label, value in zip(("Day", "Month", "Year"), (born[1], str(_month(born[2])), born[3]), strict=True):
        page.get_by_label(label, exact=True).fill(value)
    says_why(page)
    is_accessible(page)
    page.get_by_role("button", name="Find", exact=True).click()
    is_accessible(page)
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name="Chronology")).to_be_visible()


def _month(name: str) -> int:
    months = "January February March April May June July August September October November December"
    return months.split().index(name) + 1


def test_a_form_that_is_not_complete_says_how_to_put_it_right(page: Page, is_accessible: Check) -> None:
    signs_in(page, SOCIAL_WORKER)
    page.goto("/find")
    page.get_by_role("button", name="Find", exact=True).click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    is_accessible(page)
    page.get_by_role("link", name="Select what you are asking for").click()
    expect(page.get_by_label("What are you asking for?")).to_be_focused()


def test_a_social_worker_reads_the_chronology_of_a_child(page: Page, is_accessible: Check) -> None:
    signs_in(page, SOCIAL_WORKER)
    name = opens_first_child(page)
    identity = page.get_by_role("region", name="The child")
    expect(identity).to_contain_text(name)
    expect(identity).to_contain_text(f"Child protection enquiry (section 47) — {REASON}")
    expect(page.get_by_text("This view may not be complete.")).to_be_visible()
    entry = page.locator("article").first
    expect(entry).to_contain_text("Significant")
    entry.get_by_text("Details", exact=False).first.click()
    expect(entry.get_by_text("Recorded by the hub")).to_be_visible()
    expect(entry.get_by_text("Why is this shown?")).to_be_visible()
    expect(page.get_by_role("img", name="Entries of each agency over time")).to_be_visible()
    expect(page.get_by_role("table", name="How far each agency has been read")).to_be_visible()
    is_accessible(page)


def test_a_social_worker_switches_from_what_is_significant_to_everything(page: Page, is_accessible: Check) -> None:
    signs_in(page, SOCIAL_WORKER)
    opens_first_child(page)
    significant = page.locator("article").count()
    page.get_by_role("link", name="Show all entries").click()
    expect(page.get_by_role("heading", name="All entries", exact=True)).to_be_visible()
    assert page.locator("article").count() > significant
    page.get_by_role("link", name="Newest first").click()
    expect(page.get_by_role("heading", name="All entries", exact=True)).to_be_visible()
    is_accessible(page)


def test_the_household_and_paper_are_readable_on_any_screen(page: Page, is_accessible: Check) -> None:
    signs_in(page, SOCIAL_WORKER)
    opens_first_child(page)
    is_accessible(page)
    page.get_by_role("link", name="Household", exact=True).click()
    expect(page.get_by_role("table", name="Children linked with this child")).to_contain_text("same address")
    is_accessible(page)
    page.get_by_role("link", name="Print", exact=True).click()
    expect(page.get_by_role("heading", name="Chronology", exact=True)).to_be_visible()
    is_accessible(page)


def test_the_chronology_is_read_by_keyboard_alone(page: Page) -> None:
    signs_in(page, SOCIAL_WORKER)
    opens_first_child(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    details = page.locator("article summary").first
    details.focus()
    page.keyboard.press("Enter")
    expect(page.locator("article").first.get_by_text("Recorded by the hub")).to_be_visible()


def test_a_social_worker_filters_the_chronology_by_agency_and_shares_the_address(
    page: Page, is_accessible: Check
) -> None:
    signs_in(page, SOCIAL_WORKER)
    opens_first_child(page)
    of_all = page.locator("article").count()
    page.get_by_text("Filter", exact=True).click()
    agency = page.locator("article .hub-entry__source strong").first.inner_text()
    page.get_by_label("Agency", exact=True).select_option(label=agency)
    page.get_by_role("button", name="Apply filters").click()
    sources = page.locator("article .hub-entry__source strong").all_inner_texts()
    assert set(sources) == {agency}
    assert len(sources) <= of_all
    assert re.search(r"\?agency=[a-z0-9-]+", page.url)
    is_accessible(page)
    page.reload()
    assert page.locator("article .hub-entry__source strong").all_inner_texts() == sources


def test_the_printed_chronology_says_who_read_it_when_and_why(page: Page) -> None:
    signs_in(page, SOCIAL_WORKER)
    opens_first_child(page)
    page.emulate_media(media="print")
    expect(page.get_by_text("OFFICIAL-SENSITIVE. Read by")).to_contain_text(REASON)
    expect(page.get_by_role("button", name="Apply filters")).to_be_hidden()
    expect(page.get_by_text("Recorded by the hub").first).to_be_visible()
    expect(page.get_by_text("This view may not be complete.")).to_be_visible()


def test_a_child_who_is_not_there_is_not_called_safe(page: Page, is_accessible: Check) -> None:
    signs_in(page, SOCIAL_WORKER)
    opens_first_child(page)
    page.goto("/children/00000000-0000-4000-8000-000000000000")
    expect(page.get_by_text("This is not a sign that a child is safe.")).to_be_visible()
    is_accessible(page)


def test_an_ig_lead_sees_who_looked_why_and_by_which_rules(page: Page, is_accessible: Check) -> None:
    signs_in(page, SOCIAL_WORKER)
    opens_first_child(page)
    page.get_by_role("button", name="Sign out").click()
    signs_in(page, IG_LEAD)
    page.get_by_role("link", name="Who looked").first.click()
    page.get_by_label("Why do you need this now?").fill("Monthly review of accesses")
    is_accessible(page)
    page.get_by_role("button", name="Continue").click()
    is_accessible(page)
    expect(page.locator("tbody tr", has_text="Ife Okafor").first).to_contain_text("Review of who looked at what")
    page.get_by_label("Worker’s id").fill(SOCIAL_WORKER)
    page.get_by_role("button", name="Apply").click()
    row = page.locator("tbody tr", has_text="Chronology").first
    expect(row).to_contain_text("Child protection enquiry (section 47)")
    expect(row).to_contain_text("Allowed")
    row.locator("summary").click()
    expect(row).to_contain_text("Rules: ")
    expect(row.locator("details code").first).to_be_visible()
    is_accessible(page)
