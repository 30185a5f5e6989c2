"""The pages of what waits: two lists, what is wrong in plain words, and forms that say how to put them right."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from builders.intake import POLICE, SCHOOL, event, nhs_number, told_child, withheld_from
from builders.worklists import DUTY_MANAGER, MASH, SOCIAL_WORKER, FrontDoor
from httpx2 import Response

ROWAN = told_child(nhs=nhs_number(0), postcode="NX4 7QL")
PERHAPS = told_child("P-2", postcode="NX4 9ZZ")
WHY = {"purpose": "referral-decision", "reason": "Working what waits", "threshold": "s47"}
SAID = "Same school, the office says"


class Desk:
    """A person of the front door at a browser."""

    def __init__(self, door: FrontDoor) -> None:
        self.door = door

    def sends(self, address: str, **form: str) -> Response:
        return self.door.client.post(address, data=form, headers={"Sec-Fetch-Site": "same-origin"})

    def opens(self, address: str = "/waiting") -> Response:
        return self.door.client.get(address)

    def signs_in(self, user: str, **why: str) -> "Desk":
        self.sends("/sign-in", user=user)
        self.sends("/waiting/why", **{**WHY, **why})
        return self


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with FrontDoor(tmp_path) as door:
        yield Desk(door)


def held(desk: Desk, **told: Any) -> str:
    desk.door.intake.say(POLICE, "concern-raised", event("concern-raised", ROWAN), id="known")
    desk.door.intake.say(SCHOOL, "concern-raised", event("concern-raised", PERHAPS, **told), id="held")
    return f"/waiting/identity/{desk.door.reviews(DUTY_MANAGER)[0]['id']}"


def quarantined(desk: Desk, **told: Any) -> str:
    data = event("concern-raised", ROWAN, **told)
    desk.door.intake.say(POLICE, "concern-raised", data, id="broken")
    return f"/waiting/quarantine/{desk.door.quarantine(DUTY_MANAGER)[0]['id']}"


def test_both_lists_stand_on_one_page_that_says_how_long_each_has_waited(desk: Desk) -> None:
    held(desk)
    quarantined(desk, narrative="")
    desk.door.intake.clock.forward(90)
    page = desk.signs_in(MASH).opens()
    assert page.status_code == 200
    assert "Concern raised: <bdi>Rowan Ashdown</bdi>" in page.text
    assert "Part of the message is missing or wrong" in page.text
    assert page.text.count("Overdue") == 2


def test_what_is_not_urgent_is_due_at_the_end_of_a_day_and_not_at_the_midnight_after_it(desk: Desk) -> None:
    desk.door.intake.say(POLICE, "police-notification", event("police-notification", PERHAPS, narrative=""))
    page = desk.signs_in(MASH).opens()
    assert "the end of " in page.text
    assert ", midnight" not in page.text


def test_the_menu_marks_the_list_for_which_the_reader_is_asked_why(desk: Desk) -> None:
    desk.sends("/sign-in", user=MASH)
    assert 'href="/waiting" aria-current="true"' in desk.opens("/waiting/why").text


def test_without_a_threshold_the_list_says_that_something_waits_and_not_about_whom(desk: Desk) -> None:
    held(desk)
    page = desk.signs_in(MASH, threshold="").opens()
    assert "Not shown for this purpose" in page.text
    assert "Ashdown" not in page.text


def test_nobody_else_is_led_there_or_shown_it(desk: Desk) -> None:
    held(desk)
    page = desk.signs_in(SOCIAL_WORKER).opens()
    assert page.status_code == 403
    assert "Messages waiting" not in desk.opens("/find").text


def test_the_page_says_what_agrees_and_what_differs(desk: Desk) -> None:
    page = desk.signs_in(MASH).opens(held(desk))
    assert "Same given names, family name and date of birth; other postcode." in page.text


def test_a_decision_without_a_child_or_a_reason_is_sent_back_with_what_to_do(desk: Desk) -> None:
    address = held(desk)
    page = desk.signs_in(MASH).sends(address, places="0")
    assert page.status_code == 400
    assert 'href="#child-0"' in page.text
    assert 'href="#reason"' in page.text
    assert desk.door.intake.origins() == [["known"]]


@pytest.mark.parametrize("child", ["none-of-these", "9", "../" * 9])
def test_a_choice_that_the_page_did_not_offer_is_sent_back(desk: Desk, child: str) -> None:
    address = held(desk)
    page = desk.signs_in(MASH).sends(address, **{"places": "0", "child-0": child, "reason": SAID})
    assert page.status_code == 400
    assert "Select which child is meant" in page.text


def test_another_child_is_chosen_by_number_as_far_as_the_reader_may_know_of_them(desk: Desk) -> None:
    address = held(desk)
    wren = told_child("P-7", nhs=nhs_number(5), given_names="Wren")
    hidden = withheld_from({"roles": ["mash-practitioner"]})
    desk.door.intake.say(POLICE, "concern-raised", event("concern-raised", wren, handling=hidden), id="hidden")
    desk.signs_in(MASH)
    form = {"places": "0", "child-0": "other", "reason": SAID}
    unseen = desk.sends(address, **{**form, "number-0": nhs_number(5)})
    nobody = desk.sends(address, **{**form, "number-0": nhs_number(9)})
    assert unseen.status_code == nobody.status_code == 400
    assert unseen.text.replace(nhs_number(5), "") == nobody.text.replace(nhs_number(9), "")
    filed = desk.sends(address, **{**form, "number-0": nhs_number(0)})
    assert filed.url.path == "/waiting/done/filed"
    assert desk.door.child_of("held") == desk.door.child_of("known")


def test_a_message_somebody_else_worked_is_told_as_such(desk: Desk) -> None:
    address = held(desk)
    item = address.rpartition("/")[2]
    desk.door.post(DUTY_MANAGER, f"/v1/identity/reviews/{item}/decide", new=True)
    page = desk.signs_in(MASH).sends(address, **{"places": "0", "child-0": "new", "reason": SAID})
    assert page.status_code == 409
    assert "Somebody else was first" in page.text


def test_a_message_without_its_words_is_filed_by_hand_from_its_page(desk: Desk) -> None:
    address = quarantined(desk, narrative="")
    page = desk.signs_in(MASH).opens(address)
    assert "/data/narrative" in page.text
    form = {"act": "file", "places": "0", "child-0": "new", "reason": SAID}
    assert desk.sends(address, **form).url.path == "/waiting/done/filed"
    assert desk.door.intake.origins() == [["broken"]]


def test_what_becomes_of_a_message_is_chosen_or_asked_for(desk: Desk) -> None:
    address = quarantined(desk, narrative="")
    page = desk.signs_in(MASH).sends(address, reason=SAID)
    assert page.status_code == 400
    assert "Select what becomes of this message" in page.text
    assert desk.sends(address, act="retry", reason=SAID).url.path == "/waiting/done/still-waiting"
    assert desk.sends(address, act="close", reason=SAID).url.path == "/waiting/done/closed"


def test_no_name_stands_in_an_address_and_what_a_sender_wrote_adds_no_markup(desk: Desk) -> None:
    address = held(desk, narrative="<script>alert(1)</script>")
    page = desk.signs_in(MASH).opens(address)
    assert "<script" not in page.text
    assert "Ashdown" not in address
    assert page.headers["cache-control"] == "no-store"
