"""How a measured figure is told: ratios where more is better, shares for each core used, and the contract's line."""

import json

import pytest

from benchmarks.measures import Measure, one_line, percentile, table

RATE = Measure("intake", "messages/s", ours=3000.0, peer=1000.0, limit=12000.0, cores=1.5)
TIME = Measure("chronology", "ms", ours=2.0, peer=10.0, limit=0.5, lower_is_better=True)
SIZE = Measure("memory", "MiB", ours=300.0, peer=None, limit=400.0, lower_is_better=True)


def test_a_rate_is_better_by_as_much_as_it_is_higher() -> None:
    assert RATE.ratio_to_peer == 3.0


def test_a_time_is_better_by_as_much_as_it_is_lower() -> None:
    assert TIME.ratio_to_peer == 5.0


def test_the_share_of_the_limit_counts_each_core_used() -> None:
    assert RATE.share_of_limit == pytest.approx(3000 / 12000 / 1.5)


def test_less_than_a_core_is_no_excuse() -> None:
    idle = Measure("intake", "messages/s", ours=3000.0, peer=1000.0, limit=12000.0, cores=0.5)
    assert idle.share_of_limit == 0.25


def test_a_time_reaches_as_much_of_its_limit_as_the_limit_is_shorter() -> None:
    assert TIME.share_of_limit == 0.25


def test_a_size_without_a_peer_is_told_as_a_part_of_what_is_allowed() -> None:
    assert (SIZE.ratio_to_peer, SIZE.share_of_limit) == (None, 0.75)


def test_the_line_for_programs_has_the_contracts_keys_for_each_name() -> None:
    line = one_line([RATE, SIZE])
    assert "\n" not in line
    assert json.loads(line) == {
        "intake": {
            "ours": 3000.0,
            "peer": 1000.0,
            "limit": 12000.0,
            "unit": "messages/s",
            "ratio_to_peer": 3.0,
            "share_of_limit": 0.167,
        },
        "memory": {
            "ours": 300.0,
            "peer": None,
            "limit": 400.0,
            "unit": "MiB",
            "ratio_to_peer": None,
            "share_of_limit": 0.75,
        },
    }


def test_the_table_has_a_row_for_each_figure() -> None:
    assert table([RATE, TIME, SIZE]).row_count == 3


def test_a_percentile_of_few_values_is_the_largest() -> None:
    assert percentile([3.0, 1.0, 2.0], 0.99) == 3.0


def test_the_middle_percentile_is_the_median_of_an_odd_number() -> None:
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
