"""What is derived from a withheld event is withheld too, on whoever's record it stands (guidance, failure 2)."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest
from builders.intake import CARE, POLICE, SampleIntake, event, example, nhs_number, source_of, told_child, withheld_from

from exchange import Message
from hub.access.recorded import RecordedWithholdings
from hub.domain.chronology import SourceRef
from hub.domain.targets import Targets
from hub.domain.vocabulary import Ground, Mode, WithholdingState
from hub.domain.withholding import Audience, Withholding
from hub.views.model import ChildFile

FROM_SCHOOLS = withheld_from({"agency_types": ["school"]})


def said(hub: SampleIntake, name: str, child: int, made_from: str | None = None, **told: Any) -> Message:
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


def family(hub: SampleIntake, **of_source: Any) -> list[Message]:
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


ADULT = {"reference": "A-1", "part": "subject"}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_what_is_derived_from_an_adults_withheld_event_is_withheld_on_the_child(
    hub: SampleIntake, order: tuple[int, int]
) -> None:
    about_adult = event("concern-raised", persons=[ADULT], handling=FROM_SCHOOLS)
    messages = [hub.message(POLICE, "concern-raised", about_adult, id="x"), said(hub, "y", 0, "x")]
    for place in order:
        hub.take(messages[place])
    assert withheld(hub) == {"y"}


def test_a_withholding_passes_through_an_adults_event_to_a_child(hub: SampleIntake) -> None:
    made_from = [{"source": source_of(POLICE), "id": "x"}]
    about_adult = event("concern-raised", persons=[ADULT], derived_from=made_from)
    hub.take(said(hub, "x", 0, handling=FROM_SCHOOLS))
    hub.take(hub.message(CARE, "concern-raised", about_adult, id="y"), said(hub, "z", 1, "y"))
    assert withheld(hub) == {"x", "z"}


@pytest.fixture
def three(hub: SampleIntake) -> list[ChildFile]:
    """Three children, on whom stand x, y made from it, and z made from y."""
    hub.take(*family(hub))
    return hub.files()


def test_what_is_withheld_later_is_withheld_of_everything_derived_from_it(
    hub: SampleIntake, three: list[ChildFile]
) -> None:
    withhold(hub, three[0])
    assert withheld(hub) == {"x", "y", "z"}
    hub.take(said(hub, "later", 2, "z"))
    assert withheld(hub) == {"x", "y", "z", "later"}


@pytest.mark.parametrize("place", [0, 1, 2])
def test_it_is_released_everywhere_from_wherever_it_is_released(
    hub: SampleIntake, three: list[ChildFile], place: int
) -> None:
    withhold(hub, three[0])
    hub.take(said(hub, "later", 1, "z"))
    withholdings = RecordedWithholdings(hub.store.record, hub.store.keys)
    child_id = three[place].child_id
    withholdings.release_withholding(child_id, "w-1", by="u-1", reason="charged", at=hub.clock(), also=())
    states = {one.state for file in hub.files() for found in file.withholdings.values() for one in found}
    assert states == {WithholdingState.RELEASED}


@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_that_was_born_with_an_event_is_released_everywhere_too(hub: SampleIntake, place: int) -> None:
    hub.take(*family(hub, handling=FROM_SCHOOLS))
    child = hub.files()[place]
    (born,) = {one.id for found in child.withholdings.values() for one in found}
    withholdings = RecordedWithholdings(hub.store.record, hub.store.keys)
    withholdings.release_withholding(child.child_id, born, by="u-1", reason="charged", at=hub.clock(), also=())
    states = {one.state for file in hub.files() for found in file.withholdings.values() for one in found}
    assert states == {WithholdingState.RELEASED}


def withhold(hub: SampleIntake, child: ChildFile) -> None:
    """Withhold the event x from schools, after all came."""
    withholding = Withholding(
        id="w-1",
        ground=Ground.POLICE_INVESTIGATION,
        mode=Mode.SILENT,
        audience=Audience(agency_types=frozenset({"school"})),
        state=WithholdingState.IN_FORCE,
        owner="senior-investigating-officer",
        placed_by="u-1",
        review_by=date(2026, 3, 20),
    )
    targets = Targets(origins=(SourceRef(source_of(POLICE), "x"),))
    withholdings = RecordedWithholdings(hub.store.record, hub.store.keys)
    withholdings.place_withholding(child.child_id, withholding, targets, hub.clock(), ())


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize(
    ("asked", "answer", "names_it"),
    [
        ("referral-received", "referral-decided", "referral"),
        ("disagreement-raised", "disagreement-resolved", "disagreement"),
    ],
)
def test_the_answer_to_what_is_withheld_is_withheld_with_it(
    hub: SampleIntake, asked: str, answer: str, names_it: str, number: int
) -> None:
    """Though it is not made from it: whoever may not know of the one would learn of it by the other."""
    children = [told_child(f"P-{one}", nhs=nhs_number(one), given_names=f"C{'abc'[one]}") for one in range(number)]
    hub.say(CARE, asked, {**example(asked), "children": children[:1], "handling": FROM_SCHOOLS}, id="x")
    answered = {names_it: {"source": source_of(CARE), "id": "x"}, "children": children}
    hub.say(CARE, answer, {**example(answer), **answered}, id="y")
    told = [row.labels.entry_id for file in hub.files() for row in file.entries]
    bound = [name for file in hub.files() for name, placed in file.withholdings.items() if placed]
    assert (len(told), sorted(bound)) == (1 + number, sorted(told))
