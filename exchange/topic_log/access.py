"""Who may do what on a secured broker: principals, their passwords, and the few things that each is allowed.

An agency's principal is `agency.<agency_id>`: no id has a dot in it, so that no agency can be named as the hub or the
broker's administrator is. It writes to its own two inbound topics, reads its own two outbound ones in groups of its
own, and may not so much as learn of another topic. The broker never tells the hub who wrote: what binds an agency to
its topic is this list, and its signature inside (`security.md` T4).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from exchange.errors import TransportError
from exchange.topic_log.addresses import kafka_servers
from exchange.topic_log.security import KafkaSecurity
from exchange.topics import for_agency

HUB_GROUPS = "hub."
ALL_AGENCIES = "agency."


class Operation(StrEnum):
    """What a principal may do. On a group, reading is joining it."""

    READ = "read"
    WRITE = "write"


class Resource(StrEnum):
    """What it may do it to."""

    TOPIC = "topic"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing that a principal may do: on the resource of that name, or on all whose name begins so."""

    principal: str
    operation: Operation
    resource: Resource
    name: str
    prefixed: bool = False


class BrokerAccess(Protocol):
    """A broker's list of principals and permissions, as its administrator changes it."""

    def let_in(self, principal: str, password: str) -> None:
        """Give a principal this password, in place of any it had."""

    def allow(self, permissions: Sequence[Permission]) -> None:
        """Add permissions; one that is there already stays."""

    def of(self, principal: str) -> list[Permission]:
        """Return what a principal may do, in the order of topics and groups."""

    def limit(self, principal: str, bytes_per_second: int) -> None:
        """Let a principal write so much on average, in place of any limit before; the broker makes it wait for more."""

    def limit_of(self, principal: str) -> int | None:
        """Return how many bytes a second a principal may write; None where there is no limit."""

    def withdraw(self, principal: str) -> int:
        """Take a principal's password and every permission away; returns how many permissions it had."""

    def close(self) -> None: ...


def agency_principal(agency_id: str) -> str:
    """Return the name of an agency's principal; EnvelopeMalformed if the id is none."""
    for_agency(agency_id)
    return f"agency.{agency_id}"


def agency_permissions(agency_id: str) -> tuple[Permission, ...]:
    """Return all that an agency's principal may do."""
    topics, principal = for_agency(agency_id), agency_principal(agency_id)
    return (
        Permission(principal, Operation.WRITE, Resource.TOPIC, topics.events),
        Permission(principal, Operation.WRITE, Resource.TOPIC, topics.urgent),
        Permission(principal, Operation.READ, Resource.TOPIC, topics.receipts),
        Permission(principal, Operation.READ, Resource.TOPIC, topics.notices),
        Permission(principal, Operation.READ, Resource.GROUP, f"{principal}.", prefixed=True),
    )


def hub_permissions(hub: str, agency_id: str, *, over_http: bool) -> tuple[Permission, ...]:
    """Return what the hub's principal may do, with what an agency's joining adds.

    Args:
        over_http: the agency sends over HTTP, so the hub appends its signed messages to its topics for it.
    """
    topics = for_agency(agency_id)
    written = (topics.receipts, topics.notices, *((topics.events, topics.urgent) if over_http else ()))
    return (
        Permission(hub, Operation.READ, Resource.TOPIC, ALL_AGENCIES, prefixed=True),
        Permission(hub, Operation.READ, Resource.GROUP, HUB_GROUPS, prefixed=True),
        *(Permission(hub, Operation.WRITE, Resource.TOPIC, name) for name in written),
    )


def open_access(address: str, security: KafkaSecurity) -> BrokerAccess:
    """Return the list of a broker's permissions, by its administrator's login.

    Raises:
        TransportError: the address is not of a Kafka broker.
        Unreachable: nobody answers, or the log-in is refused, within seconds.
    """
    servers = kafka_servers(address)
    if servers is None:
        raise TransportError("only a Kafka broker (kafka://host:port) has principals and permissions")
    from exchange.topic_log.kafka_access import KafkaAccess

    return KafkaAccess(servers, security)
