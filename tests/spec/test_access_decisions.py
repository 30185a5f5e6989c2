"""The rows of the partnership's access decisions, each as an example on the embedded engine."""

import pytest
from builders.answers import Answers

from enginelab.oracle.questions import asking, entry, handling, relation, viewer, withholding

CSC, POLICE, HEALTH, SCHOOL = "childrens-social-care", "police", "health", "school"
SOCIAL_WORKER = viewer("social-worker", CSC)
SAFEGUARDING_LEAD = viewer("designated-safeguarding-lead", SCHOOL)
ALLOCATED = relation("allocated", "northshire-csc")
ENROLLED = relation("enrolled", "hill-school", person=None)
S47 = asking("enquiry-s47", threshold="s47")
SCHOOLING = asking("school-safeguarding")
PLANNED_ARREST = entry(
    POLICE, "investigation-started", handling=handling("3x5x2", "C", "strategy group only", "strategy-group")
)


@pytest.fixture(scope="module")
def answer() -> Answers:
    return Answers()


def test_row_1_the_allocated_social_worker_reads_a_fracture_in_full_for_a_section_47_enquiry(answer: Answers) -> None:
    answer.to(SOCIAL_WORKER, S47, [ALLOCATED], entry(HEALTH, "medical-examination-held"))
    assert (answer.outcome, answer.shown) == ("allow", ["full"])


def test_row_2_the_social_worker_in_the_strategy_group_reads_the_planned_arrest(answer: Answers) -> None:
    group = relation("strategy-group", "northshire-csc")
    assert answer.to(SOCIAL_WORKER, S47, [ALLOCATED, group], PLANNED_ARREST).shown == ["full"]


def test_row_2_outside_the_strategy_group_the_planned_arrest_does_not_exist(answer: Answers) -> None:
    assert answer.to(SOCIAL_WORKER, S47, [ALLOCATED], PLANNED_ARREST).shown == ["hidden"]


def test_row_4_a_health_visitor_does_not_learn_of_the_planned_arrest(answer: Answers) -> None:
    visitor, involved = viewer("health-visitor", HEALTH), relation("involved", "northshire-nhs")
    assert answer.to(visitor, asking("direct-care"), [involved], PLANNED_ARREST).shown == ["hidden"]


def test_row_5_the_paediatrician_of_the_strategy_group_reads_what_the_group_agreed(answer: Answers) -> None:
    doctor, group = viewer("paediatrician", HEALTH), relation("strategy-group", "northshire-nhs")
    assert answer.to(doctor, asking("strategy-discussion"), [group], PLANNED_ARREST).shown == ["full"]


def test_row_7_a_safeguarding_lead_of_the_core_group_reads_the_conference_decision(answer: Answers) -> None:
    member = relation("core-group", "hill-school")
    answer.to(SAFEGUARDING_LEAD, asking("plan-and-core-group"), [ENROLLED, member], entry(CSC, "conference-held"))
    assert answer.shown == ["full"]


def test_row_8_a_safeguarding_lead_reads_the_notice_of_last_nights_domestic_incident(answer: Answers) -> None:
    incident = entry(POLICE, "domestic-abuse-incident", third_party=True, handling=handling("3x5x2", "P"))
    assert answer.to(SAFEGUARDING_LEAD, SCHOOLING, [ENROLLED], incident).shown == ["full"]


def test_row_9_a_safeguarding_lead_does_not_learn_of_intelligence_under_code_1(answer: Answers) -> None:
    intelligence = entry(POLICE, "police-notification", handling=handling("5x5x5", "1"))
    assert answer.to(SAFEGUARDING_LEAD, SCHOOLING, [ENROLLED], intelligence).shown == ["hidden"]


def test_row_10_code_2_with_the_authorisation_recorded_is_read_as_sanitised(answer: Answers) -> None:
    named = entry(POLICE, "police-notification", handling=handling("5x5x5", "2", None, "hill-school"))
    unnamed = entry(POLICE, "police-notification", handling=handling("5x5x5", "2"))
    assert answer.to(SAFEGUARDING_LEAD, SCHOOLING, [ENROLLED], named, unnamed).shown == ["full", "hidden"]


def test_row_12_a_class_teacher_is_refused_and_told_by_the_lead(answer: Answers) -> None:
    answer.to(viewer("teacher", SCHOOL), SCHOOLING, [ENROLLED], entry(SCHOOL, "attendance-concern"))
    assert (answer.outcome, answer.shown) == ("refuse", ["hidden"])
    assert "role-reads-no-entries" in answer.document["request"]["rules"]


def test_row_13_the_lead_of_a_siblings_school_gets_a_pointer(answer: Answers) -> None:
    sibling = relation("household", "hill-school", person=None)
    answer.to(SAFEGUARDING_LEAD, SCHOOLING, [sibling], entry(CSC, "child-visited"))
    assert (answer.shown, answer.first["fields"]) == (["pointer"], [])


def test_row_14_the_emergency_department_learns_of_the_plan_and_whom_to_ring(answer: Answers) -> None:
    nurse, presenting = viewer("emergency-clinician", HEALTH), relation("presenting", "northshire-nhs")
    other = entry(CSC, "plan-started", agency="southshire-csc"), entry(CSC, "child-visited", agency="southshire-csc")
    assert answer.to(nurse, asking("direct-care"), [presenting], *other).shown == ["full", "pointer"]


def test_row_16_a_gp_reads_of_the_incident_with_the_adults_masked(answer: Answers) -> None:
    gp, registered = viewer("gp", HEALTH), relation("registered", "northshire-nhs", person=None)
    answer.to(gp, asking("direct-care"), [registered], entry(POLICE, "domestic-abuse-incident", third_party=True))
    assert (answer.shown, answer.first["masks"]) == (["masked"], ["persons"])


def test_row_17_a_detective_in_the_joint_enquiry_reads_the_schools_concern(answer: Answers) -> None:
    inspector, involved = viewer("duty-inspector", POLICE), relation("involved", "northshire-police")
    assert answer.to(inspector, S47, [involved], entry(SCHOOL, "concern-raised")).shown == ["full"]


@pytest.mark.parametrize("role", ["investigator", "officer-in-charge"])
def test_row_18_an_officer_on_another_crime_is_refused(answer: Answers, role: str) -> None:
    answer.to(viewer(role, POLICE), asking("criminal-investigation"), [], entry(CSC, "child-visited"))
    assert (answer.outcome, answer.shown) == ("refuse", ["hidden"])


def test_row_19_police_at_the_door_learn_whom_to_ring_and_where_the_child_was_found(answer: Answers) -> None:
    officer, presenting = viewer("response-officer", POLICE), relation("presenting", "northshire-police")
    found = entry(CSC, "return-interview-held"), entry(SCHOOL, "concern-raised")
    assert answer.to(officer, asking("immediate-protection"), [presenting], *found).shown == ["full", "pointer"]


def test_row_20_a_refuge_address_is_asked_of_the_duty_worker_or_opened_in_a_countersigned_emergency(
    answer: Answers,
) -> None:
    officer, presenting = viewer("response-officer", POLICE), relation("presenting", "northshire-police")
    refuge = entry(CSC, "child-details-changed", sensitive="protected-address", tier="restricted")
    plain, urgent = (
        asking("immediate-protection"),
        asking("immediate-protection", emergency=True, countersigned_by="u-9"),
    )
    answer.to(officer, plain, [presenting], refuge | {"tier": "detail"})
    assert (answer.outcome, answer.shown) == ("route", ["marked"])
    assert answer.to(officer, urgent, [presenting], refuge).shown == ["full"]


def test_row_22_a_housing_officer_gets_only_a_reply_path(answer: Answers) -> None:
    officer, tenant = viewer("housing-officer", "housing"), relation("household", "north-homes")
    assert answer.to(officer, asking("assessment-s17"), [tenant], entry(CSC, "child-visited")).shown == ["pointer"]


def test_row_23_probation_learns_that_a_child_lives_at_the_address_and_whom_to_ring(answer: Answers) -> None:
    officer, adult = viewer("probation-officer", "probation"), relation("adult-linked", "north-probation")
    assert answer.to(officer, asking("offender-risk"), [adult], entry(CSC, "plan-started")).shown == ["pointer"]


def test_rows_25_and_26_a_guardian_reads_the_authoritys_records_and_is_sent_to_the_originator(answer: Answers) -> None:
    guardian, appointed = viewer("cafcass-officer", "cafcass"), relation("appointed", "cafcass")
    conditioned = entry(POLICE, "crime-recorded", handling=handling("3x5x2", "C", "ask us"))
    answer.to(guardian, asking("court-proceedings"), [appointed], entry(CSC, "child-visited"), conditioned)
    assert (answer.outcome, answer.shown) == ("route", ["full", "marked"])


def test_row_27_a_check_in_private_law_gives_a_pointer_to_the_authority_alone(answer: Answers) -> None:
    others = entry(CSC, "child-visited"), entry(HEALTH, "health-contact")
    answer.to(viewer("cafcass-officer", "cafcass"), asking("court-proceedings"), [], *others)
    assert answer.shown == ["pointer", "hidden"]


def test_row_29_the_child_death_manager_reads_what_agencies_hold(answer: Answers) -> None:
    manager, area = viewer("cdop-manager", "board"), relation("appointed", "northshire-lscb")
    asked = asking("child-death-review", legal_basis="CA 2004 s16N")
    assert answer.to(manager, asked, [area], entry(HEALTH, "health-contact")).shown == ["full"]


def test_row_30_a_live_investigation_is_asked_of_the_investigator_and_silent_means_silent(answer: Answers) -> None:
    manager, area = viewer("cdop-manager", "board"), relation("appointed", "northshire-lscb")
    marked = entry(POLICE, "crime-recorded", withholdings=[withholding("marked", agency_types=["board"])])
    silent = entry(POLICE, "crime-recorded", withholdings=[withholding("silent", agency_types=["board"])])
    answer.to(manager, asking("child-death-review"), [area], marked, silent)
    assert (answer.outcome, answer.shown) == ("route", ["marked", "hidden"])
    assert answer.to(manager, asking("child-death-review"), [area], silent).outcome == "allow"


def test_row_32_a_reviewer_reads_what_was_known(answer: Answers) -> None:
    author, appointed = viewer("review-author", "board"), relation("appointed", "northshire-lscb")
    assert answer.to(author, asking("serious-case-review"), [appointed], entry(SCHOOL, "concern-raised")).shown == [
        "full"
    ]


@pytest.mark.parametrize(
    ("role", "agency_type", "purpose"),
    [("ig-lead", CSC, "audit"), ("data-officer", CSC, "statistics"), ("operator", "hub", "enquiry-s47")],
)
def test_rows_33_62_and_64_auditors_statisticians_and_operators_read_no_entries(
    answer: Answers, role: str, agency_type: str, purpose: str
) -> None:
    reader = viewer(role, agency_type)
    answer.to(reader, asking(purpose), [relation("team", reader["agency"])], entry(CSC, "child-visited"))
    assert (answer.outcome, answer.shown) == ("refuse", ["hidden"])


def test_rows_37_and_38_a_parent_reads_only_what_was_released_by_name(answer: Answers) -> None:
    parent, family = viewer("parent", "family", id="p-mother"), relation("family", "family", person="p-mother")
    entries = entry(CSC, "child-visited"), entry(CSC, "assessment-concluded", released_to=["p-mother"])
    assert answer.to(parent, asking("subject-access"), [family], *entries).shown == ["hidden", "full"]


def test_rows_40_and_41_a_sexual_health_contact_is_the_childs_own_and_not_the_parents(answer: Answers) -> None:
    contact = entry(HEALTH, "health-contact", sensitive="sexual-health", tier="restricted", released_to=["p-child"])
    child = viewer("child", "family", id="p-child"), relation("family", "family", person="p-child")
    parent = viewer("parent", "family", id="p-mother"), relation("family", "family", person="p-mother")
    assert answer.to(child[0], asking("subject-access"), [child[1]], contact).shown == ["full"]
    assert answer.to(parent[0], asking("subject-access"), [parent[1]], contact).shown == ["hidden"]


def test_row_42_a_sensitive_service_needs_the_test_of_harm_or_the_childs_consent(answer: Answers) -> None:
    contact = entry(HEALTH, "health-contact", sensitive="sexual-health", tier="restricted")
    consent = {"given_by": "child", "agency_types": ["health"], "withdrawn": None}
    agreed = asking("assessment-s17", consent=consent)
    assert answer.to(SOCIAL_WORKER, asking("assessment-s17"), [ALLOCATED], contact).shown == ["hidden"]
    assert answer.to(SOCIAL_WORKER, S47, [ALLOCATED], contact).shown == ["full"]
    assert answer.to(SOCIAL_WORKER, agreed, [ALLOCATED], contact).shown == ["full"]


def test_row_44_what_is_withheld_from_the_parents_is_read_by_the_chair(answer: Answers) -> None:
    chair, invited = viewer("conference-chair", CSC), relation("invited", "northshire-csc")
    kept = entry(POLICE, "crime-recorded", withholdings=[withholding(family=True)])
    assert answer.to(chair, asking("conference"), [invited], kept).shown == ["full"]


def test_row_46_what_derives_from_a_withheld_entry_is_withheld(answer: Answers) -> None:
    source = entry(POLICE, "crime-recorded", withholdings=[withholding(agency_types=[SCHOOL])])
    plan = entry(CSC, "plan-updated", derived_from=["e-1"])
    member = relation("core-group", "hill-school")
    answer.to(SAFEGUARDING_LEAD, asking("plan-and-core-group"), [ENROLLED, member], source, plan)
    assert answer.shown == ["hidden", "hidden"]


def test_row_48_where_the_child_is_found_a_countersigned_emergency_opens_the_neighbours_entries(
    answer: Answers,
) -> None:
    worker, found = viewer("emergency-duty-worker", CSC), relation("found", "northshire-csc", person=None)
    urgent = asking("immediate-protection", emergency=True, countersigned_by="u-9")
    other = entry(CSC, "child-visited", agency="southshire-csc")
    assert answer.to(worker, asking("immediate-protection"), [found], other).shown == ["pointer"]
    assert answer.to(worker, urgent, [found], other).shown == ["full"]


def test_nobody_countersigns_their_own_emergency(answer: Answers) -> None:
    worker, found = viewer("emergency-duty-worker", CSC), relation("found", "northshire-csc", person=None)
    alone = asking("immediate-protection", emergency=True, countersigned_by="u-1")
    assert answer.to(worker, alone, [found], entry(CSC, "child-visited")).shown == ["pointer"]


def test_row_49_without_threshold_or_agreement_the_screener_learns_of_the_own_authority_alone(answer: Answers) -> None:
    screener, area = viewer("mash-practitioner", CSC), relation("area", "northshire-csc", person=None)
    entries = entry(HEALTH, "health-contact"), entry(POLICE, "crime-recorded"), entry(CSC, "child-visited")
    answer.to(screener, asking("referral-decision"), [area], *entries)
    assert answer.shown == ["hidden", "hidden", "pointer"]


def test_row_50_with_the_threshold_recorded_the_screener_reads(answer: Answers) -> None:
    screener, area = viewer("mash-practitioner", CSC), relation("area", "northshire-csc", person=None)
    entries = entry(HEALTH, "health-contact"), entry(POLICE, "crime-recorded")
    answer.to(screener, asking("referral-decision", threshold="s47"), [area], *entries)
    assert answer.shown == ["full", "full"]


def test_rows_51_and_52_early_help_reads_what_was_agreed_to_and_nothing_once_withdrawn(answer: Answers) -> None:
    worker, lead = viewer("early-help-practitioner", CSC), relation("lead-professional", "northshire-csc")
    given = {"given_by": "p-mother", "agency_types": ["school", "health"], "withdrawn": None}
    entries = entry(SCHOOL, "attendance-concern"), entry(HEALTH, "health-contact"), entry(POLICE, "crime-recorded")
    assert answer.to(worker, asking("early-help", consent=given), [lead], *entries).shown == ["full", "full", "hidden"]
    withdrawn = given | {"withdrawn": "2026-02-28T09:00:00Z"}
    assert answer.to(worker, asking("early-help", consent=withdrawn), [lead], *entries).outcome == "refuse"


def test_row_54_the_link_to_a_birth_record_is_silent_for_the_adopted_childs_worker(answer: Answers) -> None:
    link = entry(CSC, "child-details-changed", sensitive="adoption", tier="restricted", agency="southshire-csc")
    assert answer.to(SOCIAL_WORKER, S47, [ALLOCATED], link).shown == ["hidden"]
    assert answer.to(viewer("adoption-worker", CSC), S47, [ALLOCATED], link).shown == ["full"]


def test_row_57_the_receiving_authority_reads_the_whole_chronology(answer: Answers) -> None:
    receiving = relation("receiving-authority", "northshire-csc", person=None)
    other = entry(CSC, "child-visited", agency="southshire-csc"), entry(HEALTH, "health-contact")
    assert answer.to(SOCIAL_WORKER, asking("assessment-s17"), [receiving], *other).shown == ["full", "full"]


@pytest.mark.parametrize("state", ["provisional", "held-narrow", "in-force", "overdue", "asleep"])
def test_row_59_no_state_but_released_opens_a_silent_entry(answer: Answers, state: str) -> None:
    sealed = entry(POLICE, "crime-recorded", withholdings=[withholding("silent", state, agencies=["northshire-csc"])])
    assert answer.to(SOCIAL_WORKER, S47, [ALLOCATED], sealed).shown == ["hidden"]


def test_row_60_a_released_withholding_hides_nothing(answer: Answers) -> None:
    lifted = entry(
        POLICE, "crime-recorded", withholdings=[withholding("silent", "released", agencies=["northshire-csc"])]
    )
    assert answer.to(SOCIAL_WORKER, S47, [ALLOCATED], lifted).shown == ["full"]


def test_row_63_an_expert_reads_what_the_order_lists_while_it_lasts(answer: Answers) -> None:
    expert, appointed = viewer("court-expert", "cafcass"), relation("appointed", "cafcass")
    entries = entry(HEALTH, "health-contact"), entry(HEALTH, "health-contact")
    order = {"entries": ["e-1"], "until": "2026-03-31"}
    answer.to(expert, asking("court-proceedings", order=order), [appointed], *entries)
    assert answer.shown == ["full", "hidden"]
    lapsed = order | {"until": "2026-03-01"}
    assert answer.to(expert, asking("court-proceedings", order=lapsed), [appointed], *entries).outcome == "refuse"
