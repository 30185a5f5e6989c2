"""Growth of a store: the same three figures at each size, and never a child twice."""

from itertools import islice

from benchmarks.growing import measure_growth
from benchmarks.reading import AGENCIES
from benchmarks.sizes import Sizes
from benchmarks.story import each_child, told
from benchmarks.workshop import SQLITE, new_workshop


def test_growth_is_told_at_each_power_of_ten_by_what_the_first_allows() -> None:
    with new_workshop(AGENCIES) as workshop:
        measures = measure_growth(workshop, SQLITE, 400, Sizes(entries=6), step=40)
    figures = ("event", "reading", "memory")
    assert [one.name for one in measures] == [f"growth-{size}-{name}" for size in (40, 400) for name in figures]
    assert [one.limit for one in measures[:3]] == [one.limit for one in measures[3:]]
    assert all(one.ours > 0 for one in measures)


def test_what_is_told_later_has_ids_of_its_own() -> None:
    about = list(islice(each_child(), 2))
    earlier, later = (told(about, ["bench-school"], 5, seed=1, first=first) for first in (0, 5))
    assert not {one.event_id for one in earlier} & {one.event_id for one in later}
