"""The transport of the settings, logged in to as the hub, or as the broker's administrator."""

from exchange import connect
from exchange.topic_log.access import open_access
from exchange.topic_log.login import principal_of, read_login
from exchange.topic_log.port import TopicLog
from hub.cli.entrance import Entrance
from hub.config import Settings
from hub.domain.errors import Misconfigured


def open_log(settings: Settings) -> TopicLog:
    """Return the topics, with the hub's own login where HUB_KAFKA_LOGIN names one."""
    login = read_login(settings.kafka_login) if settings.kafka_login is not None else None
    return connect(settings.transport_address, login)


def open_entrance(settings: Settings) -> Entrance | None:
    """Return the entrance to a secured broker; None where nobody logs in: the embedded log, or a broker for tests.

    Raises:
        Misconfigured: one of the hub's and the administrator's logins is there without the other.
    """
    if settings.kafka_login is None and settings.kafka_admin is None:
        return None
    if settings.kafka_login is None or settings.kafka_admin is None:
        raise Misconfigured(
            "HUB_KAFKA_LOGIN and HUB_KAFKA_ADMIN must both be set to let an agency in or put it out: the folders of the"
            " hub's own login to Kafka and of the login of the broker's administrator"
        )
    ours, administrators = read_login(settings.kafka_login), read_login(settings.kafka_admin)
    if administrators.ca_file is None:
        raise Misconfigured("the login in HUB_KAFKA_ADMIN names no authority for the broker's certificate")
    return Entrance(
        log=connect(settings.transport_address, administrators),
        access=open_access(settings.transport_address, administrators),
        hub=principal_of(ours),
        ca=administrators.ca_file.read_bytes(),
        rate=settings.kafka_rate,
    )
