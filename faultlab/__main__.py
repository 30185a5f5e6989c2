"""`python -m faultlab KILLS`: rounds of faults until so many hubs are dead; one line of JSON; exit 1 on a breach."""

import argparse
import json
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from faultlab.errors import LabFailed
from faultlab.plan import Plan, rounds_of
from faultlab.report import is_kept, keep, kept_lines, line_of, page, summed
from faultlab.round import Lab, Round, laboratory

REPORT = Path("var/faults/report.jsonl")


def options(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m faultlab", description=__doc__)
    parser.add_argument("kills", type=int, help="how many hubs to kill; a tenth as many brokers and PostgreSQLs")
    parser.add_argument("--seed", type=int, default=1, help="the first round's seed; each round takes the next")
    parser.add_argument("--report", type=Path, default=REPORT, help="a line a round; a run goes on where it ended")
    parser.add_argument("--write", type=Path, help="write the report for people to this file")
    chosen = parser.parse_args(arguments)
    if chosen.kills < 1:
        parser.error("KILLS is a whole number from 1")
    return chosen


def run(plans: Sequence[Plan], report: Path) -> list[dict[str, Any]]:
    """Run the rounds that the report has no line of; returns the lines of all."""
    kept = {json.dumps(line["plan"], sort_keys=True): line for line in kept_lines(report)}
    missing = [plan for plan in plans if json.dumps(asdict(plan), sort_keys=True) not in kept]
    if missing:
        with laboratory() as lab:
            for plan in missing:
                line = one_round(lab, plan, report.parent)
                keep(report, line)
                kept[json.dumps(line["plan"], sort_keys=True)] = line
    return [kept[json.dumps(asdict(plan), sort_keys=True)] for plan in plans]


def one_round(lab: Lab, plan: Plan, folder: Path) -> dict[str, Any]:
    """Run and judge one round, and tell of it; what a breach left behind is kept in `folder`."""
    begun = time.monotonic()
    held = Round(lab, plan)
    try:
        verdict, happened = held.run()
    except LabFailed:
        _keep_logs(held, folder)
        raise
    line = line_of(plan, verdict, happened, time.monotonic() - begun)
    told = f"seed {plan.seed}: {happened.hub_kills} kills, {verdict.sent} sent, {verdict.receipted} receipted"
    sys.stderr.write(f"{told}, {verdict.breaches.total()} breaches, {line['seconds']} s\n")
    if not verdict.holds:
        sys.stderr.write("".join(f"  {finding}\n" for finding in verdict.findings) + f"  kept in {folder}\n")
        _keep_logs(held, folder)
    held.clear()
    return line


def _keep_logs(held: Round, folder: Path) -> None:
    shutil.copytree(held.logs, folder / held.logs.name, dirs_exist_ok=True)


def main() -> int:
    """Return 0 when the law was kept, 1 on a breach or where the laboratory could not do its work."""
    chosen = options(sys.argv[1:])
    try:
        lines = run(list(rounds_of(chosen.kills, chosen.seed)), chosen.report)
    except LabFailed as failure:
        sys.stderr.write(f"faults: {failure}\n")
        return 1
    summary = summed(lines, chosen.seed)
    if chosen.write is not None:
        command = f"make faults N={chosen.kills} SEED={chosen.seed} WRITE={chosen.write}"
        chosen.write.write_text(page(lines, chosen.seed, command), encoding="utf-8")
    sys.stdout.write(json.dumps(summary) + "\n")
    return 0 if is_kept(summary) else 1


if __name__ == "__main__":
    sys.exit(main())
