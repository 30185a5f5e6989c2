"""A Kafka broker's principals and ACLs, through kafka-python's administration client."""

from collections.abc import Sequence
from typing import Any

from kafka.admin import (
    ACL,
    ACLFilter,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    ResourcePattern,
    ResourcePatternFilter,
    ResourceType,
    UserScramCredentialDeletion,
    UserScramCredentialUpsertion,
)
from kafka.protocol.admin import AlterClientQuotasRequest, DescribeClientQuotasRequest

from exchange.errors import TransportError
from exchange.topic_log.access import Operation, Permission, Resource
from exchange.topic_log.kafka_client import new_admin, translated
from exchange.topic_log.login import MECHANISM
from exchange.topic_log.security import KafkaSecurity

ITERATIONS = 8_192
"""PBKDF2 rounds of a stored password; the passwords are random, 256 bits."""

WRITTEN = "producer_byte_rate"
"""The one quota that we set: what an agency reads is its own receipts."""
EXACTLY = 0

_OPERATIONS = {Operation.READ: ACLOperation.READ, Operation.WRITE: ACLOperation.WRITE}
_RESOURCES = {Resource.TOPIC: ResourceType.TOPIC, Resource.GROUP: ResourceType.GROUP}
_NO_SUCH_LOGIN = "Attempt to delete a user credential that does not exist"


class KafkaAccess:
    """BrokerAccess on a real broker; see there for what is promised."""

    def __init__(self, servers: Sequence[str], security: KafkaSecurity) -> None:
        self._admin = new_admin(servers, security)

    def let_in(self, principal: str, password: str) -> None:
        self._change_login(UserScramCredentialUpsertion(principal, MECHANISM, password, iterations=ITERATIONS))

    def allow(self, permissions: Sequence[Permission]) -> None:
        with translated("adding permissions"):
            answer = self._admin.create_acls([_acl(one) for one in permissions])
        if answer["failed"]:
            kinds = ", ".join(sorted({type(error).__name__ for _, error in answer["failed"]}))
            raise TransportError(f"{len(answer['failed'])} permissions were not added: {kinds}")

    def of(self, principal: str) -> list[Permission]:
        with translated("listing permissions"):
            found, error = self._admin.describe_acls(_all_of(principal))
        if error.errno:
            raise TransportError(f"listing permissions: {error.__name__}")
        return sorted((_permission(acl) for acl in found), key=lambda one: (one.resource, one.name, one.operation))

    def limit(self, principal: str, bytes_per_second: int) -> None:
        change = (WRITTEN, float(bytes_per_second), False)
        request = AlterClientQuotasRequest(entries=[([("user", principal)], [change])], validate_only=False)
        with translated("limiting a principal"):
            answer = self._asked(request)
        for entry in answer.entries:
            if entry.error_code:
                raise TransportError(f"limiting a principal: the broker answers with error {entry.error_code}")

    def limit_of(self, principal: str) -> int | None:
        request = DescribeClientQuotasRequest(components=[("user", EXACTLY, principal)], strict=True)
        with translated("asking for a principal's limit"):
            answer = self._asked(request)
        values = [one.value for entry in answer.entries or () for one in entry.values if one.key == WRITTEN]
        return int(values[0]) if values else None

    def withdraw(self, principal: str) -> int:
        self._change_login(UserScramCredentialDeletion(principal, MECHANISM))
        with translated("taking permissions away"):
            [(_, taken, error)] = self._admin.delete_acls([_all_of(principal)])
        if error.errno:
            raise TransportError(f"taking permissions away: {error.__name__}")
        return len(taken)

    def close(self) -> None:
        self._admin.close()

    def _asked(self, request: Any) -> Any:
        """Put a request that kafka-python 3.0.12 can write and read, but has no method for, the way its methods do."""
        return self._admin._manager.run(self._admin._manager.send, request)

    def _change_login(self, change: Any) -> None:
        with translated("changing a login"):
            answers = self._admin.alter_user_scram_credentials([change])
        for refusal in answers.values():
            if refusal is not None and _NO_SUCH_LOGIN not in refusal:
                raise TransportError(f"changing a login: {refusal}")


def _acl(permission: Permission) -> Any:
    pattern = ACLResourcePatternType.PREFIXED if permission.prefixed else ACLResourcePatternType.LITERAL
    return ACL(
        principal=f"User:{permission.principal}",
        host="*",
        operation=_OPERATIONS[permission.operation],
        permission_type=ACLPermissionType.ALLOW,
        resource_pattern=ResourcePattern(_RESOURCES[permission.resource], permission.name, pattern),
    )


def _all_of(principal: str) -> Any:
    anything = ResourcePatternFilter(ResourceType.ANY, None, ACLResourcePatternType.ANY)
    return ACLFilter(f"User:{principal}", None, ACLOperation.ANY, ACLPermissionType.ANY, anything)


def _permission(acl: Any) -> Permission:
    pattern = acl.resource_pattern
    return Permission(
        acl.principal.removeprefix("User:"),
        Operation(acl.operation.name.lower()),
        Resource(pattern.resource_type.name.lower()),
        pattern.resource_name,
        pattern.pattern_type is ACLResourcePatternType.PREFIXED,
    )
