"""What is derived from a withheld event is withheld too, on whoever's record it stands (guidance, failure 2)."""

from itertools import permutations

import pytest
from builders.intake import CARE, POLICE, SampleIntake, event, nhs_number, source_of, told_child, withheld_from

from exchange import Message

FROM_SCHOOLS = withheld_from({"agency_types": ["school"]})


def said(hub: SampleIntake, name: str, child: int, made_from: str | None = None, **told: object) -> Message:
    """An event of one child, in care's words where it derives from another, else the police's."""
    agency = CARE if made_from else POLICE
    if made_from:
        told["derived_from"] = [{"source": source_of(POLICE if made_from == "x" else CARE), "id": made_from}]
    data = event("concern-raised", told_child(nhs=nhs_number(child), given_names=f"C{'abc'[child]}"), **told)
    return hub.message(agency, "concern-raised", data, id=name)


def withheld(hub: SampleIntake) -> set[str]:
    """The messages whose entries are withheld, on any chronology."""
    return {
        entry.labels.origin.id
        for file in hub.files()
        for entry in file.entries
        if file.withholdings.get(entry.labels.entry_id)
    }


def family(hub: SampleIntake, **of_source: object) -> list[Message]:
    """An event x, y made from it on another child, and z made from y on a third."""
    return [said(hub, "x", 0, **of_source), said(hub, "y", 1, "x"), said(hub, "z", 2, "y")]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_derived_entries_inherit_across_children_in_whatever_order_they_come(
    hub: SampleIntake, order: tuple[int, ...]
) -> None:
    messages = family(hub, handling=FROM_SCHOOLS)
    for place in order:
        hub.take(messages[place])
    assert withheld(hub) == {"x", "y", "z"}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_derived_entries_inherit_within_one_batch(hub: SampleIntake, order: tuple[int, ...]) -> None:
    messages = family(hub, handling=FROM_SCHOOLS)
    hub.take(*(messages[place] for place in order))
    assert withheld(hub) == {"x", "y", "z"}


def test_an_entry_derived_from_what_is_open_is_open(hub: SampleIntake) -> None:
    hub.take(*family(hub))
    assert withheld(hub) == set()


def test_a_withholding_of_the_derived_does_not_reach_its_source(hub: SampleIntake) -> None:
    hub.take(said(hub, "x", 0), said(hub, "y", 1, "x", handling=FROM_SCHOOLS))
    assert withheld(hub) == {"y"}


def test_an_inherited_withholding_is_the_same_withholding(hub: SampleIntake) -> None:
    hub.take(*family(hub, handling=FROM_SCHOOLS))
    ids = {one.id for file in hub.files() for found in file.withholdings.values() for one in found}
    assert len(ids) == 1


def test_a_derived_entry_on_the_same_child_inherits_it_once(hub: SampleIntake) -> None:
    hub.take(said(hub, "x", 0, handling=FROM_SCHOOLS), said(hub, "y", 0, "x"))
    assert hub.count("withholding_row") == 1
    assert withheld(hub) == {"x", "y"}


def test_an_event_that_comes_late_to_a_child_who_has_what_was_made_of_it_is_withheld_there_once(
    hub: SampleIntake,
) -> None:
    hub.take(said(hub, "y", 1, "x"))
    both = [
        told_child("P-1", nhs=nhs_number(0), given_names="Ca"),
        told_child("P-2", nhs=nhs_number(1), given_names="Cb"),
    ]
    hub.take(hub.message(POLICE, "concern-raised", event("concern-raised", *both, handling=FROM_SCHOOLS), id="x"))
    assert withheld(hub) == {"x", "y"}
    assert hub.count("withholding_row") == 2
