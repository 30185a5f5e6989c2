"""What schemas note of their events: who may send each, and which status of a case each begins and ends."""

from exchange.schemas import Schemas, load
from hub.domain.vocabulary import RelationshipKind

STATUSES = {"early-help", "referral", "child-in-need", "section-47-enquiry", "child-protection-plan", "looked-after"}
CARE, NSPCC, POLICE, HEALTH, SCHOOL = "childrens-social-care", "nspcc", "police", "health", "school"
ANY = {
    "concern-raised", "domestic-abuse-incident", "worker-allocated", "involvement-started", "family-informed",
    "early-help-assessment-opened", "early-help-assessment-closed", "conference-requested",
    "management-decision-recorded", "missing-episode-started", "missing-episode-ended", "child-details-changed",
    "chronology-reviewed", "disagreement-raised", "disagreement-resolved",
}  # fmt: skip
"""What any agency may see, do or say."""
SENDERS = {
    (CARE,): {
        "referral-acknowledged", "referral-decided", "feedback-sent", "assessment-started", "assessment-concluded",
        "child-in-need-plan-started", "child-in-need-plan-ended", "case-closed", "looked-after-started",
        "looked-after-ended",
    },
    (CARE, NSPCC): {
        "contact-recorded", "referral-received", "section-47-started", "section-47-concluded", "conference-held",
        "plan-started", "plan-reviewed", "plan-ended", "core-group-met", "child-visited", "child-moved",
    },
    (CARE, NSPCC, POLICE): {
        "strategy-discussion-held", "emergency-protection-order-granted", "emergency-protection-order-ended",
    },
    (CARE, NSPCC, POLICE, "voluntary"): {"return-interview-held"},
    (POLICE,): {
        "police-notification", "police-protection-taken", "police-protection-ended", "crime-recorded",
        "investigation-started", "investigation-ended", "suspect-arrested", "suspect-released",
    },
    (HEALTH,): {"emergency-department-attended", "health-contact", "medical-examination-held", "pregnancy-notified"},
    (HEALTH, "registrar"): {"child-born"},
    (HEALTH, "voluntary"): {"was-not-brought"},
    (SCHOOL,): {"exclusion"},
    (SCHOOL, "early-years"): {"safeguarding-file-transferred"},
    ("adult-social-care", HEALTH, "probation", "voluntary"): {"adult-service-contact"},
    (SCHOOL, "early-years", CARE): {"attendance-concern", "school-roll-changed"},
    ("housing", "voluntary"): {"housing-contact"},
}  # fmt: skip
OURS = set[str]().union(ANY, *SENDERS.values())


def named(schemas: Schemas, name: str) -> dict[str, object]:
    return dict(schemas.documents[f"safeguarding.{name}.v1"])


def noted(schemas: Schemas, keyword: str) -> set[str]:
    """Every status that some schema gives under a keyword."""
    found: set[str] = set()
    for document in schemas.documents.values():
        told = document.get(keyword, [])
        found |= {told} if isinstance(told, str) else set(told)
    return found


def test_an_event_of_one_agencys_office_is_sent_by_that_agency_alone(schemas: Schemas) -> None:
    found = {name: named(schemas, name).get("x-senders") for name in OURS}
    expected = {name: list(senders) for senders, names in SENDERS.items() for name in names}
    assert found == dict.fromkeys(ANY) | expected


def test_a_status_that_an_event_ends_is_one_that_another_begins(schemas: Schemas) -> None:
    assert noted(schemas, "x-opens") == noted(schemas, "x-closes") == STATUSES


def test_closing_a_case_leaves_a_plan_and_a_care_episode_to_their_own_events(schemas: Schemas) -> None:
    assert named(schemas, "case-closed")["x-closes"] == ["referral", "child-in-need", "section-47-enquiry"]


def test_an_event_tells_of_a_standing_that_the_hub_knows() -> None:
    notes = [load().annotations(event_type).involvement for event_type in load().types()]
    assert {note.kind for note in notes if note and note.kind} <= set(RelationshipKind)


def test_a_standing_is_told_of_a_field_that_the_event_has(schemas: Schemas) -> None:
    for name in OURS:
        note = schemas.annotations(f"safeguarding.{name}.v1").involvement
        if note is not None and note.of != "agency":
            assert note.of in dict(schemas.documents[f"safeguarding.{name}.v1"]["properties"])
