"""`python -m enginelab INPUTS`: three ways to decide, and policies spoilt; one line of JSON; exit 1 on a breach.

Each of INPUTS questions goes to OPA over HTTP, to the embedded engine and to the oracle. Each mutant of the policy is
asked `POOL` questions of its own, until the oracle finds it out.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from itertools import islice
from random import Random

from enginelab.asking import cornered, differences, questions
from enginelab.equivalents import EQUIVALENTS
from enginelab.judging import Fate, Tally, judged
from enginelab.mutants import mutants
from hub.policy import EmbeddedEngine, OpaEngine, load_bundle

POOL = 3_000
"""Questions that a mutant must answer as the oracle does before it counts as a survivor; their seeds start at 1."""
PATIENCE = 10.0
"""Seconds for one answer of OPA's, on a machine that does other things too."""
SHOWN = 20


def options(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m enginelab", description=__doc__)
    parser.add_argument("inputs", type=int, help="how many questions to ask of OPA, the embedded engine and the oracle")
    parser.add_argument("--seed", type=int, default=1, help="of the first question; each takes the next")
    parser.add_argument(
        "--mutants", type=int, help="how many spoilt policies to try, drawn by the seed; all by default"
    )
    chosen = parser.parse_args(arguments)
    if chosen.inputs < 1:
        parser.error("INPUTS is a whole number from 1")
    return chosen


def differing(address: str, seed: int, inputs: int) -> list[int]:
    """Return the seeds of the questions on which the three do not agree."""
    embedded = EmbeddedEngine(load_bundle())
    return list(
        differences(embedded, OpaEngine(address, embedded.digest, PATIENCE), [*cornered(), *questions(seed, inputs)])
    )


def spoilt(seed: int, most: int | None) -> Tally:
    """Judge every mutant, or as many as `most`, which the seed draws."""
    everyone = list(mutants(load_bundle()))
    Random(seed).shuffle(everyone)
    return judged(islice(everyone, most), [*cornered(), *questions(1, POOL)], EQUIVALENTS)


def main() -> int:
    """Return 0 where all agreed and every mutant was found out; 1 on a breach, or where there is no OPA to ask."""
    chosen = options(sys.argv[1:])
    address = os.environ.get("HUB_TEST_OPA")
    if not address:
        sys.stderr.write(
            "engines: HUB_TEST_OPA is not set: run `make engines`, which brings OPA up, or set its address\n"
        )
        return 1
    seeds = differing(address, chosen.seed, chosen.inputs)
    tally = spoilt(chosen.seed, chosen.mutants)
    sys.stderr.write("".join(f"engines: they differ on the question of seed {seed}\n" for seed in seeds[:SHOWN]))
    sys.stderr.write("".join(f"engines: nothing found out {name}\n" for name in tally.survivors))
    sys.stdout.write(json.dumps(summary(chosen, seeds, tally)) + "\n")
    return 1 if seeds or tally.survivors else 0


def summary(chosen: argparse.Namespace, seeds: Sequence[int], tally: Tally) -> dict[str, int]:
    """Return the run in figures."""
    return {
        "inputs": chosen.inputs,
        "differences": len(seeds),
        "mutants": tally.mutants,
        "killed": tally.fates[Fate.KILLED],
        "equivalent": tally.fates[Fate.EQUIVALENT],
        "seed": chosen.seed,
    }


if __name__ == "__main__":
    sys.exit(main())
