"""The police tell by persons, links, places and events; every person has a part."""

from datetime import date

import pytest

from connectors.drafts import Draft
from connectors.police.document import faults_of
from demo.dates import Calendar
from demo.people import family
from demo.police_files import occurrences

CALENDAR = Calendar(date(2026, 3, 16))
OCCURRENCES = occurrences(CALENDAR, family(CALENDAR.today))
NAMES = [one["reference"] for one in OCCURRENCES]


@pytest.mark.parametrize("found", OCCURRENCES, ids=NAMES)
def test_an_occurrence_follows_the_police_schema(found: dict[str, object]) -> None:
    assert list(faults_of(found)) == []


@pytest.mark.parametrize("found", OCCURRENCES, ids=NAMES)
def test_everybody_in_it_has_a_part(found: dict[str, list[dict[str, list[dict[str, str]]]]]) -> None:
    parts = {one["person"] for one in found["events"][0]["parts"]}
    assert {person["id"] for person in found["persons"]} == parts


def test_one_address_is_one_location() -> None:
    (linking,) = [found for found in OCCURRENCES if found["reference"] == "NP-84402"]
    assert [place["lines"][0] for place in linking["locations"]] == ["4 Larch Close", "27 Capstan Row"]


def test_what_the_connector_makes_of_a_suspect_is_never_a_victim(drafts: list[tuple[str, Draft]]) -> None:
    parts = [
        (person["given_names"], person["part"])
        for agency, draft in drafts
        if agency == "northshire-police"
        for person in draft.data.get("persons", [])
    ]
    assert {part for name, part in parts if name == "Lee"} == {"suspect"}
    assert {part for name, part in parts if name == "Dana"} == {"victim"}
