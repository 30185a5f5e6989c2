"""Background children are as many as a small town's agencies write of, and none is another's namesake by chance."""

from datetime import date

from demo.people import family
from demo.population import population

TODAY = date(2026, 3, 16)
CHILDREN = population(TODAY, 2013)


def test_there_are_more_than_two_hundred() -> None:
    assert len(CHILDREN.all) > 200


def test_names_and_numbers_are_each_childs_own() -> None:
    everybody = [*CHILDREN.all, *family(TODAY).values()]
    assert len({(child.given, child.family) for child in everybody}) == len(everybody)
    assert len({child.nhs_number for child in everybody}) == len(everybody)
    assert len({child.number for child in everybody}) == len(everybody)


def test_only_children_at_school_have_a_pupil_number() -> None:
    assert all(child.upn for child in (*CHILDREN.meadow, *CHILDREN.quayside, *CHILDREN.older))
    assert not any(child.upn for child in CHILDREN.young)


def test_nobody_is_grown_up_or_unborn() -> None:
    assert all(0 < (TODAY - child.born).days < 17.1 * 365.25 for child in CHILDREN.all)


def test_the_same_seed_makes_the_same_children() -> None:
    assert population(TODAY, 2013) == CHILDREN
    assert population(TODAY, 2014) != CHILDREN
