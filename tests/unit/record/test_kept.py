"""Aggregates in memory: the last used are kept, and all of them together never hold more entries than they may."""

from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from builders.intake import POLICE, SampleIntake, event, nhs_number, told_child

from hub.record.kept import KeptAggregates


@dataclass
class Told:
    """An aggregate of which so many entries are known."""

    entries: list[int] = field(default_factory=list)


def told(entries: int) -> Told:
    return Told(list(range(entries)))


def name(number: int) -> UUID:
    return UUID(int=number)


def is_kept(kept: KeptAggregates, number: int) -> bool:
    try:
        kept.get(name(number))
    except KeyError:
        return False
    return True


def test_the_longest_unused_makes_way_for_what_is_too_much_together() -> None:
    kept = KeptAggregates(most=20)
    for number in range(3):
        kept.put(name(number), told(5))
    kept.get(name(0))
    kept.put(name(3), told(5))
    assert [is_kept(kept, number) for number in range(4)] == [True, False, True, True]
    assert kept.entries == 18


def test_what_grows_while_it_is_kept_is_weighed_anew() -> None:
    kept = KeptAggregates(most=20)
    kept.put(name(0), growing := told(5))
    kept.put(name(1), told(5))
    growing.entries.extend(range(12))
    assert is_kept(kept, 0)
    kept.put(name(2), told(0))
    assert kept.entries <= 20
    assert not is_kept(kept, 1)


def test_a_newer_one_takes_the_place_of_an_older_one_and_counts_once() -> None:
    kept = KeptAggregates(most=20)
    kept.put(name(0), told(5))
    kept.put(name(0), newer := told(6))
    assert kept.get(name(0)) is newer
    assert kept.entries == 7


def test_what_is_too_much_by_itself_is_not_kept() -> None:
    kept = KeptAggregates(most=20)
    kept.put(name(0), told(20))
    assert not is_kept(kept, 0)
    assert kept.entries == 0


def test_what_is_evicted_is_gone() -> None:
    kept = KeptAggregates(most=20)
    kept.put(name(0), told(1))
    kept.get(name(0), evict=True)
    assert not is_kept(kept, 0)
    assert kept.entries == 0


def test_a_flood_about_few_children_does_not_make_what_is_kept_grow_and_loses_nothing(tmp_path: Path) -> None:
    hub, kept = SampleIntake(tmp_path), KeptAggregates(most=12)
    hub.store.record.repository.cache = kept
    concerns = [
        event("concern-raised", told_child(f"P-{number}", nhs=nhs_number(number), given_names=f"Rowan {number}"))
        for number in range(3)
    ]
    for place in range(30):
        hub.take(hub.message(POLICE, "concern-raised", concerns[place % 3], id=f"c-{place}"))
    assert 0 < kept.entries <= 12
    assert hub.count("chronology_row") == 30
    hub.close()
