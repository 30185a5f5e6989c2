"""A MASH practitioner files a held concern on the child who is meant, and closes a message that could not be read."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
import uvicorn
from builders.intake import POLICE, SCHOOL, event, nhs_number, source_of, told_child
from builders.worklists import DUTY_MANAGER, MASH, SOCIAL_WORKER, FrontDoor
from playwright.sync_api import Page, expect

from exchange import ReceiptOutcome

Check = Callable[[Page], None]
ROWAN = told_child(nhs=nhs_number(0), postcode="NX4 7QL")
PERHAPS_ROWAN = told_child("S-1", postcode="NX4 9ZZ")
CLOSED = "A test message, your office says"


@pytest.fixture
def front_door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDoor]:
    """A hub that knows one child, holds one message and keeps one in quarantine."""
    made = FrontDoor(tmp_path_factory.mktemp("hub"))
    made.intake.say(POLICE, "concern-raised", event("concern-raised", ROWAN), id="known")
    made.intake.say(SCHOOL, "concern-raised", event("concern-raised", PERHAPS_ROWAN), id="held")
    undated = {**ROWAN, "date_of_birth": "the fourteenth"}
    made.intake.say(POLICE, "concern-raised", event("concern-raised", undated), id="broken")
    with made:
        yield made


@pytest.fixture
def hub_address(front_door: FrontDoor) -> Iterator[str]:
    """That hub as it is served; in place of the sample day, in which nothing waits."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(front_door.app, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


def opens_the_lists(page: Page, user: str) -> None:
    page.goto("/")
    page.locator(f"button[value={user}]").click()
    page.get_by_role("link", name="Messages waiting").first.click()
    page.get_by_label("What are you asking for?").select_option("referral-decision")
    page.get_by_label("Why do you need this now?").fill("Working the messages that wait")
    page.get_by_label("Threshold that a manager has agreed").select_option("s47")
    page.get_by_role("button", name="Continue").click()


def test_a_mash_practitioner_says_which_child_a_held_concern_means(
    page: Page, front_door: FrontDoor, is_accessible: Check
) -> None:
    before = front_door.intake.receipt(SCHOOL, "held")
    opens_the_lists(page, MASH)
    is_accessible(page)
    page.get_by_role("link", name="Concern raised: Rowan Ashdown").click()
    expect(page.get_by_text("Same given names, family name and date of birth; other postcode.").first).to_be_visible()
    page.get_by_role("button", name="File the message").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    is_accessible(page)
    page.get_by_label("Rowan Ashdown, NHS number").check()
    page.get_by_label("Why do you say so?").fill("Same school and same grandmother, the office says")
    page.get_by_role("button", name="File the message").click()
    expect(page.get_by_role("heading", name="The message is filed")).to_be_visible()
    is_accessible(page)
    page.get_by_role("main").get_by_role("link", name="Messages waiting").first.click()
    expect(page.get_by_text("No message waits here for you to say which child is meant.")).to_be_visible()
    assert front_door.intake.origins() == [["known", "held"]]
    assert front_door.intake.receipt(SCHOOL, "held") == before


def test_a_duty_manager_closes_what_could_not_be_read_and_the_agency_is_told_why(
    page: Page, front_door: FrontDoor, is_accessible: Check
) -> None:
    opens_the_lists(page, DUTY_MANAGER)
    page.get_by_role("link", name="Part of the message is missing or wrong").click()
    expect(page.get_by_text("/data/children/0/date_of_birth")).to_be_visible()
    expect(page.get_by_label("File it")).to_have_count(0)
    is_accessible(page)
    page.get_by_label("Close it").check()
    page.get_by_label("Why?").fill(CLOSED)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="The message is closed")).to_be_visible()
    place = f"/v1/receipts/{quote(source_of(POLICE), safe='')}/broken"
    receipt = front_door.get("u-farid", place).json()
    assert (receipt["outcome"], receipt["revision"]) == (ReceiptOutcome.CLOSED, 2)
    assert receipt["problem"]["detail"] == CLOSED


def test_nobody_else_is_led_to_what_waits(page: Page) -> None:
    page.goto("/")
    page.locator(f"button[value={SOCIAL_WORKER}]").click()
    expect(page.get_by_role("link", name="Messages waiting")).to_have_count(0)
