"""What is said when a reader's place is no longer on the log."""

from exchange.errors import OffsetLost
from exchange.topic_log.port import Partition


def offset_lost(partition: Partition, wanted: int, beginning: int, end: int) -> OffsetLost:
    """Say what is lost: records before `beginning`, or a log that ends before what was read of it."""
    gone = f"records {wanted} to {beginning - 1} are gone" if wanted < beginning else f"the log ends at {end}"
    detail = f"offset {wanted} of {partition[0]}/{partition[1]} is off the log: {gone}"
    return OffsetLost(detail, (), partition[0], partition[1], wanted, beginning)
