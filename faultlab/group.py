"""The broker's side of a dead member: it is put out of its group at once, where the broker would wait ten seconds."""

from contextlib import closing, suppress

from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType, MemberToRemove
from kafka.errors import KafkaError

GROUPS = ("hub.intake.urgent", "hub.intake.events")


def put_out(server: str) -> None:
    """Put every member out of the hub's groups, as the end of their sessions does; those that live join again.

    A broker that does not answer is left alone: the sessions then end by themselves.
    """
    with suppress(KafkaError, OSError), closing(KafkaAdminClient(bootstrap_servers=[server])) as admin:
        for group, told in admin.describe_groups(list(GROUPS)).items():
            members = [MemberToRemove(member_id=one["member_id"]) for one in told["members"]]
            if members:
                admin.remove_group_members(group, members)


def stamp_by_broker(server: str, topics: list[str]) -> None:
    """Have the broker write its own time on each message of these topics, whatever time the sender says it is."""
    wanted = {"message.timestamp.type": "LogAppendTime"}
    with closing(KafkaAdminClient(bootstrap_servers=[server])) as admin:
        admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, configs=wanted) for topic in topics])


def drop(server: str, topics: list[str]) -> None:
    """Delete topics, so that the next round's hubs do not find them."""
    with closing(KafkaAdminClient(bootstrap_servers=[server])) as admin:
        admin.delete_topics(topics)
