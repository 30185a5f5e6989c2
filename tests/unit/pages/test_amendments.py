"""What was done to an entry later, beside the original wording."""

from hub.pages.amendments import changes
from hub.pages.entry import Row

CORRECTED = {
    "kind": "corrected",
    "id": "e-2",
    "recorded": "2026-03-02T10:15:00Z",
    "agency": "northshire-police",
    "agency_name": "Northshire Police",
    "author": {"name": "Simran Kaur", "role": "officer-in-charge"},
    "reason": "The wrong address was written down.",
    "was": {
        "headline": "Police called to Mill Lane",
        "narrative": "A neighbour rang.",
        "occurred": {"from": "2026-02-27", "precision": "day"},
    },
}


def test_an_entry_without_amendments_has_no_changes() -> None:
    assert changes({"headline": "Seen at home"}) == []


def test_a_correction_says_when_by_whom_and_why() -> None:
    (change,) = changes({"amendments": [CORRECTED]})
    assert (change.title, change.when) == ("Corrected", "2 March 2026, 10:15am")
    assert change.by == "Simran Kaur, Officer in charge, Northshire Police"
    assert change.reason == "The wrong address was written down."


def test_a_correction_keeps_the_earlier_wording_beside_the_new() -> None:
    (change,) = changes({"amendments": [CORRECTED]})
    assert change.before == (
        Row("Headline", ("Police called to Mill Lane",)),
        Row("Happened", ("27 February 2026",)),
        Row("What happened", ("A neighbour rang.",)),
    )


def test_a_later_judgement_says_which_it_was() -> None:
    told = [{"kind": "significance-changed", "level": level, "agency": "csc"} for level in ("significant", "routine")]
    assert [one.title for one in changes({"amendments": told})] == ["Judged significant later", "Judged routine later"]


def test_a_dispute_says_whose_it_is() -> None:
    told = {"kind": "disputed", "agency_name": "School", "disputed_by": "mother", "reason": "She was at home."}
    assert changes({"amendments": [told]})[0].reason == "Mother says: She was at home."


def test_a_dispute_and_a_withdrawal_have_no_earlier_wording() -> None:
    told = [{"kind": kind, "agency_name": "Oakfield School"} for kind in ("disputed", "withdrawn")]
    assert [(one.title, one.by, one.before) for one in changes({"amendments": told})] == [
        ("Disputed", "Oakfield School", ()),
        ("Withdrawn", "Oakfield School", ()),
    ]
