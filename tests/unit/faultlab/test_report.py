"""The report goes on where a run ended, and its one line is the contract's."""

from pathlib import Path
from typing import Any

from faultlab.happened import RANDOM, Happened
from faultlab.oracle import Law, Verdict
from faultlab.plan import Plan
from faultlab.report import is_kept, keep, kept_lines, line_of, page, summed


def a_line(seed: int = 1, *breaches: Law) -> dict[str, Any]:
    verdict = Verdict(sent=100, receipted=100)
    for law in breaches:
        verdict.breach(law, "a finding")
    happened = Happened()
    happened.points.update({RANDOM: 2, "before-commit": 3})
    happened.others.update({"broker killed": 1, "postmaster killed": 1, "backend killed": 1})
    happened.recovery_s["broker killed"].append(4.26)
    return line_of(Plan(seed), verdict, happened, 61.0)


def test_the_line_of_a_run_is_the_contracts_line() -> None:
    summary = summed([a_line(1), a_line(2)], 1)
    wanted = {"sent", "receipted", "lost", "duplicated", "wrong_child", "receipt_before_commit", "kills", "seed"}
    assert wanted <= summary.keys()
    assert summary["kills"] == {"hub": 10, "broker": 2, "postgres": 4}
    assert (summary["sent"], summary["receipted"], summary["seed"]) == (200, 200, 1)
    assert is_kept(summary)


def test_any_breach_in_any_round_is_a_breach_of_the_run() -> None:
    assert not any(is_kept(summed([a_line(1), a_line(2, law)], 1)) for law in Law)


def test_an_event_without_a_receipt_is_a_breach_of_the_run() -> None:
    assert not is_kept(summed([{**a_line(), "receipted": 99}], 1))


def test_rounds_are_kept_line_by_line_and_read_back(tmp_path: Path) -> None:
    file = tmp_path / "faults" / "report.jsonl"
    assert kept_lines(file) == []
    keep(file, a_line(1))
    keep(file, a_line(2))
    assert [line["seed"] for line in kept_lines(file)] == [1, 2]


def test_the_page_tells_of_rounds_points_and_recovery() -> None:
    told = page([a_line(1), a_line(2)], 1, "make faults N=10")
    assert "| before-commit | 6 |" in told
    assert "| broker killed | 2 | 4.3 | 4.3 |" in told
    assert "`make faults N=10`" in told
