"""Notices on their way: signed, written to the agency's notices topic, then marked; at least once each."""

import structlog

from exchange.errors import UnknownTopic
from exchange.notices import Notice
from exchange.topic_log.port import Producer
from hub.notices.rows import Compose, Notices
from hub.record.database import Database

LOG = structlog.get_logger("hub.notices")
AT_ONCE = 200


class NoticeDeliverer:
    """Moves what is not on its topic yet. Several may run; an agency may then get the same notice twice."""

    def __init__(self, database: Database, notices: Notices, producer: Producer, compose: Compose) -> None:
        self._database = database
        self._notices = notices
        self._producer = producer
        self._compose = compose
        self._without_topic: set[str] = set()

    def deliver(self) -> int:
        """Send what waits and return how many were sent. Raises TransportError if the log can't take them."""
        with self._database.read() as cursor:
            waiting = self._notices.unsent(cursor, AT_ONCE)
        sent = [notice for notice in waiting if self._is_sent(notice)]
        if sent:
            self._producer.flush()
            with self._database.write() as cursor:
                self._notices.note_sent(cursor, sent)
        return len(sent)

    def _is_sent(self, notice: Notice) -> bool:
        """One agency whose topic is missing holds none of the others up; its notices wait, and are read over HTTP."""
        try:
            self._producer.send(self._compose(notice))
        except UnknownTopic as error:
            self._tell(notice.agency_id, error)
            return False
        return True

    def _tell(self, agency_id: str, error: UnknownTopic) -> None:
        if agency_id not in self._without_topic:
            LOG.error("notices-wait", agency=agency_id, code=error.code)
        self._without_topic.add(agency_id)
