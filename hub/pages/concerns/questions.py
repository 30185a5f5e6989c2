"""What may be chosen on the form, each with its plain words; the values are those of the event's schema."""

from enum import StrEnum

MOST_CHILDREN = 6
MOST_PERSONS = 4

HOW_KNOWN = {
    "seen": "I saw or heard it myself",
    "told": "I was told about it",
    "inferred": "I am putting together what I noticed",
}

YES_NO = {"yes": "Yes", "no": "No"}

SEEN = {
    "alone": "Yes, alone",
    "not-alone": "Yes, with somebody else there",
    "no": "No",
}

WHEN = {
    "day": "On that day",
    "about": "About then, I am not sure of the day",
    "month": "Some time in that month",
}

RELATIONS = {
    "mother": "Mother",
    "father": "Father",
    "step-parent": "Step-parent",
    "partner-of-parent": "Partner of a parent",
    "carer": "Other carer",
    "sibling": "Brother or sister",
    "grandparent": "Grandparent",
    "other-relative": "Other relative",
    "household-member": "Lives in the home",
    "friend": "Friend",
    "professional": "Works with the child",
    "none": "No relation",
    "unknown": "Not known",
}

TO_FIRST_CHILD = {
    "sibling": "Brother or sister (also half or step)",
    "other-relative": "Other relative",
    "household-member": "Lives in the same home",
    "friend": "Friend",
    "unknown": "Not known",
}

PARTS = {
    "victim": "Was hurt or harmed",
    "witness": "Saw or heard it",
    "suspect": "May have caused harm",
    "carer": "Was caring for the child",
    "informant": "Told me about it",
    "professional": "Was there as part of their work",
    "other": "Another part, or not known",
}

KINDS = {
    "physical-abuse": "Physical abuse",
    "emotional-abuse": "Emotional abuse",
    "sexual-abuse": "Sexual abuse",
    "neglect": "Neglect",
    "domestic-abuse": "Domestic abuse in the home",
    "injury": "An injury",
    "sexual-exploitation": "Sexual exploitation",
    "trafficking": "Trafficking",
    "gangs-and-serious-violence": "Gangs or serious violence",
    "female-genital-mutilation": "Female genital mutilation",
    "forced-marriage": "Forced marriage",
    "honour-based-violence": "‘Honour’-based violence",
    "missing-from-home-or-care": "Missing from home or care",
    "missing-education": "Missing from school",
    "child-self-harm": "Self-harm",
    "parental-mental-health": "A parent’s mental health",
    "parental-substance-misuse": "A parent’s use of drugs or alcohol",
    "other": "Something else",
}


class ParentsTold(StrEnum):
    """Whether the parents or carers know that a concern is raised."""

    YES = "yes"
    UNSAFE = "unsafe"
    NOT_YET = "not-yet"


PARENTS: dict[str, str] = {
    ParentsTold.YES: "Yes",
    ParentsTold.UNSAFE: "No, telling them may put a child or somebody else at risk",
    ParentsTold.NOT_YET: "No, for another reason",
}
