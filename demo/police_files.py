"""What the police record: two incidents, an adult's breach, and two entries that not everybody may see."""

from demo.dates import Calendar
from demo.documents import OFFICER, Document, at, child_data, document
from demo.people import Child

MOTHER = {"reference": "N-5500", "given_names": "Dana", "family_name": "Ashdown", "protected": False}
PARTNER = {"reference": "N-5501", "given_names": "Lee", "family_name": "Marlow", "protected": False}
ADDRESS = "4 Larch Close, Northbridge"
SCHOOL_AND_FAMILY = {
    "agency_types": ["school"], "agencies": [], "roles": [], "persons": [], "family": True, "everyone_but": [],
}  # fmt: skip


def police(calendar: Calendar, rowan: Child, finn: Child) -> list[Document]:
    """Return the police's documents, oldest first."""
    return [
        _incident(calendar, rowan, finn),
        _adult_only(calendar),
        _marked(calendar, rowan, finn),
        _planned_arrest(calendar, rowan, finn),
    ]


def _incident(calendar: Calendar, rowan: Child, finn: Child) -> Document:
    return document(
        "domestic-abuse-incident",
        "NP-87990",
        calendar.at(32, "01:30"),
        OFFICER,
        headline="Police called to an argument at home",
        occurred=at(calendar.at(33, "22:15")),
        narrative="A neighbour rang. Shouting was heard; Ms Ashdown had a cut lip and declined to make a statement.",
        how_known="seen",
        verified=True,
        source_of_information="Attending officers and a neighbour",
        action_taken="Mr Marlow left the address; DASH completed.",
        place=ADDRESS,
        dash_grading="medium",
        children=[
            child_data(rowan, "NPC", presence="in-the-home", impact_on_child="Awake and crying upstairs."),
            child_data(finn, "NPC", presence="in-the-home", impact_on_child="Asleep throughout."),
        ],
        persons=[
            {**MOTHER, "part": "victim", "relations": _relations("mother", rowan, finn)},
            {**PARTNER, "part": "suspect", "relations": _relations("partner-of-parent", rowan, finn)},
        ],
        handling={"classification": "OFFICIAL-SENSITIVE", "police_code": {"scheme": "3x5x2", "code": "P"}},
    )


def _adult_only(calendar: Calendar) -> Document:
    return document(
        "police-notification",
        "NP-88041",
        calendar.at(21, "23:50"),
        OFFICER,
        headline="Adult stopped for drink driving",
        occurred=at(calendar.at(21, "22:40")),
        narrative="Mr Marlow was stopped and arrested. No child was in the car.",
        how_known="seen",
        verified=True,
        action_taken="Charged and bailed.",
        children=[],
        persons=[{**PARTNER, "part": "suspect"}],
    )


def _marked(calendar: Calendar, rowan: Child, finn: Child) -> Document:
    withheld = _withholding(
        calendar, "police-investigation", "marked", "The informant is a relative, a witness, and could be found out."
    )
    return document(
        "police-notification",
        "NP-88197",
        calendar.at(5, "16:30"),
        OFFICER,
        headline="A relative is worried about the children",
        occurred=at(calendar.at(5, "15:10")),
        narrative="A relative said that Mr Marlow grabs Rowan by the arm when he is angry.",
        how_known="told",
        verified=False,
        source_of_information="A relative who asked not to be named",
        action_taken="Passed to the joint enquiry.",
        children=[child_data(child, "NPC") for child in (rowan, finn)],
        persons=[{**PARTNER, "part": "suspect", "relations": _relations("partner-of-parent", rowan, finn)}],
        handling={"classification": "OFFICIAL-SENSITIVE", "withholdings": [withheld]},
    )


def _planned_arrest(calendar: Calendar, rowan: Child, finn: Child) -> Document:
    withheld = {
        **_withholding(
            calendar, "police-investigation", "silent", "Word of the arrest would let evidence be destroyed."
        ),
        "investigation_ref": "NP/88213",
        "ends": calendar.day(-1).isoformat(),
    }
    return document(
        "police-notification",
        "NP-88213",
        calendar.at(2, "11:20"),
        OFFICER,
        headline="Arrest planned of an adult in the household",
        occurred={"from": calendar.at(-1, "05:00"), "to": calendar.at(-1, "09:00"), "precision": "about"},
        narrative="A warrant will be carried out at the family's address. An officer for the children will attend.",
        how_known="seen",
        verified=True,
        action_taken="Agreed at the strategy discussion with children's social care.",
        place=ADDRESS,
        children=[child_data(child, "NPC", significance=_judged()) for child in (rowan, finn)],
        persons=[{**PARTNER, "part": "suspect", "relations": _relations("partner-of-parent", rowan, finn)}],
        handling={
            "classification": "OFFICIAL-SENSITIVE",
            "police_code": {
                "scheme": "3x5x2",
                "code": "C",
                "condition": "For the strategy group only.",
                "authorised_for": ["northshire-csc"],
            },
            "withholdings": [withheld],
        },
    )


def _withholding(calendar: Calendar, ground: str, mode: str, reason: str) -> Document:
    return {
        "ground": ground,
        "mode": mode,
        "audience": SCHOOL_AND_FAMILY,
        "owner": "officer-in-charge",
        "reason": reason,
        "placed_by": "det-kaur",
        "approved_by": "di-hale",
        "approved_at": calendar.at(5, "16:00"),
        "decided_at": "Strategy discussion",
        "review_by": calendar.day(-7).isoformat(),
    }


def _relations(relation: str, *children: Child) -> list[Document]:
    return [{"child": child.ref("NPC"), "relation": relation} for child in children]


def _judged() -> Document:
    return {"level": "significant", "by": "Simran Kaur", "why": "An adult of the household is to be arrested."}
