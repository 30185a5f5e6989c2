"""The filters of a chronology as they stand in its address."""

from datetime import UTC, datetime

import pytest

from hub.domain.errors import Invalid
from hub.pages.wanted import Wanted, theme_categories

THEMES = theme_categories([{"code": "neglect", "title": "Neglect", "categories": ["neglect", "was-not-brought"]}])


def test_without_a_word_in_the_address_what_was_judged_routine_is_left_out() -> None:
    assert Wanted().filters(THEMES).without_routine
    assert not Wanted(significance="all").filters(THEMES).without_routine


def test_a_theme_is_its_categories() -> None:
    assert Wanted(theme="neglect").filters(THEMES).categories == {"neglect", "was-not-brought"}
    assert Wanted().filters(THEMES).categories is None
    assert Wanted(theme="none-such").filters(THEMES).categories is None


def test_as_the_hub_knew_it_on_a_day_is_up_to_its_last_instant_in_london() -> None:
    known = Wanted(known="2026-07-01").filters(THEMES).as_known_at
    assert known == datetime(2026, 7, 1, 22, 59, 59, 999999, tzinfo=UTC)


def test_an_address_keeps_the_filters_and_starts_from_the_first_page() -> None:
    wants = Wanted(agency="school", first="2026-01-01", cursor="abc")
    assert wants.address(significance="all") == "?agency=school&from=2026-01-01&significance=all"
    assert wants.address(cursor="next").endswith("cursor=next")


def test_only_a_list_that_leaves_nothing_out_is_whole() -> None:
    assert Wanted(significance="all", order="newest").is_whole()
    assert not Wanted().is_whole()
    assert not Wanted(significance="all", person="0f").is_whole()


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30"])
def test_a_date_that_is_none_is_refused(day: str) -> None:
    with pytest.raises(Invalid):
        Wanted(known=day).filters(THEMES)


def test_the_last_day_of_the_calendar_is_a_day_like_others() -> None:
    assert Wanted(known="9999-12-31").filters(THEMES).as_known_at is not None
