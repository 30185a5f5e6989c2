"""`python peer_splink.py FILE`: Splink asked of the same register and probes; run by the Python that has it.

It prints one line of JSON: seconds of the probes one by one and all at once, and the place that each was matched to.
It stands alone: nothing of the hub is installed beside Splink.
"""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas
import splink.comparison_library as compare
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

RULES = [
    block_on("nhs_number"),
    block_on("born"),
    block_on("substr(family,1,3)", "substr(given,1,2)"),
    block_on("postcode", "substr(given,1,1)"),
]
COMPARED = [
    compare.JaroWinklerAtThresholds("given"),
    compare.JaroWinklerAtThresholds("family"),
    compare.DamerauLevenshteinAtThresholds("born", 2),
    compare.ExactMatch("postcode"),
    compare.ExactMatch("nhs_number"),
]
FIRST_PROBE = 1_000_000_000
LEAST_PROBABILITY = 0.5
TRAINED_ON_PAIRS = 1_000_000

Rows = Sequence[dict[str, Any]]


class Peer:
    """A register in DuckDB and a model whose chances of coincidence were estimated on it."""

    def __init__(self, register: Rows) -> None:
        self._api = DuckDBAPI()
        settings = SettingsCreator(
            link_type="dedupe_only",
            unique_id_column_name="unique_id",
            comparisons=COMPARED,
            blocking_rules_to_generate_predictions=RULES,
        )
        self._register = self._api.register(pandas.DataFrame(register))
        self._linker = Linker(self._register, settings, log_level=40)
        self._linker.training.estimate_u_using_random_sampling(max_pairs=TRAINED_ON_PAIRS)

    def best(self, probes: Rows) -> dict[int, int]:
        """Return the likeliest child of each probe that has one at all."""
        predicted = self._linker.inference.predict_between(
            self._register,
            self._api.register(pandas.DataFrame(probes)),
            blocking_rules_to_generate_predictions=RULES,
            threshold_match_probability=LEAST_PROBABILITY,
        )
        found: dict[int, tuple[float, int]] = {}
        for pair in predicted.as_pandas_dataframe().to_dict("records"):
            place, probe = sorted((pair["unique_id_l"], pair["unique_id_r"]))
            found[probe] = max(found.get(probe, (-1e9, -1)), (pair["match_weight"], place))
        return {probe: place for probe, (_, place) in found.items()}


def main(file: Path) -> None:
    """Read register and probes, and print what came of them."""
    told = json.loads(file.read_text("utf-8"))
    probes = [{**probe, "unique_id": FIRST_PROBE + number} for number, probe in enumerate(told["probes"])]
    peer = Peer(told["register"])
    found = peer.best(probes)
    began = time.perf_counter()
    peer.best(probes)
    at_once = time.perf_counter() - began
    began = time.perf_counter()
    for probe in probes[: told["singly"]]:
        peer.best([probe])
    singly = time.perf_counter() - began
    places = [found.get(probe["unique_id"]) for probe in probes]
    sys.stdout.write(json.dumps({"singly": singly, "at_once": at_once, "places": places}) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
