"""What may not be genuine, on pages: a banner and a mark on the chronology, and the front door's list."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders.intake import POLICE, event, nhs_number, told_child, withheld_from
from builders.worklists import MASH, SOCIAL_WORKER, FrontDoor
from httpx2 import Response

from hub.record.agencies import revoke_key

ROWAN = told_child(nhs=nhs_number(0))
WHY = {"purpose": "referral-decision", "reason": "Working what waits", "threshold": "s47"}
KEPT_BACK = withheld_from({"agency_types": ["childrens-social-care"]})


@pytest.fixture
def door(tmp_path: Path) -> Iterator[FrontDoor]:
    """A hub with three concerns of the police, of which the second and the hidden third are suspect."""
    with FrontDoor(tmp_path) as front:
        hub = front.intake
        for name, told in (("sound", {}), ("doubtful", {}), ("hidden", {"handling": KEPT_BACK})):
            data = event("concern-raised", ROWAN, headline=f"A {name} concern", **told)
            hub.say(POLICE, "concern-raised", data, id=name)
        since = hub.receipt(POLICE, "doubtful").recorded
        revoke_key(hub.store.record, POLICE, hub.keys[POLICE]["kid"], compromised_since=since, at=hub.clock())
        yield front


def opened(door: FrontDoor, user: str, address: str) -> str:
    """What a person reads at an address, once they have said why."""
    for path, form in (("/sign-in", {"user": user}), ("/waiting/why", WHY)):
        door.client.post(path, data=form, headers={"Sec-Fetch-Site": "same-origin"})
    return door.client.get(address).text


def test_the_list_names_what_is_suspect_and_whom_to_ring_and_nothing_that_is_withheld(door: FrontDoor) -> None:
    page = opened(door, MASH, "/waiting/suspects")
    assert "A doubtful concern" in page
    assert "ring <bdi>01632 960 100</bdi>" in page
    assert "A sound concern" not in page
    assert "A hidden concern" not in page


def test_the_list_is_one_link_from_what_waits(door: FrontDoor) -> None:
    assert 'href="/waiting/suspects"' in opened(door, MASH, "/waiting")


def test_the_list_says_where_there_is_nothing(tmp_path: Path) -> None:
    with FrontDoor(tmp_path) as empty:
        assert "No entry that you may see is suspect." in opened(empty, MASH, "/waiting/suspects")


def test_the_chronology_counts_what_is_suspect_of_what_it_shows_and_marks_each(door: FrontDoor) -> None:
    page = opened(door, MASH, f"/children/{door.child_of('sound')}?significance=all")
    assert "1 entry on this page may not be genuine." in " ".join(page.replace("</strong>", "").split())
    assert page.count("govuk-tag--red") == 1


@pytest.mark.parametrize("part", ["print", "household"])
def test_paper_and_household_mark_it_too(door: FrontDoor, part: str) -> None:
    page = opened(door, MASH, f"/children/{door.child_of('sound')}/{part}?significance=all")
    assert page.count("govuk-tag--red") == 1


def test_nobody_but_the_front_door_is_shown_the_list(door: FrontDoor) -> None:
    assert "doubtful" not in opened(door, SOCIAL_WORKER, "/waiting/suspects")


def asked_about(door: FrontDoor) -> str:
    """The address of the page that asks what the agency said of the one suspect entry that is seen."""
    (address,) = re.findall(r'href="(/waiting/suspects/[^"]+)"', opened(door, MASH, "/waiting/suspects"))
    return str(address)


def answered(door: FrontDoor, **form: str) -> Response:
    headers = {"Sec-Fetch-Site": "same-origin"}
    return door.client.post(asked_about(door), data=form, headers=headers, follow_redirects=True)


def test_what_the_agency_said_is_noted_and_the_entry_leaves_the_list(door: FrontDoor) -> None:
    done = answered(door, finding="forged", told_by="Inspector Vance, on duty", reason="not in the force's own log")
    assert "The entry is withdrawn" in done.text
    assert "No entry that you may see is suspect." in opened(door, MASH, "/waiting/suspects")
    page = opened(door, MASH, f"/children/{door.child_of('sound')}?significance=all")
    assert "said that it did not send this" in page


def test_a_form_that_says_too_little_says_how_to_put_it_right(door: FrontDoor) -> None:
    told = answered(door, reason="short")
    assert told.status_code == 400
    for wrong in ("Select what the agency said", "Enter who at the agency said so", "Reason must be between"):
        assert wrong in told.text


def test_an_entry_that_is_not_suspect_has_no_such_page(door: FrontDoor) -> None:
    opened(door, MASH, "/waiting/suspects")
    assert door.client.get("/waiting/suspects/e-none").status_code == 404
