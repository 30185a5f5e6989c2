"""Questions that chance seldom makes: several rare things at once, on which one rule alone decides."""

from enginelab.oracle.questions import Document, asking, entry, handling, question, relation, viewer

CSC = "northshire-csc"


def corners() -> list[Document]:
    """Return each as a whole question, in the outer form."""
    return [_guardian_who_is_authorised(), _restricted_note_in_an_enquiry(), _police_notice_at_school()]


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
