"""An officer withholds an entry from a school, an inspector approves it, the school does not see it, until release."""

from collections.abc import Callable

from playwright.sync_api import Page, Request, expect

Check = Callable[[Page], None]
OFFICER, INSPECTOR, SCHOOL_LEAD = "det-kaur", "insp-adeyemi", "dsl-morgan"


def signs_in(page: Page, user: str) -> None:
    page.context.clear_cookies()
    page.goto("/")
    page.locator(f"button[value={user}]").click()


def says_why(page: Page, purpose: str) -> None:
    page.get_by_label("What are you asking for?").select_option(purpose)
    page.get_by_label("Why do you need this now?").fill("Strategy discussion this afternoon")
    page.get_by_role("button", name="Continue").click()


def opens_first_child(page: Page, purpose: str) -> None:
    page.get_by_role("link", name="Your children").first.click()
    says_why(page, purpose)
    page.locator("main table a").first.click()


def seen_at_school(page: Page, address: str) -> dict[str, str]:
    """The entries that a school lead finds on the chronology, in order: each one's markup by its id."""
    signs_in(page, SCHOOL_LEAD)
    opens_first_child(page, "school-safeguarding")
    page.goto(address)
    return {
        str(one.get_attribute("id")): one.evaluate("node => node.outerHTML") for one in page.locator("article").all()
    }


def chooses(page: Page, entry: str) -> None:
    page.locator(f"input[name='entry_{entry}']").check()
    page.get_by_label("Showing it may jeopardise a police investigation").check()
    page.get_by_label("Agencies that you name").check()
    page.get_by_role("button", name="Continue").click()


def says_the_rest(page: Page) -> None:
    page.get_by_label("Meadow Primary School").check()
    page.get_by_label("Why must these entries be withheld?").fill("An arrest is planned; the family would learn of it.")
    page.get_by_label("Strategy discussion or conference that decided this").fill("Strategy discussion on Monday")
    page.get_by_role("button", name="Continue", exact=True).click()


def places(page: Page, entry: str, is_accessible: Check) -> str:
    """Go through the pages of placing it; gives the address of what was placed."""
    page.get_by_role("link", name="Withhold entries").click()
    is_accessible(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("link", name="Select the entries to withhold")).to_be_visible()
    is_accessible(page)
    chooses(page, entry)
    is_accessible(page)
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    is_accessible(page)
    says_the_rest(page)
    expect(page.get_by_text("Everybody at Meadow Primary School")).to_be_visible()
    if page.get_by_label("No: hide them from all").count():
        page.get_by_label("No: hide them from all").check()
    is_accessible(page)
    with page.expect_request(lambda sent: sent.method == "POST") as pressed:
        page.get_by_role("button", name="Withhold this entry").click()
    placed = page.url.partition("?")[0]
    assert sends_again(page, pressed.value) == placed
    return placed


def sends_again(page: Page, pressed: Request) -> str:
    """Press the same button once more, as an impatient hand does; gives the address of what comes of it."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    answer = page.context.request.post(pressed.url, data=pressed.post_data or "", headers=headers)
    return answer.url.partition("?")[0]


def test_an_officer_withholds_an_entry_from_a_school_until_it_is_released(page: Page, is_accessible: Check) -> None:
    signs_in(page, OFFICER)
    opens_first_child(page, "enquiry-s47")
    chronology = page.url
    before = seen_at_school(page, chronology)
    signs_in(page, OFFICER)
    opens_first_child(page, "enquiry-s47")
    page.goto(chronology)
    entry = next(one for one in before if "is involved" not in page.locator(f"[id='{one}-headline']").inner_text())
    placed = places(page, entry, is_accessible)
    expect(page.get_by_text("Held narrow, not approved")).to_be_visible()
    expect(page.get_by_text("Everybody at Meadow Primary School")).to_be_visible()
    is_accessible(page)

    signs_in(page, INSPECTOR)
    page.get_by_role("link", name="Withholdings").first.click()
    says_why(page, "criminal-investigation")
    expect(page.get_by_text("For you to approve")).to_be_visible()
    is_accessible(page)
    page.locator(f"a[href$='{placed.rpartition('/')[2]}']").click()
    page.get_by_role("button", name="Approve").click()
    page.get_by_role("link", name="Reason must be between 10 and 500 characters").click()
    expect(page.locator("#approve_reason")).to_be_focused()
    is_accessible(page)
    page.locator("#approve_reason").fill("The arrest is on Thursday morning.")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("You approved this withholding.")).to_be_visible()
    is_accessible(page)

    assert seen_at_school(page, chronology) == {one: told for one, told in before.items() if one != entry}
    page.goto(placed)
    expect(page.get_by_role("heading", name="There is nothing to show")).to_be_visible()

    signs_in(page, OFFICER)
    page.get_by_role("link", name="Withholdings").first.click()
    says_why(page, "enquiry-s47")
    is_accessible(page)
    page.goto(placed)
    expect(page.get_by_text("Who has read of the child without them")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Robin Morgan")
    is_accessible(page)
    page.locator("#release_reason").fill("The arrest has been made.")
    page.get_by_role("button", name="Release it").click()
    expect(page.get_by_text("You released the withholding.")).to_be_visible()
    assert seen_at_school(page, chronology) == before
