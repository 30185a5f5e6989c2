"""Questions that chance seldom makes: several rare things at once, on which one rule alone decides."""

from typing import Any

from enginelab.oracle.questions import Document, asking, entry, handling, question, relation, viewer, withholding

CSC = "northshire-csc"


def corners() -> list[Document]:
    """Return each as a whole question, in the outer form."""
    return [
        _guardian_who_is_authorised(),
        _restricted_note_in_an_enquiry(),
        _police_notice_at_school(),
        _held_narrow_for_a_duty_manager("area"),
        _held_narrow_for_a_duty_manager("found"),
        _legal_advice("northshire-csc"),
        _legal_advice("northshire-nhs"),
        _adoption_file(),
        _note_that_the_child_no_longer_agrees_to_show(),
        _emergency("mash-practitioner", "police", "area"),
        _emergency("response-officer", "police", "registered"),
        *(_withheld_from_a_worker(**audience) for audience in AUDIENCES),
        *(_withheld_from_a_parent(family) for family in FAMILIES),
    ]


def _guardian_who_is_authorised() -> Document:
    """What the originator agreed to show is shown, not asked for again."""
    guardian = viewer("cafcass-officer", "cafcass")
    agreed = entry("childrens-social-care", "conference-held", handling=handling("3x5x2", "C", "ask us", "cafcass"))
    return question(guardian, asking("court-proceedings"), [relation("appointed", "cafcass")], agreed)


def _restricted_note_in_an_enquiry() -> Document:
    """A restricted entry of a service is within reach of those who lead where significant harm is tested."""
    worker = viewer("social-worker", "childrens-social-care")
    note = entry("health", "health-contact", tier="restricted", sensitive="mental-health")
    return question(worker, asking("enquiry-s47", threshold="s47"), [relation("allocated", CSC)], note)


def _police_notice_at_school() -> Document:
    """Third parties are named to a school in the notice that is made for it."""
    lead = viewer("designated-safeguarding-lead", "school")
    notice = entry("police", "domestic-abuse-incident", third_party=True)
    return question(lead, asking("school-safeguarding"), [relation("enrolled", "hill-school")], notice)


def _held_narrow_for_a_duty_manager(kind: str) -> Document:
    """What lapsed into the narrow circle stays open to the authority's duty manager on duty for the child, no other."""
    manager = viewer("duty-manager", "childrens-social-care")
    lapsed = entry("police", "crime-recorded", withholdings=[withholding(state="held-narrow")])
    return question(manager, asking("immediate-protection"), [relation(kind, CSC)], lapsed)


def _legal_advice(agency: str) -> Document:
    """Legal advice is for the lawyers of whoever took it, whomever else its owner named."""
    lawyer = viewer("legal-officer", "childrens-social-care")
    named = handling(None, None, None, CSC)
    advice = entry("health", "health-contact", agency=agency, sensitive="legal-privilege", handling=named)
    return question(lawyer, asking("court-proceedings"), [relation("allocated", CSC)], advice)


def _emergency(role: str, agency_type: str, kind: str) -> Document:
    """An emergency opens entries to those roles that meet the child, and who are near the child."""
    reader = viewer(role, agency_type)
    asked = asking("immediate-protection", emergency=True, countersigned_by="u-9")
    return question(reader, asked, [relation(kind, reader["agency"])], entry("health", "health-contact"))


def _adoption_file() -> Document:
    worker = viewer("adoption-worker", "childrens-social-care")
    file = entry("health", "health-contact", sensitive="adoption")
    return question(worker, asking("looked-after-care"), [relation("allocated", CSC)], file)


def _note_that_the_child_no_longer_agrees_to_show() -> Document:
    manager = viewer("team-manager", "childrens-social-care")
    consent = {"given_by": "child", "agency_types": ["health"], "withdrawn": "2026-01-01"}
    note = entry("health", "health-contact", sensitive="mental-health")
    return question(manager, asking("plan-and-core-group", consent=consent), [relation("allocated", CSC)], note)


AUDIENCES: list[Document] = [
    {"agency_types": ["childrens-social-care"]},
    {"agencies": [CSC]},
    {"roles": ["social-worker"]},
    {"persons": ["u-1"]},
    {"everyone_but": ["northshire-police"]},
    {"everyone_but": [{"agency": CSC, "role": "team-manager"}]},
    {"everyone_but": [{"agency": CSC, "role": "social-worker"}]},
]
FAMILIES: list[object] = [True, False, ["u-1"], ["u-2"]]


def _withheld_from_a_worker(**audience: Any) -> Document:
    """Each list of an audience binds by itself."""
    worker = viewer("social-worker", "childrens-social-care")
    held = entry("police", "crime-recorded", withholdings=[withholding(**audience)])
    return question(worker, asking("enquiry-s47"), [relation("allocated", CSC)], held)


def _withheld_from_a_parent(family: object) -> Document:
    """Something that was released to a parent, and is withheld from all of the family, from some, or from none."""
    parent = viewer("parent", "family")
    held = entry("health", "health-contact", released_to=["u-1"], withholdings=[withholding(family=family)])
    return question(parent, asking("subject-access"), [relation("family", "family")], held)


LABELS = ("tier", "fields", "agency", "agency_type", "category", "sensitive", "withholdings")


def unlabelled() -> list[Document]:
    """Return a question for each label, of one entry that lacks it, asked by a reader of full reach over their own."""
    worker = viewer("social-worker", "childrens-social-care")
    asked, allocated = asking("enquiry-s47", threshold="s47"), relation("allocated", CSC)
    own = entry("childrens-social-care", "conference-held")
    return [question(worker, asked, [allocated], _without(own, label)) for label in LABELS]


def _without(stated: Document, label: str) -> Document:
    return {name: value for name, value in stated.items() if name != label}
