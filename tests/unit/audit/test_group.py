"""Callers who come together share a commit; each learns how their own ended."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from hub.audit.group import GroupCommit


def test_those_who_wait_during_a_commit_share_the_next_one():
    entered, released, batches = threading.Event(), threading.Event(), []

    def commit(items: Sequence[int]) -> None:
        batches.append(tuple(items))
        entered.set()
        released.wait(10)

    group = GroupCommit(commit)
    with ThreadPoolExecutor(9) as pool:
        first = pool.submit(group.submit, 0)
        entered.wait(10)
        others = [pool.submit(group.submit, number) for number in range(1, 9)]
        while len(group._waiting) < 8:
            threading.Event().wait(0.001)
        released.set()
        for each in (first, *others):
            each.result(10)
    assert batches[0] == (0,)
    assert [sorted(batch) for batch in batches[1:]] == [list(range(1, 9))]


def test_a_failure_does_not_keep_those_who_came_meanwhile_waiting():
    entered, released = threading.Event(), threading.Event()

    def commit(items: Sequence[int]) -> None:
        entered.set()
        released.wait(10)
        if 0 in items:
            raise OSError("disk full")

    group = GroupCommit(commit)
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(group.submit, 0)
        entered.wait(10)
        others = [pool.submit(group.submit, number) for number in (1, 2)]
        while len(group._waiting) < 2:
            threading.Event().wait(0.001)
        released.set()
        assert isinstance(first.exception(10), OSError)
        assert [each.exception(10) for each in others] == [None, None]


def test_each_item_is_committed_once_before_its_caller_returns():
    committed: list[int] = []
    group = GroupCommit(committed.extend)

    def submit(number: int) -> bool:
        group.submit(number)
        return number in committed

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(submit, range(400)))
    assert sorted(committed) == list(range(400))


def test_a_batch_that_fails_fails_for_each_of_its_callers_and_not_for_the_next():
    def commit(items: Sequence[str]) -> None:
        if "bad" in items:
            raise OSError("disk full")

    group = GroupCommit(commit)
    with pytest.raises(OSError, match="disk full"):
        group.submit("bad")
    group.submit("good")
