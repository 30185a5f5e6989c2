"""What children's social care and health visiting record of the family."""

from datetime import date

from demo.dates import Calendar, instant
from demo.documents import (
    HEALTH_VISITOR,
    OFFICER,
    SAFEGUARDING_LEAD,
    SOCIAL_WORKER,
    Document,
    at,
    child_data,
    document,
    on,
)
from demo.people import Child

MANAGER = {"staff_id": "tm-reyes", "name": "Noor Reyes", "role": "team-manager", "contact": "01632 960 102"}
SIGNIFICANT = {"level": "significant", "by": "Asha Lindqvist"}
CONCERN = {"source": "urn:agency:meadow-primary:safeguarding-log", "id": "SL-0447"}


def social_care(calendar: Calendar, rowan: Child, finn: Child) -> list[Document]:
    """Return the case from the referral on, for both children, oldest first."""
    both = [child_data(child, "C", significance=SIGNIFICANT) for child in (rowan, finn)]
    return [
        _referral(calendar, both),
        _enquiry(calendar, both),
        *_allocated(calendar, both),
        *_involved(calendar, both),
    ]


def health_visiting(calendar: Calendar, finn: Child) -> list[Document]:
    """Return the health visitor's involvement with the younger child, and the last visit."""
    child = child_data(finn, "HV")
    visited = calendar.working_day(41)
    started = calendar.day(300)
    return [
        _involvement("HV-2207", instant(visited, "12:00"), HEALTH_VISITOR, "northshire-hospital", started, [child]),
        document(
            "health-contact",
            "HV-2290",
            instant(visited, "12:10"),
            HEALTH_VISITOR,
            headline="Two-year review at home",
            occurred=at(instant(visited, "10:00")),
            narrative="Growth along the centile; speech as expected. Mother looked tired and was in a hurry.",
            how_known="seen",
            verified=True,
            action_taken="Next contact in six weeks.",
            contact_kind="home-visit",
            place="Home",
            children=[{**child, "presence": "present", "childs_voice": {"seen": True, "seen_alone": False}}],
        ),
    ]


def _referral(calendar: Calendar, children: list[Document]) -> Document:
    day = calendar.working_day(9)
    return document(
        "referral-received",
        "REF-20117",
        instant(day, "09:45"),
        SOCIAL_WORKER,
        headline="Referral from Meadow Primary School",
        occurred=at(instant(day, "09:20")),
        narrative="The school refers because of an unexplained bruise and two earlier concerns.",
        how_known="told",
        source_of_information="Designated safeguarding lead",
        action_taken="Passed to the duty manager for decision.",
        received=instant(day, "09:20"),
        referrer={"agency": "meadow-primary", **_named(SAFEGUARDING_LEAD)},
        parents_informed=True,
        asked_for="An assessment of the children's safety at home.",
        derived_from=[CONCERN],
        children=children,
    )


def _enquiry(calendar: Calendar, children: list[Document]) -> Document:
    day = calendar.working_day(8)
    return document(
        "section-47-started",
        "S47-3391",
        instant(day, "17:00"),
        SOCIAL_WORKER,
        headline="Section 47 enquiry begun after strategy discussion",
        occurred=on(day),
        narrative="Social care, police and health agreed a joint enquiry.",
        how_known="seen",
        verified=True,
        action_taken="Medical examination arranged; Rowan to be seen alone at school.",
        started=day.isoformat(),
        strategy_discussion={
            "held": instant(day, "15:00"),
            "attended": ["social-worker", "team-manager", "officer-in-charge", "health-visitor"],
        },
        children=children,
    )


def _allocated(calendar: Calendar, children: list[Document]) -> list[Document]:
    day = calendar.working_day(8)
    return [
        document(
            "worker-allocated",
            "AL-7781",
            instant(day, "10:00"),
            MANAGER,
            headline="Asha Lindqvist allocated as social worker",
            occurred=on(day),
            how_known="seen",
            practitioner={"agency": "northshire-csc", **SOCIAL_WORKER},
            since=day.isoformat(),
            team="Assessment team 2",
            children=children,
        )
    ]


def _involved(calendar: Calendar, children: list[Document]) -> list[Document]:
    day = calendar.working_day(8)
    told = (("IN-0301", OFFICER, "northshire-police"), ("IN-0302", SAFEGUARDING_LEAD, "meadow-primary"))
    return [
        _involvement(record, instant(day, "17:10"), practitioner, agency, day, children, author=SOCIAL_WORKER)
        for record, practitioner, agency in told
    ]


def _involvement(
    record: str, time: str, practitioner: Document, agency: str, since: date, children: list[Document],
    author: Document | None = None,
) -> Document:  # fmt: skip
    return document(
        "involvement-started",
        record,
        time,
        author or practitioner,
        headline=f"{practitioner['name']} is involved",
        occurred=on(since),
        how_known="seen",
        kind="involved",
        practitioner={"agency": agency, **practitioner},
        since=since.isoformat(),
        children=children,
    )


def _named(practitioner: Document) -> Document:
    return {key: value for key, value in practitioner.items() if key != "staff_id"}
