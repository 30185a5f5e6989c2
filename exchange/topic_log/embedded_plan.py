"""Which member of a group reads which partition: as even as may be, moving as few as may be."""

import re
from collections.abc import Mapping

from exchange.topic_log.port import Partition, Subscription


def plan(
    members: Mapping[str, Subscription], topics: Mapping[str, int], current: Mapping[Partition, str]
) -> dict[Partition, str]:
    """Return the member for each partition that some member reads.

    Args:
        members: the live members.
        topics: number of partitions by topic.
        current: who has each partition now; a live member keeps what it has unless another has too few.
    """
    wanted = {member: _wanted(subscription, topics) for member, subscription in members.items()}
    chosen: dict[Partition, str] = {}
    for partition in sorted(set().union(*wanted.values())) if wanted else []:
        eligible = [member for member in sorted(wanted) if partition in wanted[member]]
        keeper = current.get(partition)
        chosen[partition] = keeper if keeper in eligible else min(eligible, key=lambda m: _load(chosen, m))
    while move := _fairer_move(chosen, wanted):
        chosen[move[0]] = move[1]
    return chosen


def _wanted(subscription: Subscription, topics: Mapping[str, int]) -> set[Partition]:
    return {(topic, n) for topic, count in topics.items() if _reads(subscription, topic) for n in range(count)}


def _reads(subscription: Subscription, topic: str) -> bool:
    if subscription.pattern is not None:
        return re.fullmatch(subscription.pattern, topic) is not None
    return topic in subscription.topics


def _load(chosen: Mapping[Partition, str], member: str) -> int:
    return sum(1 for holder in chosen.values() if holder == member)


def _fairer_move(chosen: Mapping[Partition, str], wanted: Mapping[str, set[Partition]]) -> tuple[Partition, str] | None:
    """Return one partition and a member that has at least two fewer than its holder, if there is such a pair."""
    loads = {member: _load(chosen, member) for member in wanted}
    for taker in sorted(wanted, key=lambda m: (loads[m], m)):
        for partition in sorted(wanted[taker], reverse=True):
            if loads[chosen[partition]] >= loads[taker] + 2:
                return partition, taker
    return None
