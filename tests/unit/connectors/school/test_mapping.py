"""A mapping says which column is which part of an event; a faulty one says what to put right."""

from pathlib import Path

import pytest

from connectors.exports import kind_of
from connectors.school import MappingUnusable, load
from exchange.schemas import load as load_schemas

OWN = """
[notes]
event = "concern-raised"
system = "own"
id = "Ref"
time = "Entered"
about = "Adm no"
dates = "%Y-%m-%d"
instants = "%Y-%m-%dT%H:%M"
[notes.fields]
headline = {column = "Title", required = true}
"""


def test_the_shipped_mapping_reads_three_exports() -> None:
    assert [export.name for export in load()] == ["concern", "attendance", "roll"]


def test_every_shipped_export_becomes_a_known_event() -> None:
    assert all(load_schemas().known(f"safeguarding.{export.event}.v1") for export in load())


def test_an_export_is_known_by_its_required_columns_in_any_order() -> None:
    exports = load()
    for export in exports:
        header = sorted(export.required_columns(), reverse=True)
        assert kind_of([*header, "Something else"], exports) is export


def test_a_header_that_lacks_a_required_column_is_no_export() -> None:
    assert kind_of(["Record ID", "Recorded", "Pupil ID"], load()) is None


def test_a_school_may_bring_its_own_mapping(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(OWN, encoding="utf-8")
    (export,) = load(file)
    assert export.required_columns() == {"Ref", "Entered", "Adm no", "Title"}


@pytest.mark.parametrize(
    "text",
    [
        "not = [toml",
        "flat = 1",
        OWN.replace('id = "Ref"', ""),
        OWN.replace('column = "Title"', 'colum = "Title"'),
        OWN.replace("required = true", 'as = "wish"'),
        OWN.replace("[notes.fields]", "[notes.felds]"),
    ],
)
def test_a_faulty_mapping_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(MappingUnusable, match=r"own\.toml"):
        load(file)
