"""`python -m benchmarks.peer_web DATABASE PORT`: the peer over HTTP, rows of SQLite through a pydantic response model.

It knows no policy, seals nothing and records nothing; `/nothing` is the least that a reply can cost.
"""

import json
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

CREATE = (
    "CREATE TABLE entry (child TEXT NOT NULL, place INTEGER NOT NULL, told TEXT NOT NULL, PRIMARY KEY (child, place))"
)
CHILD = "c1"


class Occurred(BaseModel):
    """When it happened."""

    start: str
    precision: str


class Entry(BaseModel):
    """One entry as the peer shows it."""

    id: str
    agency: str
    agency_type: str
    category: str
    occurred: Occurred
    headline: str
    narrative: str | None = None
    author: dict[str, Any]
    persons: list[dict[str, Any]] = []


class Chronology(BaseModel):
    """One child's entries."""

    child_id: str
    entries: list[Entry]


def fill(file: Path, entries: Sequence[dict[str, Any]]) -> None:
    """Write what the peer serves: the entries of one child, in the shape of `benchmarks.peer_reading.entry_of`."""
    with sqlite3.connect(file) as connection:
        connection.execute(CREATE)
        rows = [(CHILD, place, json.dumps(_told(entry))) for place, entry in enumerate(entries)]
        connection.executemany("INSERT INTO entry VALUES (?,?,?)", rows)


def _told(entry: dict[str, Any]) -> dict[str, Any]:
    content, labels = entry["content"], entry["labels"]
    when = content["occurred"]
    kept = {name: content[name] for name in ("headline", "narrative", "author", "persons") if name in content}
    own = {name: labels[name] for name in ("agency", "agency_type", "category")}
    return {"id": entry["id"], **own, "occurred": {"start": when["from"], "precision": when["precision"]}, **kept}


def build(file: Path) -> FastAPI:
    """Return the peer's application over its file."""
    app = FastAPI()
    connection = sqlite3.connect(file, check_same_thread=False)

    @app.get("/children/{child_id}/chronology", response_model=Chronology)
    def chronology(child_id: str) -> Chronology:
        rows = connection.execute("SELECT told FROM entry WHERE child=? ORDER BY place", (child_id,)).fetchall()
        return Chronology(child_id=child_id, entries=[Entry(**json.loads(told)) for (told,) in rows])

    @app.get("/nothing")
    def nothing() -> dict[str, str]:
        return {}

    return app


if __name__ == "__main__":
    uvicorn.run(build(Path(sys.argv[1])), host="127.0.0.1", port=int(sys.argv[2]), log_level="warning")
