"""A run's story is seeded, disturbed as the guarantee asks, and holds every fate."""

from collections import Counter
from itertools import islice

from faultlab.story import WITHIN, Fate, Told, story

AGENCIES = ("police-1", "school-1", "care-1")
TOLD = 4_000


def told(seed: int = 3) -> list[Told]:
    return list(islice(story(seed, AGENCIES, "school-1"), TOLD))


def test_the_same_seed_tells_the_same_story_and_another_another() -> None:
    assert told(3) == told(3) != told(4)


def test_about_a_tenth_is_told_twice_and_never_as_another_event() -> None:
    by_id: dict[str, list[Told]] = {}
    for one in told():
        by_id.setdefault(one.id, []).append(one)
    copies = sum(len(same) - 1 for same in by_id.values())
    assert 0.07 < copies / len(by_id) < 0.13
    assert all(len({(one.agency, one.fate, one.children) for one in same}) == 1 for same in by_id.values())


def test_some_come_late_and_none_by_much_more_than_is_said() -> None:
    numbers = [int(one.id.removeprefix("L-")) for one in told() if one.again is None]
    late = [place - number for place, number in enumerate(numbers)]
    assert any(numbers[place] > numbers[place + 1] for place in range(len(numbers) - 1))
    assert max(late) < 2 * WITHIN


def test_every_fate_is_met_and_only_poison_has_a_flaw() -> None:
    fates = Counter(one.fate for one in told())
    assert fates.keys() == set(Fate)
    assert all((one.flaw is not None) == (one.fate is Fate.QUARANTINED) for one in told())


def test_of_strangers_nothing_but_context_is_told() -> None:
    context = {number for one in told() if one.fate is Fate.NOT_ADMITTED for _, number in one.children}
    rest = {number for one in told() if one.fate is not Fate.NOT_ADMITTED for _, number in one.children}
    assert context
    assert not context & rest
