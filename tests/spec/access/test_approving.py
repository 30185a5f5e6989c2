"""The second person is real: an approval is a signed-in act by the role that the table names, on record."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders.access import (
    AT_SCHOOL,
    CHILD,
    DETECTIVE,
    ENQUIRY,
    MANAGER,
    SCHOOL_LEAD,
    SOCIAL_WORKER,
    SampleHub,
    entry,
    ids_in,
    opening,
    viewer,
)

from hub.access import Viewer, Wanted
from hub.domain.errors import Invalid, NotFound, Refused
from hub.domain.vocabulary import Ground, Mode
from hub.domain.withholding import AgencyRole, Audience

INSPECTOR = viewer("northshire-police", "duty-inspector", "u-di")
DIRECTOR = viewer("northshire-csc", "director-of-childrens-services", "u-dcs")
SUPERINTENDENT = viewer("northshire-police", "superintendent", "u-super")
FROM_SCHOOL = Wanted(
    entries=("e-police",),
    ground=Ground.POLICE_INVESTIGATION,
    mode=Mode.SILENT,
    audience=Audience(agencies=frozenset({"oakfield-school"})),
    owner="senior-investigating-officer",
    review_by=date(2026, 3, 16),
    keep_for_those_who_saw=False,
)
FROM_FAMILY = replace(
    FROM_SCHOOL,
    entries=("e-open",),
    ground=Ground.SIGNIFICANT_HARM,
    audience=Audience(family=True),
    owner="team-manager",
)


@pytest.fixture
def told(hub: SampleHub) -> SampleHub:
    return hub.given(opening(), entry("e-police", "northshire-police"))


def placed(hub: SampleHub, wanted: Wanted = FROM_SCHOOL, by: Viewer = INSPECTOR) -> str:
    return str(hub.access.place_withholding(by, ENQUIRY, CHILD, wanted).answer["id"])


def seen_by(hub: SampleHub, reader: Viewer) -> list[object]:
    return ids_in(hub.access.chronology(reader, AT_SCHOOL if reader == SCHOOL_LEAD else ENQUIRY, CHILD))


def test_until_it_is_approved_it_is_hidden_from_all_but_the_placing_agency(told: SampleHub) -> None:
    name = placed(told)
    assert "e-police" not in seen_by(told, SOCIAL_WORKER)
    answer = told.access.approve_withholding(DETECTIVE, ENQUIRY, CHILD, name).answer
    assert answer == {"id": name, "state": "in-force", "unconfirmed": False}
    assert "e-police" in seen_by(told, SOCIAL_WORKER)
    assert "e-police" not in seen_by(told, SCHOOL_LEAD)


def test_an_approval_by_word_holds_at_once_and_waits_to_be_confirmed(told: SampleHub) -> None:
    name = placed(told, replace(FROM_SCHOOL, approved_by="u-sio"))
    one = told.access.withholding(DETECTIVE, ENQUIRY, CHILD, name).answer
    assert (one["state"], one["unconfirmed"], one["may"]) == (
        "in-force",
        True,
        ["approve", "decline", "review", "release"],
    )
    told.access.approve_withholding(DETECTIVE, ENQUIRY, CHILD, name)
    assert told.access.withholding(DETECTIVE, ENQUIRY, CHILD, name).answer["unconfirmed"] is False


def test_what_was_approved_by_word_and_declined_hides_more_and_never_opens(told: SampleHub) -> None:
    name = placed(told, replace(FROM_SCHOOL, approved_by="u-sio"))
    assert "e-police" in seen_by(told, SOCIAL_WORKER)
    declined = told.access.decline_withholding(DETECTIVE, ENQUIRY, CHILD, name).answer
    assert declined == {"id": name, "state": "held-narrow", "unconfirmed": False}
    for reader in (SOCIAL_WORKER, SCHOOL_LEAD):
        assert "e-police" not in seen_by(told, reader)


def test_whoever_placed_it_cannot_approve_it_and_the_attempt_is_on_record(told: SampleHub) -> None:
    name = placed(told)
    with pytest.raises(Refused) as refusal:
        told.access.approve_withholding(INSPECTOR, ENQUIRY, CHILD, name)
    assert refusal.value.rules == ("withholding-approved-by-another",)
    assert (told.audited()[0].outcome, told.audited()[0].sealed_class) == ("refuse", True)


def test_to_anybody_else_a_withholding_that_waits_does_not_exist(told: SampleHub) -> None:
    name = placed(told)
    for reader in (MANAGER, SOCIAL_WORKER):
        for act in (told.access.approve_withholding, told.access.decline_withholding, told.access.withholding):
            with pytest.raises(NotFound) as unknown:
                act(reader, ENQUIRY, CHILD, name)
            with pytest.raises(NotFound) as none:
                act(reader, ENQUIRY, CHILD, "w-none")
            assert str(unknown.value) == str(none.value)


def test_a_schools_wish_to_protect_a_child_from_the_family_is_approved_by_the_authoritys_manager(
    told: SampleHub,
) -> None:
    answer = told.access.place_withholding(SCHOOL_LEAD, AT_SCHOOL, CHILD, FROM_FAMILY).answer
    assert answer["state"] == "provisional"
    far = viewer("farshire-csc", "team-manager", "u-far-tm")
    with pytest.raises((NotFound, Refused)):
        told.access.approve_withholding(far, ENQUIRY, CHILD, str(answer["id"]))
    told.access.approve_withholding(MANAGER, ENQUIRY, CHILD, str(answer["id"]))
    assert told.access.withholding(MANAGER, ENQUIRY, CHILD, str(answer["id"])).answer["state"] == "in-force"


def test_a_list_of_those_who_may_read_takes_a_superintendent_and_the_director(told: SampleHub) -> None:
    kept = frozenset({"northshire-police", AgencyRole("northshire-csc", "team-manager")})
    everyone_but = replace(FROM_SCHOOL, audience=Audience(everyone_but=kept), review_by=date(2026, 3, 9))
    name = placed(told, everyone_but, by=DETECTIVE)
    one = told.access.approve_withholding(SUPERINTENDENT, ENQUIRY, CHILD, name).answer
    assert one["state"] == "held-narrow"
    assert told.access.approve_withholding(DIRECTOR, ENQUIRY, CHILD, name).answer["state"] == "in-force"


def test_an_approver_with_a_conflict_of_interest_is_refused(told: SampleHub) -> None:
    name = placed(told)
    named = replace(DETECTIVE, conflicts=("named-in-allegation",))
    with pytest.raises(Refused):
        told.access.approve_withholding(named, ENQUIRY, CHILD, name)


def test_approving_twice_is_on_record_twice_and_changes_nothing(told: SampleHub) -> None:
    name = placed(told)
    first = told.access.approve_withholding(DETECTIVE, ENQUIRY, CHILD, name).answer
    assert told.access.approve_withholding(DETECTIVE, ENQUIRY, CHILD, name).answer == first
    acts = [(one.action, one.sealed_class) for one in told.audited()[:2]]
    assert acts == [("withholding-approved", True)] * 2


def test_a_first_review_later_than_the_table_has_it_is_refused_with_its_figure(told: SampleHub) -> None:
    with pytest.raises(Invalid, match="within 14 days: review by 16 March 2026"):
        placed(told, replace(FROM_SCHOOL, review_by=date(2026, 3, 17)))


def test_beyond_the_longest_it_takes_a_new_approval_to_keep_it(told: SampleHub) -> None:
    name = placed(told)
    told.access.approve_withholding(DETECTIVE, ENQUIRY, CHILD, name)
    told.now += timedelta(days=29)
    with pytest.raises(Invalid, match="28 days without a new approval"):
        told.access.review_withholding(INSPECTOR, ENQUIRY, CHILD, name, date(2026, 4, 10))
    assert "e-police" not in seen_by(told, SCHOOL_LEAD)
    assert told.access.withholding(DETECTIVE, ENQUIRY, CHILD, name).answer["needs_new_approval"] is True
    told.access.approve_withholding(DETECTIVE, ENQUIRY, CHILD, name)
    kept = told.access.review_withholding(DETECTIVE, ENQUIRY, CHILD, name, date(2026, 4, 10)).answer
    assert kept["review_by"] == "2026-04-10"
