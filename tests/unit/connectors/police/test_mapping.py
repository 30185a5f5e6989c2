"""A force may bring a mapping of its own; a faulty one says what to put right."""

from pathlib import Path

import pytest

from connectors import police
from connectors.columns import MappingUnusable
from connectors.drafts import Draft
from connectors.exports import kind_of
from connectors.police.mapping import Export, load

OWN = """
[stops]
reference = "Ref"
person = "Nominal"
dates = "%Y-%m-%d"
instants = "%Y-%m-%dT%H:%M"
[stops.constants]
"handling.code" = "P"
kind = "public-protection-notice"
classification = "OFFICIAL"
"officer.name" = "Control room"
"officer.role" = "response-officer"
[stops.record]
recorded = {column = "Entered", as = "instant", required = true}
headline = {column = "Title", required = true}
event = {column = "Day", as = "occurred", required = true}
[stops.persons]
part = {column = "Was", required = true, values = {S = "suspect"}}
"""


@pytest.fixture
def own(tmp_path: Path) -> tuple[Export, ...]:
    file = tmp_path / "own.toml"
    file.write_text(OWN)
    return load(file)


def test_a_force_reads_its_export_by_its_own_mapping(tmp_path: Path, own: tuple[Export, ...]) -> None:
    file = tmp_path / "stops.csv"
    file.write_text("Ref,Nominal,Entered,Title,Day,Was\nR-1,N-1,2026-03-02T10:00,Adult stopped,2026-03-01,S\n")
    (found,) = police.read(file, own)
    assert isinstance(found, Draft)
    assert (found.id, found.data["handling"]["police_code"]["code"]) == ("R-1", "P")


def test_an_export_is_known_by_its_required_columns(own: tuple[Export, ...]) -> None:
    assert kind_of(["Was", "Day", "Title", "Entered", "Nominal", "Ref", "More"], own) is own[0]
    assert kind_of(["Was", "Day", "Title", "Entered", "Nominal"], own) is None


@pytest.mark.parametrize(
    "text", ["[x", "[x]\n", OWN.replace('person = "Nominal"', ""), OWN + "mood = {column = 'M', as = 'song'}", "x = 1"]
)
def test_a_faulty_mapping_says_what_to_put_right(tmp_path: Path, text: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(text)
    with pytest.raises(MappingUnusable, match=r"the mapping own\.toml"):
        load(file)
