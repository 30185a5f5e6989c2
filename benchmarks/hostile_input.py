"""`python -m benchmarks.hostile_input`: what hostile messages cost the hub, as the table of docs/hostile-input.md.

Each case is taken alone by a hub over SQLite: verified, opened, judged, and committed with its receipt and kept bytes.
"""

import resource
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.hostile_corpus import Case, Forge, cases
from benchmarks.messages import as_records
from benchmarks.workshop import SQLITE, Workshop, agency
from exchange import AgencyFolder, connect
from hub.bootstrap.store import open_intake
from hub.cli import Store
from hub.intake.take import Intake, Taken

EVENT = {
    "headline": "A concern",
    "narrative": "Told to a teacher.",
    "occurred": {"from": "2026-03-02", "precision": "day"},
    "author": {"staff_id": "s-1", "name": "A. Author", "role": "officer", "contact": "01632 960 001"},
    "children": [{"local_ref": "P-1", "given_names": "Rowan", "family_name": "Ashdown", "date_of_birth": "2017-05-14"}],
}
KIB_IN_MIB = 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """What one case cost: seconds of processor time, and what became of it."""

    case: Case
    seconds: float
    outcome: str


def measure() -> Iterator[Cost]:
    """Yield what each case costs."""
    with TemporaryDirectory() as folder:
        workshop = Workshop(Path(folder), connect(f"embedded:{folder}/log"), (agency("northshire-police", "police"),))
        with workshop.hub(SQLITE) as (store, folders):
            intake, forge = open_intake(store), _forge(store, folders[0])
            for offset, case in enumerate(cases()):
                yield _cost(intake, forge, case, offset)


def _forge(store: Store, folder: AgencyFolder) -> Forge:
    return Forge(folder.agency_id, store.settings.id, folder.signing_key, folder.sealing_key, EVENT)


def _cost(intake: Intake, forge: Forge, case: Case, offset: int) -> Cost:
    (record,) = as_records([case.message(forge)])
    begun = time.process_time()
    taken = intake.take([replace(record, offset=offset)])
    return Cost(case, time.process_time() - begun, _outcome(taken))


def _outcome(taken: Taken) -> str:
    return "quarantined" if taken.quarantined else "held" if taken.held else "accepted"


def table(costs: list[Cost]) -> list[str]:
    """Return the lines of a Markdown table, a row for each kind."""
    lines = ["| kind | cases | outcomes | worst processor time | which |", "|---|---|---|---|---|"]
    for kind in dict.fromkeys(one.case.kind for one in costs):
        of_kind = [one for one in costs if one.case.kind == kind]
        worst = max(of_kind, key=lambda one: one.seconds)
        told = ", ".join(f"{number} {name}" for name, number in sorted(Counter(one.outcome for one in of_kind).items()))
        lines.append(f"| {kind} | {len(of_kind)} | {told} | {worst.seconds * 1000:.0f} ms | {worst.case.name} |")
    return lines


def main() -> None:
    """Measure and print."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    costs = list(measure())
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / KIB_IN_MIB
    print("\n".join(table(costs)))
    print(f"\n{len(costs)} cases on {datetime.now(UTC):%Y-%m-%d}; the process grew by {grown:.0f} MiB at its peak.")


if __name__ == "__main__":
    main()
