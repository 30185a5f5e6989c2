"""`python -m benchmarks.member AGENCY`: a process as `hub intake` is one, that reads the topics of one agency alone.

The settings are the hub's own, from the environment. Several of them share the agency's partitions.
"""

import re
import sys
from collections.abc import Sequence
from functools import partial

from benchmarks.intake import OwnTopics
from exchange import for_agency
from exchange.topic_log.port import Consumer, TopicLog
from hub.bootstrap.logs import configure_logs
from hub.bootstrap.running import background, send_receipts, take_messages, until_told_to_stop
from hub.bootstrap.store import open_store
from hub.bootstrap.transport import open_log
from hub.config import Settings


class SharedTopics(OwnTopics):
    """One agency's topics, in a group that all members of this run are in."""

    def __init__(self, log: TopicLog, agency_id: str) -> None:
        super().__init__(log, agency_id)
        self._agency_id = agency_id

    def consumer(self, group: str, *, topics: Sequence[str] = (), pattern: str | None = None) -> Consumer:
        wanted = [name for name in for_agency(self._agency_id).all() if re.fullmatch(pattern or "", name)]
        return self._log.consumer(f"{group}.{self._agency_id}", topics=[*topics, *wanted])


def main(agency_id: str) -> None:
    """Take messages and send receipts until told to stop."""
    settings = Settings()
    store, log = open_store(settings), SharedTopics(open_log(settings), agency_id)
    stop = until_told_to_stop()
    with background(stop, partial(send_receipts, store, log, stop)):
        take_messages(store, log, stop)
    log.close()
    store.close()


if __name__ == "__main__":
    configure_logs(40)
    main(*sys.argv[1:])
