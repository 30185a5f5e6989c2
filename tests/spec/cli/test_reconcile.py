"""`hub reconcile` states a day to agencies at once, for people and for programs."""

import json

from builders.command_line import CommandLine


def test_a_day_is_stated_to_every_agency_or_to_one(joined: CommandLine) -> None:
    rows = json.loads(joined.said("reconcile", "--day", "2026-03-02", "--json"))
    assert [(row["agency"], row["day"], row["sent"], row["held"]) for row in rows] == [
        ("hill-school", "2026-03-02", 0, 0)
    ]
    assert "hill-school" in joined.said("reconcile", "--agency", "hill-school")


def test_a_day_that_is_not_over_and_an_unknown_agency_are_refused_with_the_reason(joined: CommandLine) -> None:
    ran = joined.run("reconcile", "--day", "2999-01-01")
    assert (ran.returncode, "is not over" in ran.stderr) == (1, True)
    ran = joined.run("reconcile", "--agency", "nobody")
    assert (ran.returncode, "hub agency list" in ran.stderr) == (1, True)
