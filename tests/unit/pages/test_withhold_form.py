"""The form for withholding entries: what each role is offered, what is missing, and what is asked for in the end."""

from datetime import date

import pytest
from builders.access import AGENCIES, DETECTIVE, IG_LEAD, MANAGER, SCHOOL_LEAD, SOCIAL_WORKER, viewer

from hub.access import Viewer, Wanted
from hub.domain.vocabulary import Ground, Mode
from hub.domain.withholding import AgencyRole, Audience
from hub.pages.forms import Wrong
from hub.pages.withhold_form import Chosen, choices, chosen_in, owners, prefilled, recipients, wanted_in
from hub.views.model import AgencyRow

POLICE, HARM = Ground.POLICE_INVESTIGATION, Ground.SIGNIFICANT_HARM
OFFICER = viewer("northshire-police", "officer-in-charge", "u-oic")
FIRST = {"entry_e-1": "yes", "ground": "police-investigation", "kind": "agencies"}
SECOND = {
    "extent": "whole",
    "mode": "silent",
    "reasons": "An arrest is planned.",
    "owner": "duty-inspector",
    "agency_oakfield-school": "yes",
    "review_day": "16",
    "review_month": "3",
    "review_year": "2026",
}
SENIOR = Chosen(("e-1",), POLICE, "agencies")


def first(form: dict[str, str], reader: Viewer = DETECTIVE) -> tuple[Chosen | None, list[str]]:
    faults: list[Wrong] = []
    return chosen_in(form, reader, ["e-1", "e-2"], faults), [fault.field for fault in faults]


def second(
    form: dict[str, str], chosen: Chosen = SENIOR, reader: Viewer = DETECTIVE
) -> tuple[Wanted | None, list[str]]:
    faults: list[Wrong] = []
    return wanted_in(form, chosen, reader, list(AGENCIES.values()), faults), [fault.field for fault in faults]


@pytest.mark.parametrize(
    ("reader", "ground", "kinds"),
    [
        (SCHOOL_LEAD, HARM, ["family"]),
        (SOCIAL_WORKER, HARM, ["family", "agencies", "agency_types", "roles", "persons"]),
        (OFFICER, POLICE, ["family", "agencies", "agency_types", "roles", "persons"]),
        (DETECTIVE, POLICE, ["agencies", "agency_types", "roles", "persons", "everyone_but"]),
    ],
)
def test_a_role_is_offered_what_the_table_lets_it_place(reader: Viewer, ground: Ground, kinds: list[str]) -> None:
    assert choices(reader)[ground] == kinds or kinds == [one for one in choices(reader)[ground] if one in kinds]


@pytest.mark.parametrize("reader", [IG_LEAD, viewer("northshire-csc", "operator")])
def test_whoever_reads_no_entries_is_offered_nothing(reader: Viewer) -> None:
    assert choices(reader) == {}


def test_what_is_missing_on_the_first_page_is_asked_for() -> None:
    assert first({}) == (None, ["entries", "ground", "kind"])
    assert first(FIRST) == (SENIOR, [])


def test_an_entry_that_the_reader_does_not_see_cannot_be_chosen() -> None:
    assert first({**FIRST, "entry_e-1": "", "entry_e-hidden": "yes"}) == (None, ["entries"])


def test_an_audience_that_is_not_for_the_role_says_what_is() -> None:
    faults: list[Wrong] = []
    wish = {**FIRST, "ground": "significant-harm"}
    assert chosen_in(wish, SCHOOL_LEAD, ["e-1"], faults) is None
    assert "only from: the family" in faults[0].message


def test_the_second_page_starts_from_the_tables_first_review_and_the_role_of_whoever_places() -> None:
    start = prefilled(SENIOR, DETECTIVE, date(2026, 3, 2))
    assert (start["review_day"], start["review_month"], start["owner"]) == ("16", "3", "senior-investigating-officer")
    wish = prefilled(Chosen(("e-1",), HARM, "family"), SCHOOL_LEAD, date(2026, 3, 2))
    assert wish["owner"] == "team-manager"


def test_the_whole_form_says_what_is_to_be_withheld_from_whom() -> None:
    wanted, faults = second(SECOND)
    assert faults == []
    assert wanted is not None
    assert (wanted.audience, wanted.mode) == (Audience(agencies=frozenset({"oakfield-school"})), Mode.SILENT)
    assert (wanted.review_by, wanted.fields, wanted.approved_by) == (date(2026, 3, 16), None, None)
    assert wanted.keep_for_those_who_saw is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"agency_oakfield-school": ""}, "audience"),
        ({"reasons": "short"}, "reasons"),
        ({"owner": "teacher"}, "owner"),
        ({"review_month": "13"}, "review_day"),
        ({"extent": "parts"}, "fields"),
    ],
)
def test_what_is_missing_on_the_second_page_is_asked_for(changed: dict[str, str], field: str) -> None:
    assert second({**SECOND, **changed}) == (None, [field])


def test_parts_of_an_entry_are_withheld_by_name() -> None:
    wanted, _ = second({**SECOND, "extent": "parts", "field_addresses": "yes", "field_nonsense": "yes"})
    assert wanted is not None
    assert wanted.fields == frozenset({"addresses"})


def test_an_officer_in_the_case_says_which_strategy_discussion_decided() -> None:
    assert second(SECOND, reader=OFFICER) == (None, ["decided_at"])
    wanted, faults = second({**SECOND, "decided_at": "Strategy discussion on Monday"}, reader=OFFICER)
    assert faults == []
    assert wanted is not None
    assert "officer-in-charge" in owners(SENIOR, OFFICER)


def test_a_list_of_those_who_may_see_always_has_those_responsible_for_the_child() -> None:
    chosen = Chosen(("e-1",), POLICE, "everyone_but")
    wanted, _ = second({**SECOND, "owner": "superintendent"}, chosen)
    assert wanted is not None
    assert wanted.audience.everyone_but >= {
        "northshire-police",
        AgencyRole("northshire-csc", "team-manager"),
        AgencyRole("northshire-police", "public-protection-officer"),
    }


def test_persons_are_named_one_on_a_line() -> None:
    chosen = Chosen(("e-1",), POLICE, "persons")
    wanted, _ = second({**SECOND, "persons": " u-1 \n\nu-2"}, chosen)
    assert wanted is not None
    assert wanted.audience.persons == frozenset({"u-1", "u-2"})
    assert second({**SECOND, "persons": " "}, chosen)[1] == ["persons"]


def test_a_manager_of_social_care_does_not_place_on_the_polices_ground() -> None:
    assert POLICE not in choices(MANAGER)


def test_only_others_agencies_where_somebody_reads_of_children_can_be_named() -> None:
    others = [
        AgencyRow("hub-northshire", "hub", "The hub's own pages", "northshire", "none"),
        AgencyRow("family", "family", "Families", "northshire", "none"),
        AgencyRow("sandbox", "childrens-social-care", "Sandbox for integrators", "sandbox", "none"),
    ]
    named = [one.agency_id for one in recipients(DETECTIVE, [*AGENCIES.values(), *others])]
    assert named == ["northshire-csc", "northshire-hospital", "oakfield-school", "farshire-csc"]
    ticked = {**SECOND, "agency_sandbox": "yes", "agency_northshire-police": "yes", "agency_oakfield-school": ""}
    assert second(ticked) == (None, ["audience"])
