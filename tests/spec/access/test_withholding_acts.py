"""Placing, reviewing and letting go of a withholding: who may, what it does at once, and what is on record."""

from dataclasses import replace
from datetime import date

import pytest
from builders.access import (
    AT_SCHOOL,
    CHILD,
    DETECTIVE,
    ENQUIRY,
    SCHOOL_LEAD,
    SOCIAL_WORKER,
    SampleHub,
    entry,
    ids_in,
    opening,
    viewer,
)

from hub.access import Wanted
from hub.domain.errors import AuditError, Invalid, NotFound, Refused
from hub.domain.vocabulary import Ground, Mode
from hub.domain.withholding import AgencyRole, Audience

FROM_CARE = Audience(agency_types=frozenset({"childrens-social-care"}))
WANTED = Wanted(
    entries=("e-police",),
    ground=Ground.POLICE_INVESTIGATION,
    mode=Mode.SILENT,
    audience=FROM_CARE,
    owner="senior-investigating-officer",
    review_by=date(2026, 3, 16),
    approved_by="u-di",
    keep_for_those_who_saw=False,
)


@pytest.fixture
def told(hub: SampleHub) -> SampleHub:
    return hub.given(opening(), entry("e-police", "northshire-police"))


def test_an_approved_withholding_holds_from_the_next_reading_on(told: SampleHub) -> None:
    assert "e-police" in ids_in(told.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD))
    placed = told.access.place_withholding(DETECTIVE, ENQUIRY, CHILD, WANTED)
    assert placed.answer["state"] == "in-force"
    assert ids_in(told.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)) == ["e-open"]
    assert "e-police" in ids_in(told.access.chronology(DETECTIVE, ENQUIRY, CHILD))


def test_a_list_of_those_who_may_read_keeps_those_who_are_responsible_for_the_child(told: SampleHub) -> None:
    soon = replace(WANTED, review_by=date(2026, 3, 9))
    alone = replace(soon, audience=Audience(everyone_but=frozenset({"northshire-police"})))
    with pytest.raises(Invalid, match="responsible reader"):
        told.access.place_withholding(DETECTIVE, ENQUIRY, CHILD, alone)
    with_manager = frozenset({"northshire-police", AgencyRole("northshire-csc", "team-manager")})
    kept = replace(soon, audience=Audience(everyone_but=with_manager))
    assert told.access.place_withholding(DETECTIVE, ENQUIRY, CHILD, kept).answer["state"] == "in-force"
    assert "e-police" not in ids_in(told.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD))


def test_an_unapproved_one_is_held_narrow(told: SampleHub) -> None:
    unapproved = replace(WANTED, approved_by=None)
    assert told.access.place_withholding(DETECTIVE, ENQUIRY, CHILD, unapproved).answer["state"] == "held-narrow"


def test_nobody_approves_their_own(told: SampleHub) -> None:
    own = replace(WANTED, approved_by=DETECTIVE.id)
    assert told.access.place_withholding(DETECTIVE, ENQUIRY, CHILD, own).answer["state"] == "held-narrow"


def test_a_school_may_not_withhold_on_a_police_ground(told: SampleHub) -> None:
    wanted = replace(WANTED, entries=("e-open",))
    with pytest.raises(Refused) as refusal:
        told.access.place_withholding(SCHOOL_LEAD, AT_SCHOOL, CHILD, wanted)
    assert refusal.value.rules == ("withholding-placed-by-the-table",)


def test_any_practitioner_may_ask_that_harm_be_kept_from_the_family(told: SampleHub) -> None:
    wanted = replace(
        WANTED,
        entries=("e-open",),
        ground=Ground.SIGNIFICANT_HARM,
        audience=Audience(family=True),
        owner="team-manager",
        approved_by=None,
    )
    assert told.access.place_withholding(SCHOOL_LEAD, AT_SCHOOL, CHILD, wanted).answer["state"] == "provisional"


def test_what_one_does_not_see_cannot_be_withheld(told: SampleHub) -> None:
    with pytest.raises(NotFound):
        told.access.place_withholding(DETECTIVE, ENQUIRY, CHILD, replace(WANTED, entries=("e-none",)))


def test_the_owner_releases_and_the_entry_is_shown_again(told: SampleHub) -> None:
    placed = told.access.place_withholding(DETECTIVE, ENQUIRY, CHILD, WANTED).answer["id"]
    told.access.release_withholding(DETECTIVE, ENQUIRY, CHILD, placed)
    assert "e-police" in ids_in(told.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD))


def test_the_owner_keeps_it_until_the_next_review(told: SampleHub) -> None:
    placed = told.access.place_withholding(DETECTIVE, ENQUIRY, CHILD, WANTED).answer["id"]
    kept = told.access.review_withholding(DETECTIVE, ENQUIRY, CHILD, placed, date(2026, 3, 30))
    assert (kept.answer["id"], kept.answer["review_by"]) == (placed, "2026-03-30")


def test_a_withholding_is_unknown_to_other_agencies(told: SampleHub) -> None:
    placed = told.access.place_withholding(DETECTIVE, ENQUIRY, CHILD, WANTED).answer["id"]
    manager = viewer("northshire-csc", "team-manager", "u-tm")
    with pytest.raises(NotFound):
        told.access.release_withholding(manager, ENQUIRY, CHILD, placed)


def test_a_colleague_who_is_neither_owner_nor_senior_may_not_release(told: SampleHub) -> None:
    placed = told.access.place_withholding(DETECTIVE, ENQUIRY, CHILD, WANTED).answer["id"]
    officer = viewer("northshire-police", "officer-in-charge", "u-oic")
    with pytest.raises(Refused):
        told.access.release_withholding(officer, ENQUIRY, CHILD, placed)


def test_each_act_leaves_a_record_of_the_sealed_class(told: SampleHub) -> None:
    placed = told.access.place_withholding(DETECTIVE, ENQUIRY, CHILD, WANTED).answer["id"]
    told.access.release_withholding(DETECTIVE, ENQUIRY, CHILD, placed)
    acts = [(record.action, record.sealed_class) for record in told.audited()]
    assert acts == [("withholding-released", True), ("withholding-placed", True)]


def test_an_act_that_cannot_be_recorded_does_not_happen(told: SampleHub) -> None:
    with told.database.write() as cursor:
        cursor.execute("DELETE FROM audit_head")
    with pytest.raises((AuditError, TypeError)):
        told.access.place_withholding(DETECTIVE, ENQUIRY, CHILD, WANTED)
    assert not told.reader.children[CHILD][1].withholdings
