"""How much is taken at once follows how long it takes."""

import pytest

from hub.intake.pace import FIRST_BATCH, Pace, Stride


def test_a_quick_store_is_given_twice_as_much_each_time_up_to_the_most() -> None:
    stride, sizes = Stride(Pace(batch=200)), []
    for _ in range(4):
        sizes.append(stride.size)
        stride.took(stride.size, 0.01)
    assert sizes == [FIRST_BATCH, 2 * FIRST_BATCH, 200, 200]


def test_a_slow_store_is_given_what_it_takes_in_the_time_allowed() -> None:
    stride = Stride(Pace(seconds=1.0))
    stride.took(50, 5.0)
    assert stride.size == 10


def test_a_store_however_slow_is_given_the_least() -> None:
    stride = Stride(Pace(least=5))
    stride.took(50, 600.0)
    assert stride.size == 5


@pytest.mark.parametrize("records", [1, 10])
def test_a_batch_of_few_records_does_not_make_the_next_one_small(records: int) -> None:
    stride = Stride(Pace())
    stride.took(records, 0.002)
    assert stride.size >= FIRST_BATCH
