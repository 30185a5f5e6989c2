"""Matching beside its labels: probes are what they say, the hub matches none wrongly, a peer that fails is told of."""

import sys
from pathlib import Path

import pytest

from benchmarks.matching import measure_matching, precision, recall
from benchmarks.measures import BenchmarkFailed
from benchmarks.register import Probe, probes, register
from benchmarks.sizes import Sizes

SMALL = Sizes(register=300, probes=60, repeats=1)
CHILDREN = register(300, seed=1)
PROBES = probes(CHILDREN, 100, seed=1)
STRANGER, FIRST, SECOND = Probe(CHILDREN[0], None), Probe(CHILDREN[0], 0), Probe(CHILDREN[1], 1)


def test_the_same_seed_makes_the_same_register_and_probes() -> None:
    assert (register(300, seed=1), probes(CHILDREN, 100, seed=1)) == (CHILDREN, PROBES)


def test_a_probe_with_a_number_gives_that_of_its_own_child() -> None:
    told = [(probe.told.nhs_number, CHILDREN[probe.place].nhs_number) for probe in PROBES if probe.place is not None]
    numbered = [pair for pair in told if pair[0] is not None]
    assert numbered
    assert all(given == own for given, own in numbered)


def test_some_probes_are_about_nobody_in_the_register() -> None:
    assert 0 < sum(probe.place is None for probe in PROBES) < 40


def test_precision_counts_only_those_that_were_matched() -> None:
    assert precision([None, 0, 0], [STRANGER, FIRST, SECOND]) == 0.5


def test_recall_counts_only_those_that_are_there() -> None:
    assert recall([0, 0, None], [STRANGER, FIRST, SECOND]) == 0.5


def test_the_hub_is_measured_without_a_peer_where_there_is_none_and_matches_nobody_wrongly(tmp_path: Path) -> None:
    by_name = {one.name: one for one in measure_matching(SMALL, tmp_path / "no-python")}
    assert by_name["matching-300-precision"].ours == 1.0
    assert by_name["matching-300-recall"].ours > 0.5
    assert {one.peer for one in by_name.values()} == {None}


def test_a_peer_that_fails_fails_the_run() -> None:
    with pytest.raises(BenchmarkFailed, match="Splink"):
        measure_matching(SMALL, Path(sys.executable))
