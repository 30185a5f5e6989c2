"""`python -m benchmarks.profiled intake|reading [STORE]`: where our own time goes, function by function.

Nothing but the hub runs: messages come from memory, and the policy is decided in process unless HUB_TEST_OPA is set.
"""

import cProfile
import os
import pstats
import re
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import CodeType

from benchmarks.door import TAKEN_AT_ONCE, fill, open_access, reading, sayings_of
from benchmarks.messages import as_records, composed
from benchmarks.reading import AGENCIES
from benchmarks.sizes import Sizes, from_environment
from benchmarks.story import children, told
from benchmarks.workshop import SQLITE, Workshop, new_workshop
from hub.bootstrap.store import open_intake

LINES = 40
COMPILED = ("sqlite3", "psycopg", "cryptography", "pydantic_core", "jsonschema_rs", "socket")
"""Libraries whose time is spent in C or Rust, as the profiler names their functions."""
LEAST_SHARE = 0.01


def _workshop() -> AbstractContextManager[Workshop]:
    return new_workshop(AGENCIES, os.environ.get("HUB_TEST_OPA", "embedded"))


def profile_intake(store: str, sizes: Sizes) -> cProfile.Profile:
    """Profile the taking of one agency's messages, batch by batch."""
    with _workshop() as workshop, workshop.hub(store) as (hub, folders):
        sayings = told(children(sizes.children), [folders[0].agency_id], sizes.messages, sizes.seed)
        records = as_records(composed(folders[0], sayings))
        intake = open_intake(hub)
        batches = [records[begin : begin + TAKEN_AT_ONCE] for begin in range(0, len(records), TAKEN_AT_ONCE)]
        return _profiled(lambda: [intake.take(batch) for batch in batches])


def profile_reading(store: str, sizes: Sizes) -> cProfile.Profile:
    """Profile the reading of one chronology, warm."""
    with _workshop() as workshop, workshop.hub(store) as (hub, folders):
        fill(hub, folders, sayings_of(folders, sizes.entries, sizes.seed))
        asked, access = reading(hub, folders[0].agency_id, sizes.entries), open_access(hub)
        asked.by(access)
        return _profiled(lambda: [asked.by(access) for _ in range(sizes.calls)])


def _profiled(work: Callable[[], object]) -> cProfile.Profile:
    profile = cProfile.Profile()
    profile.runcall(work)
    return profile


def by_room(profile: cProfile.Profile) -> dict[str, float]:
    """Return the share of the time (0 to 1) spent in each room of ours and in each library, the largest first."""
    seconds: Counter[str] = Counter()
    for function in profile.getstats():
        seconds[_room(function.code)] += function.inlinetime
    total = sum(seconds.values())
    return {room: part / total for room, part in seconds.most_common()}


def _room(code: CodeType | str) -> str:
    """Name where a function is at home: `hub/intake`, a library, or Python's own; compiled ones are told by name."""
    if isinstance(code, str):
        return next((name for name in COMPILED if name in code), "python")
    library = re.search(r"site-packages/(\w+)", code.co_filename)
    ours = re.search(r"(hub/[a-z]+|exchange|benchmarks)/", code.co_filename)
    found = library or ours
    return found[1] if found is not None else "python"


PROFILES = {"intake": profile_intake, "reading": profile_reading}


def main(arguments: list[str]) -> int:
    """Print the profile; 2 for wrong use."""
    if not arguments or arguments[0] not in PROFILES:
        sys.stderr.write(f"use: python -m benchmarks.profiled {'|'.join(PROFILES)} [STORE]\n")
        return 2
    profile = PROFILES[arguments[0]](arguments[1] if len(arguments) > 1 else SQLITE, from_environment())
    pstats.Stats(profile).sort_stats("cumtime").print_stats(LINES).sort_stats("tottime").print_stats(LINES)
    for room, share in by_room(profile).items():
        if share >= LEAST_SHARE:
            sys.stdout.write(f"{share:7.1%}  {room}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
