"""G15, short form: what is silently withheld from a reader changes no byte of anything that reader can observe.

The same 50 pairs of histories are drawn in every run. `HUB_LEAK_PAIRS=1000` makes a long run: so many, and new ones.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from builders.access import CHILD, SampleHub
from builders.api import SampleInterface
from builders.histories import Pair, difference, pairs
from hypothesis import HealthCheck, Phase, find, given, settings

from hub.access import Access, Asked, Disclosed, Filters, Viewer
from hub.domain.errors import NotFound, Refused
from hub.identity.find import SearchQuery

LONG_RUN = os.environ.get("HUB_LEAK_PAIRS")
DRAWN = settings(
    max_examples=int(LONG_RUN or 50),
    derandomize=LONG_RUN is None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
UNTIL_FOUND = settings(DRAWN, max_examples=300, phases=[Phase.generate])


def test_no_reader_can_tell_a_history_from_one_without_what_is_withheld_from_them(tmp_path: Path) -> None:
    telling: list[bool] = []

    @DRAWN
    @given(pairs())
    def holds(pair: Pair) -> None:
        assert difference(first, second, pair) is None
        telling.append(pair.hides and bool(pair.bare))

    with two_hubs(tmp_path) as (first, second):
        holds()
    assert sum(telling) >= 0.3 * len(telling), "too few pairs hid something and showed something"


@contextmanager
def two_hubs(
    folder: Path, access: Callable[[SampleHub], Access] | None = None
) -> Iterator[tuple[SampleInterface, SampleInterface]]:
    """Return two hubs with the same keys, so that what is random-looking is the same where what it names is."""
    first = SampleHub(folder / "first")
    hubs = (first, SampleHub(folder / "second", keys=first.keys))
    made = [SampleInterface(folder, hub, access(hub) if access else None) for hub in hubs]
    with made[0], made[1]:
        yield made[0], made[1]


Told = Callable[[SampleHub], object]


class Leaky(Access):
    """An access that was built wrongly: it adds something of the unfiltered rows to a chronology."""

    def __init__(self, hub: SampleHub, told: Told) -> None:
        super().__init__(hub.door)
        self._hub = hub
        self._told = told

    def chronology(self, viewer: Viewer, asked: Asked, child_id: str, filters: Filters | None = None) -> Disclosed:
        answer = super().chronology(viewer, asked, child_id, filters)
        return replace(answer, answer={**answer.answer, "leak": self._told(self._hub)})


class Distinguishing(Access):
    """An access that refuses where there is something and does not find where there is nothing."""

    def __init__(self, hub: SampleHub) -> None:
        super().__init__(hub.door)
        self._hub = hub

    def chronology(self, viewer: Viewer, asked: Asked, child_id: str, filters: Filters | None = None) -> Disclosed:
        try:
            return super().chronology(viewer, asked, child_id, filters)
        except NotFound:
            if child_id in self._hub.reader.children:
                raise Refused("there is something here that you may not see") from None
            raise


class Trusting(Access):
    """An access whose search believes the index, without asking whether a visible entry says the same."""

    def __init__(self, hub: SampleHub) -> None:
        super().__init__(hub.door)
        self._hub = hub

    def search(self, viewer: Viewer, asked: Asked, query: SearchQuery) -> Disclosed:
        answer = super().search(viewer, asked, query)
        with self._hub.database.read() as cursor:
            return replace(answer, answer={"children": list(self._hub.reader.find(cursor, query))})


class Gathering(Access):
    """An access whose household tells how many children the hub knows."""

    def __init__(self, hub: SampleHub) -> None:
        super().__init__(hub.door)
        self._hub = hub

    def household(self, viewer: Viewer, asked: Asked, child_id: str, filters: Filters | None = None) -> Disclosed:
        answer = super().household(viewer, asked, child_id, filters)
        return replace(answer, answer={**answer.answer, "matching": len(self._hub.reader.children)})


def entries(hub: SampleHub) -> list:
    return list(hub.reader.children.get(CHILD, ()))


PLANTED: dict[str, Callable[[SampleHub], Access]] = {
    "the number of entries": lambda hub: Leaky(hub, lambda hub: len(entries(hub))),
    "when anything last changed": lambda hub: Leaky(
        hub, lambda hub: max(str(told.labels.recorded) for told in entries(hub))
    ),
    "which agencies hold something": lambda hub: Leaky(
        hub, lambda hub: sorted({told.labels.agency for told in entries(hub)})
    ),
    "the statuses of the child": lambda hub: Leaky(
        hub, lambda hub: sorted({one.name for told in entries(hub) for one in told.statuses})
    ),
    "which fields are kept": lambda hub: Leaky(
        hub, lambda hub: sorted({name for told in entries(hub) for name in told.labels.fields})
    ),
    "403 for what is hidden, 404 for what is not there": Distinguishing,
    "a search that believes the index": Trusting,
    "how many children are of the household": Gathering,
}


@pytest.mark.parametrize("leak", PLANTED)
def test_the_test_above_finds_a_planted_leak(leak: str, tmp_path: Path) -> None:
    with two_hubs(tmp_path, PLANTED[leak]) as (first, second):
        told_apart = find(
            pairs(), lambda pair: pair.hides and difference(first, second, pair) is not None, settings=UNTIL_FOUND
        )
    with two_hubs(tmp_path / "sound") as (first, second):
        assert difference(first, second, told_apart) is None, "told apart without the planted leak as well"
