"""The pages' built style: without the government's font and crown, and with every image that it names."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[3] / "hub" / "pages" / "static"


@pytest.fixture(scope="module")
def style() -> str:
    return (STATIC / "govuk.css").read_text("utf-8")


def test_the_style_names_neither_the_governments_font_nor_any_font_file(style: str) -> None:
    assert "@font-face" not in style
    assert "GDS Transport" not in style


def test_the_style_asks_no_other_host_for_anything(style: str) -> None:
    assert re.findall(r"url\(\"?(?:https?:)?//[^)]*", style) == []


def test_every_image_that_the_style_names_is_there_but_for_the_crest(style: str) -> None:
    named = set(re.findall(r"url\(\"?(?!data:)([^)\"]+)", style))
    assert {name for name in named if not (STATIC / name).is_file()} == {"images/govuk-crest.svg"}


def test_no_font_and_no_crown_is_shipped() -> None:
    shipped = [path.name for path in STATIC.rglob("*") if path.is_file()]
    assert [name for name in shipped if re.search(r"\.(woff2?|ttf|otf|eot)$|crown|crest", name)] == []


def test_the_licences_of_what_is_shipped_stand_beside_it() -> None:
    text = (STATIC / "LICENSES.txt").read_text("utf-8")
    assert "GOV.UK Frontend" in text
    assert "MoJ Frontend" in text
    assert "Permission is hereby granted" in text
