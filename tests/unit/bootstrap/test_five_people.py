"""What the sample day says that a reader sees is counted from that reader's own answer."""

from typing import Any

from hub.bootstrap.five_people import MISSED, READ, Sight, in_part
from hub.domain.vocabulary import Shown


def entry(name: str, shown: Shown = Shown.FULL, category: str = "neglect", agency: str = "a-school") -> dict[str, Any]:
    labels = {} if shown is Shown.MARKED else {"agency": agency, "category": category}
    return {"id": name, "shown": shown, **labels}


WORKER = Sight("Rowan", [entry("e-1"), entry("e-2", agency="a-force"), entry("e-3"), entry("e-4")])


def test_entries_are_counted_by_how_they_are_shown() -> None:
    sight = Sight("Rowan", [entry("e-1"), entry("e-2", Shown.MASKED), entry("e-3", Shown.POINTER)])
    assert sight.count(*READ) == 2
    assert sight.count(Shown.POINTER, Shown.SUMMARY) == 1


def test_agencies_are_counted_once_each() -> None:
    assert WORKER.agencies() == 2


def test_entries_are_counted_by_category() -> None:
    sight = Sight("Finn", [entry("e-1", category="was-not-brought"), entry("e-2")])
    assert sight.of(*MISSED) == 1


def test_what_does_not_exist_for_a_reader_is_what_another_has_beyond_it() -> None:
    assert Sight("Rowan", [entry("e-1"), entry("e-2", Shown.POINTER)]).lacks(WORKER) == 2


def test_what_is_marked_is_not_counted_as_though_it_did_not_exist() -> None:
    assert Sight("Rowan", [entry("e-1"), entry("e-2"), entry("m-9", Shown.MARKED)]).lacks(WORKER) == 1


def test_a_mark_is_no_agencys_entry() -> None:
    sight = Sight("Rowan", [entry("m-9", Shown.MARKED)])
    assert (sight.agencies(), sight.ids) == (0, frozenset())


def test_an_outline_is_not_counted_with_what_only_its_holder_is_told_of() -> None:
    pointers = [entry("e-1", Shown.POINTER), entry("e-2", Shown.POINTER)]
    assert in_part(Sight("Finn", pointers)) == "Of 2 more only who holds something"
    with_outline = Sight("Rowan", [*pointers, entry("e-3", Shown.SUMMARY)])
    assert in_part(with_outline) == "Of 1 more the outline; of 2 only who holds something"
