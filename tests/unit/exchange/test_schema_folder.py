"""Schemas that are added while the hub runs: what counts, what does not and why, and how soon."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from builders.versions import INCIDENT, INCIDENT_2, WEATHER, add_schema, incident_v2, renumbered, weather

from exchange.errors import TypeUnknown
from exchange.schema_folder import LOOK_AGAIN_S, SchemaFolder
from exchange.schemas import load

NEW_STEP = {"words": {"field": "risk_grading", "now": {"very-high": "gravest"}}}


@dataclass
class Watched:
    """A folder that is watched, the time that a test sets, and what was told of files that do not count."""

    folder: Path
    now: float = 0.0
    told: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        (self.folder / "events").mkdir()
        self.schemas = SchemaFolder(load(), self.folder, lambda *why: self.told.append(why), lambda: self.now)

    def later(self) -> SchemaFolder:
        self.now += LOOK_AGAIN_S
        return self.schemas


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path)


def test_a_new_type_counts_a_second_after_its_file_is_there(watched: Watched) -> None:
    add_schema(watched.folder, WEATHER, weather())
    with pytest.raises(TypeUnknown):
        watched.schemas.annotations(WEATHER)
    assert watched.later().annotations(WEATHER).title == "Weather changed"
    assert set(watched.schemas.types()) == {*load().types(), WEATHER}


def test_a_type_whose_file_is_taken_away_is_unknown_again(watched: Watched) -> None:
    path = add_schema(watched.folder, WEATHER, weather())
    assert WEATHER in watched.later().types()
    path.unlink()
    assert WEATHER not in watched.later().types()


def test_a_new_version_stands_beside_the_old_and_the_old_reads_as_the_new(watched: Watched) -> None:
    add_schema(watched.folder, INCIDENT_2, incident_v2())
    known = watched.later()
    old = {"crime_reference": "NP/1", "dash_grading": "high"}
    new = {"crime_references": ["NP/1"], "risk_grading": "very-high"}
    assert known.as_newest(INCIDENT, old) == new
    assert known.as_newest(INCIDENT_2, new) == new
    assert known.as_newest("safeguarding.concern-raised.v1", old) == old
    assert known.as_newest("safeguarding.never-heard-of.v1", old) == old


def test_versions_follow_one_another(watched: Watched) -> None:
    third = renumbered(incident_v2(), 3) | {"x-upcast": [NEW_STEP]}
    third["properties"]["risk_grading"] = {"type": "string"}
    add_schema(watched.folder, INCIDENT_2, incident_v2())
    add_schema(watched.folder, INCIDENT_2.replace("v2", "v3"), third)
    assert watched.later().as_newest(INCIDENT, {"dash_grading": "high"}) == {"risk_grading": "gravest"}


def without(document: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != name}


@pytest.mark.parametrize(
    ("event_type", "document", "reason"),
    [
        (WEATHER, "{", "Expecting"),
        (WEATHER, "[]", ""),
        (WEATHER, without(weather(), "x-lane"), "it lacks x-lane"),
        (WEATHER, weather() | {"required": ["headline"]}, "does not require author, children, occurred"),
        (WEATHER, weather() | {"type": "storm"}, ""),
        (WEATHER, weather() | {"examples": [{"headline": "snow"}]}, "an example in it does not follow it"),
        (INCIDENT_2, without(incident_v2(), "x-upcast"), "x-upcast"),
        (INCIDENT_2, incident_v2() | {"x-upcast": [{"default": 1}]}, "none of rename, words and list"),
        (INCIDENT_2, incident_v2() | {"x-upcast": [{"list": {"field": "narrative"}}]}, "narrative"),
        (INCIDENT_2, incident_v2() | {"x-upcast": [{"list": {"field": "persons"}}]}, "persons"),
        (INCIDENT_2.replace("v2", "v3"), incident_v2(), "no version before it"),
        (INCIDENT, incident_v2(), "takes less"),
    ],
)
def test_a_file_that_is_wrong_is_left_out_alone_and_said_to_be(
    watched: Watched, event_type: str, document: Any, reason: str
) -> None:
    path = add_schema(watched.folder, event_type, document)
    other = WEATHER.replace("weather", "season")
    add_schema(watched.folder, other, weather())
    assert other in watched.later().types()
    assert watched.schemas.annotations(INCIDENT) == load().annotations(INCIDENT)
    ((name, why),) = watched.told
    assert name == path.name
    assert reason in why


def test_a_file_that_is_half_written_counts_once_it_is_whole(watched: Watched) -> None:
    add_schema(watched.folder, WEATHER, '{"title": "Wea')
    assert WEATHER not in watched.later().types()
    add_schema(watched.folder, WEATHER, weather())
    assert WEATHER in watched.later().types()


def test_an_optional_field_can_be_added_to_a_version_that_ships(watched: Watched) -> None:
    document = dict(load().documents[INCIDENT])
    document["properties"] = {**document["properties"], "weather": {"type": "string"}}
    add_schema(watched.folder, INCIDENT, document)
    told = document["examples"][0] | {"weather": "snow"}
    assert load().validate(INCIDENT, told) != []
    assert watched.later().validate(INCIDENT, told) == []


def test_a_folder_that_is_not_there_changes_nothing_and_is_told(tmp_path: Path) -> None:
    told: list[tuple[str, str]] = []
    known = SchemaFolder(load(), tmp_path / "nowhere", lambda *why: told.append(why))
    assert known.types() == load().types()
    assert "no folder" in told[0][1]
