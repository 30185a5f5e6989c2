"""Event schemas that an operator adds to a running hub: a second version of one type, and a type that nobody knew."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from exchange.schemas import load

INCIDENT, INCIDENT_2 = "safeguarding.domestic-abuse-incident.v1", "safeguarding.domestic-abuse-incident.v2"
WEATHER = "safeguarding.weather-changed.v1"


def incident_v2() -> dict[str, Any]:
    """A second version: several crimes in place of one, and the grading under another name and in other words."""
    document: dict[str, Any] = deepcopy(dict(load().documents[INCIDENT]))
    fields = document["properties"]
    fields["crime_references"] = {"type": "array", "items": fields.pop("crime_reference")}
    del fields["dash_grading"]
    fields["risk_grading"] = {"enum": ["standard", "medium", "high", "very-high"]}
    document["x-upcast"] = [
        {"rename": {"from": "crime_reference", "to": "crime_references"}},
        {"list": {"field": "crime_references"}},
        {"rename": {"from": "dash_grading", "to": "risk_grading"}},
        {"words": {"field": "risk_grading", "now": {"high": "very-high"}}},
    ]
    return renumbered(document, 2) | {"examples": []}


def renumbered(document: dict[str, Any], version: int) -> dict[str, Any]:
    return document | {"$id": document["$id"].replace(".v1.", f".v{version}.")}


def weather() -> dict[str, Any]:
    """A type of its own: what every event says, and nothing more."""
    document: dict[str, Any] = deepcopy(dict(load().documents[INCIDENT]))
    for own in ("crime_reference", "dash_grading"):
        del document["properties"][own]
    name = document["$id"].replace("domestic-abuse-incident", "weather-changed")
    return document | {"$id": name, "title": "Weather changed", "examples": []}


def add_schema(folder: Path, event_type: str, document: Any) -> Path:
    """Put a schema into an operator's folder, whole."""
    events = folder / "events"
    events.mkdir(parents=True, exist_ok=True)
    path = events / f"{event_type.removeprefix('safeguarding.')}.json"
    whole = path.with_suffix(".new")
    whole.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return whole.replace(path)
