"""The table of the documentation is made from a run's line, each figure with its goal."""

import json

import pytest

from benchmarks.measures import Measure, one_line
from benchmarks.table import goal, markdown

GIVEN = {
    "intake-sqlite": "3x the peer; 0.5 of the limit",
    "intake-postgresql": "8x the peer; 0.5 of the limit",
    "intake-postgresql-2-processes": "never below one process",
    "chronology-200-postgresql-warm": "15x",
    "chronology-200-postgresql-warm-tail": "3 of its own median",
    "chronology-200-postgresql-warm-p99": "–",
    "chronology-10000-sqlite-page": "10x",
    "decisions-1000": "6x",
    "decisions-10000": "20x",
    "audit-sqlite": "30x",
    "audit-sqlite-wait": "5 ms",
    "audit-sqlite-pymerkle": "50x",
    "http-chronology-200": "1.5x",
    "http-everything-200": "15x",
    "http-everything-200-4-clients": "15x",
    "http-create-1-client": "–",
    "matching-100000-singly": "200x",
    "matching-100000-batch": "–",
    "growth-sqlite": "flat within 1.3",
}


@pytest.mark.parametrize("name", GIVEN)
def test_a_figure_has_its_goal(name: str) -> None:
    assert goal(name) == GIVEN[name]


def test_a_run_becomes_rows_in_its_order() -> None:
    measures = [
        Measure("audit-sqlite", "records/s", ours=1234.5, peer=500.0, limit=9000.0),
        Measure("demo-memory", "MiB", ours=300.0, peer=None, limit=400.0, lower_is_better=True),
    ]
    lines = markdown(json.loads(one_line(measures))).splitlines()
    assert lines[2:] == [
        "| audit-sqlite | 1,230 | 500 | 9,000 | records/s | 2.47 | 0.137 | 30x |",
        "| demo-memory | 300 | – | 400 | MiB | – | 0.75 | 400 MiB |",
    ]
