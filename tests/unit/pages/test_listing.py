"""Entries by year, with long stretches between them."""

from hub.pages.listing import by_year
from hub.pages.present import excerpt, occurred_words


def entry(day: str, **when: str) -> dict[str, object]:
    return {"id": day, "occurred": {"from": day, "precision": "day", **when}}


def test_entries_are_listed_by_the_year_in_which_they_happened() -> None:
    years = by_year([entry("2024-12-31"), entry("2025-01-01"), entry("2025-02-01")], with_gaps=False)
    assert [(year.title, len(year.items)) for year in years] == [("2024", 1), ("2025", 2)]


def test_a_long_stretch_is_told_before_the_entry_that_ends_it() -> None:
    (year,) = by_year([entry("2025-01-01"), entry("2025-07-01"), entry("2025-07-02")], with_gaps=True)
    assert [item.gap for item in year.items] == ["", "1 January 2025 to 1 July 2025", ""]


def test_a_stretch_begins_where_a_range_ended() -> None:
    (year,) = by_year([entry("2025-01-01", to="2025-06-01"), entry("2025-07-01")], with_gaps=True)
    assert year.items[1].gap == ""


def test_a_stretch_reads_the_same_with_the_newest_first() -> None:
    (year,) = by_year([entry("2025-07-01"), entry("2025-01-01")], with_gaps=True)
    assert year.items[1].gap == "1 January 2025 to 1 July 2025"


def test_no_stretch_is_told_of_a_list_that_leaves_something_out() -> None:
    (year,) = by_year([entry("2025-01-01"), entry("2025-07-01")], with_gaps=False)
    assert [item.gap for item in year.items] == ["", ""]


def test_an_excerpt_is_one_line_cut_at_a_word() -> None:
    assert excerpt("Seen\nat home. Quiet.") == "Seen at home. Quiet."
    assert excerpt("a long word", most=7) == "a long…"
    assert excerpt(None) == ""


def test_a_range_within_a_day_names_the_day_once() -> None:
    occurred = {"from": "2026-03-02T05:00:00Z", "to": "2026-03-02T09:30:00Z", "precision": "about"}
    assert occurred_words(occurred) == "about 2 March 2026, 5am to 9:30am"
