"""Growth of a store: the same three figures at each size, and never a child twice."""

from itertools import islice

import pytest

from benchmarks.door import fill
from benchmarks.growing import measure_growth
from benchmarks.measures import BenchmarkFailed
from benchmarks.messages import Offsets
from benchmarks.reading import AGENCIES
from benchmarks.sizes import Sizes
from benchmarks.story import each_child, told
from benchmarks.watching import on_record
from benchmarks.workshop import SQLITE, new_workshop


def test_growth_is_told_at_each_power_of_ten_by_what_the_first_allows() -> None:
    with new_workshop(AGENCIES) as workshop:
        measures = measure_growth(workshop, SQLITE, 400, Sizes(entries=6), step=40)
    figures = ("event", "reading", "memory")
    assert [one.name for one in measures] == [f"growth-{size}-{name}" for size in (40, 400) for name in figures]
    assert [one.limit for one in measures[:3]] == [one.limit for one in measures[3:]]
    assert all(one.ours > 0 for one in measures)


def test_a_store_that_is_filled_again_takes_it_all_and_one_that_passes_over_it_fails_the_run() -> None:
    with new_workshop(AGENCIES) as workshop, workshop.hub(SQLITE) as (hub, folders):
        agencies = [folder.agency_id for folder in folders]
        offsets: Offsets = {}
        for first in (0, 8):
            fill(hub, folders, told(list(islice(each_child(), 2)), agencies, 8, seed=1, first=first), offsets)
        assert on_record(hub) == 16
        with pytest.raises(BenchmarkFailed, match="4 messages were not accepted"):
            fill(hub, folders, told(list(islice(each_child(), 2)), agencies, 4, seed=1, first=16))


def test_what_is_told_later_has_ids_of_its_own() -> None:
    about = list(islice(each_child(), 2))
    earlier, later = (told(about, ["bench-school"], 5, seed=1, first=first) for first in (0, 5))
    assert not {one.event_id for one in earlier} & {one.event_id for one in later}
