"""A request that is sent twice under one name is done once: what is placed, and what is released."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from builders.access import CHILD, DETECTIVE, ENQUIRY, OTHER, SampleHub, entry, ids_in, opening, viewer

from hub.access import Access, Viewer, Wanted
from hub.audit import Action
from hub.domain.errors import Conflict, NameTaken, NotFound
from hub.domain.vocabulary import Ground, Mode
from hub.domain.withholding import AgencyRole, Audience

WANTED = Wanted(
    entries=("e-police",),
    ground=Ground.POLICE_INVESTIGATION,
    mode=Mode.SILENT,
    audience=Audience(agencies=frozenset({"oakfield-school", "northshire-hospital"})),
    owner="senior-investigating-officer",
    review_by=date(2026, 3, 16),
    once="form-1",
)
COLLEAGUE = viewer("northshire-police", "senior-investigating-officer", "u-sio-2")
CLINICIAN = viewer("northshire-hospital", "paediatrician", "u-doc")


@pytest.fixture
def told(hub: SampleHub) -> SampleHub:
    return hub.given(opening(), entry("e-police", "northshire-police"), entry("e-more", "northshire-police"))


def places(hub: SampleHub, wanted: Wanted = WANTED, who: Viewer = DETECTIVE) -> Any:
    return hub.access.place_withholding(who, ENQUIRY, CHILD, wanted).answer


def placed(hub: SampleHub) -> set[str]:
    return {one.id for entry_ in hub.reader.children[CHILD] for one in entry_.withholdings}


def acts(hub: SampleHub, action: Action) -> int:
    return sum(record.action == action for record in hub.audited())


def test_the_same_request_under_one_name_is_placed_once_and_answered_the_same(told: SampleHub) -> None:
    assert places(told) == places(told)
    assert len(placed(told)) == 1
    assert (acts(told, Action.WITHHOLDING_PLACED), acts(told, Action.WITHHOLDINGS_READ)) == (1, 1)


def test_the_order_in_which_sets_print_makes_no_other_request(told: SampleHub) -> None:
    first = places(told)
    again = replace(WANTED, audience=Audience(agencies=frozenset({"northshire-hospital", "oakfield-school"})))
    assert places(told, again)["id"] == first["id"]


@pytest.mark.parametrize(
    "other",
    [
        replace(WANTED, entries=("e-more",)),
        replace(WANTED, mode=Mode.MARKED),
        replace(WANTED, reason="for another reason altogether"),
        replace(WANTED, audience=Audience(everyone_but=frozenset({"northshire-police", AgencyRole("a", "b")}))),
    ],
)
def test_something_else_under_the_same_name_is_refused_and_not_placed(told: SampleHub, other: Wanted) -> None:
    places(told)
    with pytest.raises(NameTaken):
        places(told, other)
    assert len(placed(told)) == 1


def test_without_a_name_each_request_is_one_of_its_own(told: SampleHub) -> None:
    unnamed = replace(WANTED, once=None)
    assert places(told, unnamed)["id"] != places(told, unnamed)["id"]


def test_a_name_is_the_persons_own_and_the_childs(told: SampleHub) -> None:
    told.given(opening(), entry("e-police", "northshire-police"), child_id=OTHER)
    ids = {places(told)["id"], places(told, who=COLLEAGUE)["id"]}
    ids.add(told.access.place_withholding(DETECTIVE, ENQUIRY, OTHER, WANTED).answer["id"])
    assert len({one.partition(".")[0] for one in ids}) == 3


class Overtaken:
    """A second press that commits just before: the act finds it there."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def place_withholding(self, *told: Any, **more: Any) -> None:
        self._inner.place_withholding(*told, **more)
        raise Conflict("placed already")


def test_two_presses_at_once_are_one(told: SampleHub) -> None:
    hurried = Access(replace(told.door, withholder=Overtaken(told.door.withholder)))
    answer: Any = hurried.place_withholding(DETECTIVE, ENQUIRY, CHILD, WANTED).answer
    assert placed(told) == {answer["id"]}


def test_a_release_that_is_sent_twice_is_answered_the_same_and_done_once(told: SampleHub) -> None:
    name = places(told)["id"]
    before, after = (told.access.release_withholding(DETECTIVE, ENQUIRY, CHILD, name) for _ in range(2))
    assert (before.answer["state"], after.answer["state"]) == ("released", "released")
    assert acts(told, Action.WITHHOLDING_RELEASED) == 1
    assert "e-police" in ids_in(told.access.chronology(CLINICIAN, ENQUIRY, CHILD))


def test_what_is_over_does_not_exist_for_whoever_does_not_answer_for_it(told: SampleHub) -> None:
    name = places(told)["id"]
    told.access.release_withholding(DETECTIVE, ENQUIRY, CHILD, name)
    for one, withholding in ((CLINICIAN, name), (CLINICIAN, "w-none")):
        with pytest.raises(NotFound, match="There is no such withholding"):
            told.access.release_withholding(one, ENQUIRY, CHILD, withholding)
