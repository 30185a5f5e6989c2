"""A youth worker without a system raises a concern on the page; the social worker finds it on the chronology."""

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

Check = Callable[[Page], None]
YOUTH_WORKER = "vw-hale"
SOCIAL_WORKER = "sw-asha"
POSTCODE = "NX4 7QL"
"""Where the family of the sample day lives."""
AGENCY = "Harbour Youth Club"
SAID = "I do not want to go home tonight."
MONTHS = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]


def signs_in(page: Page, user: str) -> None:
    page.goto("/sign-in")
    page.locator(f"button[value={user}]").click()


@pytest.fixture
def desk(browser: Browser, hub_address: str) -> Iterator[Page]:
    """The social worker's own browser, at which the caseload is open."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=hub_address)
    context.set_default_timeout(20_000)
    visit = context.new_page()
    signs_in(visit, SOCIAL_WORKER)
    visit.get_by_role("link", name="Your children").first.click()
    visit.get_by_label("What are you asking for?").select_option("enquiry-s47")
    visit.get_by_label("Why do you need this now?").fill("Strategy discussion this afternoon")
    visit.get_by_role("button", name="Continue").click()
    yield visit
    context.close()


def opens_first_child(desk: Page) -> tuple[str, list[str]]:
    """Name and date of birth, as day, month and year, of a child of the story's family."""
    child = desk.locator("main table tbody a").first
    name = child.inner_text()
    child.click()
    identity = desk.locator(".hub-identity").inner_text()
    born = re.search(r"Born (\d+) (\w+) (\d{4})", identity)
    assert born is not None
    return name, [born[1], str(MONTHS.index(born[2]) + 1), born[3]]


def describes_the_child(page: Page, name: str, born: list[str]) -> None:
    given, _, family = name.rpartition(" ")
    first = page.locator("#child-1")
    first.get_by_label("Given names").fill(given)
    first.get_by_label("Family name").fill(family)
    for label, value in zip(("Day", "Month", "Year"), born, strict=True):
        first.get_by_label(label, exact=True).fill(value)
    first.get_by_label("Postcode").fill(POSTCODE)
    first.get_by_label("Yes, alone").check()
    first.get_by_label("in the child’s own words").fill(SAID)


def describes_the_sibling(page: Page) -> None:
    page.get_by_role("button", name="Add another child").click()
    second = page.locator("#child-2")
    second.get_by_label("what does the child look like").fill("A toddler in a pushchair, called Bee by the other")
    second.get_by_label("about how old").fill("2")
    second.get_by_label("related to the first child").select_option("sibling")


def says_what_happened(page: Page, headline: str) -> None:
    page.get_by_role("group", name="Is a child in immediate danger now?").get_by_label("No").check()
    page.get_by_label("In one line").fill(headline)
    page.get_by_label("What did you see, hear or get told?").fill("Stayed behind after the club and cried.")
    page.get_by_label("I saw or heard it myself").check()
    for label, value in zip(("Day", "Month", "Year"), ("1", "6", "2025"), strict=True):
        page.get_by_role("group", name="When did it happen?").get_by_label(label, exact=True).fill(value)
    page.get_by_label("What have you done so far?").fill("Rang the duty line.")
    page.get_by_label("No, telling them may put a child").check()
    page.get_by_label("If they were not told, why not?").fill("The child is afraid of a parent.")
    page.get_by_role("group", name="Must this be kept from the family?").get_by_label("Yes").check()
    page.get_by_label("what harm may come of it?").fill("The child may be punished for speaking.")
    page.get_by_label("How can you be reached?").fill("01632 960 601")


def test_a_youth_worker_without_a_system_raises_a_concern_and_the_social_worker_finds_it(
    page: Page, desk: Page, is_accessible: Check
) -> None:
    name, born = opens_first_child(desk)
    headline = f"Does not want to go home, seen at {page.viewport_size}"
    signs_in(page, YOUTH_WORKER)
    is_accessible(page)
    page.get_by_role("link", name="Raise a concern").first.click()
    expect(page.get_by_text("ring 999 first")).to_be_visible()
    is_accessible(page)
    describes_the_child(page, name, born)
    describes_the_sibling(page)
    expect(page.locator("#child-1").get_by_label("Postcode")).to_have_value(POSTCODE)
    says_what_happened(page, headline)
    page.get_by_role("button", name="Check your answers").last.click()
    expect(page.get_by_role("heading", name="Check your answers before you send them")).to_be_visible()
    is_accessible(page)
    page.get_by_role("button", name="Send to children’s social care").click()
    expect(page.get_by_role("heading", name="Concern raised")).to_be_visible()
    reference = page.locator(".govuk-panel strong").inner_text()
    expect(page.get_by_text("Within one working day")).to_be_visible()
    is_accessible(page)
    is_received(page)
    page.get_by_role("link", name="Concerns you have raised").click()
    expect(page.get_by_role("link", name=reference)).to_be_visible()
    is_accessible(page)
    desk.reload()
    entry = desk.locator("article", has_text=reference)
    expect(entry).to_contain_text(headline)
    expect(entry).to_contain_text(AGENCY)
    expect(entry).to_contain_text(f"on behalf of {AGENCY}")
    expect(entry).to_contain_text(SAID)
    expect(entry).to_contain_text("sibling")


def is_received(page: Page) -> None:
    """Look again, as the page says, until the receipt is there."""
    for _ in range(20):
        if page.locator(".hub-progress").inner_text() == "Received":
            return
        page.wait_for_timeout(500)
        page.reload()
    pytest.fail("the receipt did not come within ten seconds")


def test_a_concern_that_lacks_something_says_what_and_keeps_what_was_typed(page: Page, is_accessible: Check) -> None:
    signs_in(page, YOUTH_WORKER)
    page.goto("/concerns/new")
    page.get_by_label("In one line").fill("Something was seen")
    page.get_by_role("button", name="Check your answers").last.click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.get_by_label("In one line")).to_have_value("Something was seen")
    is_accessible(page)
    page.get_by_role("link", name="Say whether a child is in immediate danger").click()
    expect(page.locator("#danger")).to_be_focused()


def test_duty_contacts_are_there_for_anybody(page: Page, is_accessible: Check) -> None:
    page.goto("/directory")
    expect(page.get_by_text("999", exact=True)).to_be_visible()
    expect(page.get_by_role("rowheader", name=AGENCY)).to_be_visible()
    is_accessible(page)


def test_whoever_signed_out_is_signed_out_also_where_the_cookie_was_kept(page: Page) -> None:
    signs_in(page, YOUTH_WORKER)
    kept = page.context.cookies()
    page.get_by_role("button", name="Sign out").click()
    page.context.add_cookies(kept)
    page.goto("/concerns")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
