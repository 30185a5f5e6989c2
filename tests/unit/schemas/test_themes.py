"""Themes group the categories by which a chronology is looked through."""

import re

from exchange.schemas import categories, themes


def test_every_theme_has_a_title_a_source_and_categories_each_once() -> None:
    for theme in themes():
        assert theme["title"]
        assert theme["source"]
        assert len(set(theme["categories"])) == len(theme["categories"]) > 0
    assert len({theme["code"] for theme in themes()}) == len(themes())


def test_the_themes_that_guidance_names_are_there() -> None:
    codes = {theme["code"] for theme in themes()}
    assert {"neglect", "domestic-abuse", "exploitation", "health", "education"} <= codes


def test_a_theme_names_codes_as_categories_are_written() -> None:
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) for theme in themes() for code in theme["categories"])


def test_every_kind_of_event_stands_in_a_theme_or_is_other() -> None:
    themed = {code for theme in themes() for code in theme["categories"]}
    without = {one["code"] for one in categories()} - themed
    assert len(without) <= len(categories()) / 5, sorted(without)
