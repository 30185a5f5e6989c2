"""What an operator asks: does each part answer, what is held, and are the rows what the events say."""

import json
import sqlite3

from builders.command_line import CommandLine


def test_the_doctor_finds_every_embedded_part_well(hub: CommandLine) -> None:
    states = json.loads(hub.said("doctor", "--json"))
    assert states.pop("witness").startswith("none")
    assert states.pop("intake") == "none: no agency is registered yet, so there is nothing to read"
    assert states == {"store, keys and audit": "ok", "transport": "ok", "policy": "ok"}


def test_the_doctor_does_not_call_an_intake_well_that_never_ran(joined: CommandLine) -> None:
    ran = joined.run("doctor", "--json")
    assert ran.returncode == 1
    assert json.loads(ran.stdout)["intake"].startswith("not seen yet: no `hub intake` has looked for messages here")


def test_the_doctor_names_the_part_that_does_not_answer(hub: CommandLine) -> None:
    ran = hub.run("doctor", "--json", HUB_POLICY="http://127.0.0.1:1", HUB_TRANSPORT="kafka://127.0.0.1:1")
    states = json.loads(ran.stdout)
    assert ran.returncode == 1
    assert states["store, keys and audit"] == "ok"
    assert states["transport"].startswith("transport-unreachable")
    assert states["policy"].startswith("policy-unavailable")


def test_the_doctor_says_that_nobody_takes_messages(joined: CommandLine) -> None:
    store = sqlite3.connect(joined.folder / "hub.db")
    feed = ("hill-school", "agency.hill-school.events", 0, "2026-03-02T10:00:00Z")
    store.execute("INSERT INTO feed_row VALUES (?,?,?,?)", feed)
    store.commit()
    ran = joined.run("doctor", "--json")
    store.execute("DELETE FROM feed_row")
    store.commit()
    store.close()
    assert ran.returncode == 1
    assert json.loads(ran.stdout)["intake"].startswith("intake-stale: ")


def test_the_status_counts_what_is_held_and_nothing_of_any_child(hub: CommandLine) -> None:
    counts = json.loads(hub.said("status", "--json"))
    assert set(counts.values()) == {0}
    assert "children" in counts


def test_rows_are_written_anew_from_the_events(joined: CommandLine) -> None:
    before = joined.said("agency", "list", "--json")
    assert json.loads(joined.said("project", "--json")) == {"events replayed": 2}
    assert joined.said("agency", "list", "--json") == before


def test_a_wrong_setting_is_named(hub: CommandLine) -> None:
    ran = hub.run("status", HUB_PORT="eighty")
    assert ran.returncode == 1
    assert "HUB_PORT" in ran.stderr
