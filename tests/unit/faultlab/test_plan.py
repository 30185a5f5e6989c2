"""The kills of a run are all dealt out, and a run that goes on deals the same."""

import pytest

from faultlab.plan import KILLS_A_ROUND, rounds_of


@pytest.mark.parametrize(("kills", "others"), [(1, 1), (20, 2), (26, 3), (200, 20), (1_000, 100)])
def test_every_kill_is_dealt_to_some_round(kills: int, others: int) -> None:
    rounds = list(rounds_of(kills, 7))
    assert sum(one.hub_kills for one in rounds) == kills
    assert sum(one.broker_kills for one in rounds) == sum(one.postgres_kills for one in rounds) == others
    assert max(one.hub_kills for one in rounds) <= KILLS_A_ROUND


def test_each_round_has_a_seed_of_its_own() -> None:
    assert [one.seed for one in rounds_of(75, 7)] == [7, 8, 9]


def test_a_run_that_goes_on_has_the_same_rounds() -> None:
    assert list(rounds_of(200, 1)) == list(rounds_of(200, 1))


def test_hubs_are_paused_only_where_another_goes_on() -> None:
    assert all((one.pauses > 0) == (one.hubs > 1) for one in rounds_of(200, 1))
