"""What goes wrong in the sample day goes wrong in the way that it is meant to."""

from datetime import date

from connectors.drafts import Draft
from demo import unclear
from demo.dates import Calendar
from demo.population import population

CALENDAR = Calendar(date(2026, 3, 16))
KNOWN = population(CALENDAR.today, 2013).meadow[0]
Drafts = list[tuple[str, Draft]]


def test_a_namesake_is_named_with_nothing_but_name_and_birth() -> None:
    (person,) = unclear.namesake(CALENDAR, KNOWN)["persons"]
    assert person.keys() == {"id", "given_names", "family_name", "born", "sex"}
    assert (person["given_names"], person["born"]) == (KNOWN.given, KNOWN.born.isoformat())


def test_a_mistyped_birth_stands_with_the_right_number() -> None:
    (child,) = unclear.mistyped(CALENDAR, KNOWN)["data"]["children"]
    assert child["identifiers"][0]["value"] == KNOWN.nhs_number
    assert child["date_of_birth"] != KNOWN.born.isoformat()


def test_another_number_stands_with_the_right_name_and_address() -> None:
    (child,) = unclear.other_number(CALENDAR, KNOWN)["data"]["children"]
    assert child["identifiers"][0]["value"] not in (KNOWN.nhs_number, None)
    assert (child["given_names"], child["addresses"][0]["postcode"]) == (KNOWN.given, KNOWN.postcode)


def test_twins_share_a_reference() -> None:
    one, other = unclear.twins(CALENDAR, KNOWN)["data"]["children"]
    assert one["local_ref"] == other["local_ref"]
    assert one["given_names"] != other["given_names"]


def test_nothing_of_what_is_marked_too_high_is_drafted(drafts: Drafts) -> None:
    reference = unclear.too_secret(CALENDAR, KNOWN)["reference"]
    assert reference not in {draft.id for _, draft in drafts}
