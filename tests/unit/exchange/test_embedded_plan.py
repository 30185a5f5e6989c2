"""How partitions are shared among the members of a group."""

from exchange.topic_log.embedded_plan import plan
from exchange.topic_log.port import Subscription

ALL = Subscription(("t",))


def loads(chosen: dict[tuple[str, int], str]) -> list[int]:
    return sorted(list(chosen.values()).count(member) for member in set(chosen.values()))


def test_one_member_has_everything_it_reads() -> None:
    assert plan({"a": ALL}, {"t": 2, "u": 2}, {}) == {("t", 0): "a", ("t", 1): "a"}


def test_members_share_evenly() -> None:
    assert loads(plan({"a": ALL, "b": ALL, "c": ALL}, {"t": 7}, {})) == [2, 2, 3]


def test_who_has_a_partition_keeps_it_unless_another_has_too_few() -> None:
    before = plan({"a": ALL, "b": ALL}, {"t": 4}, {})
    after = plan({"a": ALL, "b": ALL, "c": ALL}, {"t": 4}, before)
    moved = [where for where in before if before[where] != after[where]]
    assert loads(after) == [1, 1, 2]
    assert len(moved) == 1


def test_what_a_dead_member_had_goes_to_the_living() -> None:
    before = plan({"a": ALL, "b": ALL}, {"t": 4}, {})
    assert set(plan({"b": ALL}, {"t": 4}, before).values()) == {"b"}


def test_a_pattern_matches_the_whole_name() -> None:
    members = {"a": Subscription((), r"agency\.x\.(events|urgent)")}
    chosen = plan(
        members, {"agency.x.events": 1, "agency.x.urgent": 1, "agency.x.eventsmore": 1, "z.agency.x.events": 1}, {}
    )
    assert {topic for topic, _ in chosen} == {"agency.x.events", "agency.x.urgent"}


def test_a_member_gets_only_what_it_reads() -> None:
    chosen = plan({"a": Subscription(("t",)), "b": Subscription(("u",))}, {"t": 3, "u": 1}, {})
    assert {member for (topic, _), member in chosen.items() if topic == "t"} == {"a"}


def test_more_members_than_partitions_leave_some_without() -> None:
    assert len(plan({"a": ALL, "b": ALL, "c": ALL}, {"t": 2}, {})) == 2


def test_no_members_and_no_topics_make_no_plan() -> None:
    assert plan({}, {"t": 2}, {}) == {}
    assert plan({"a": ALL}, {}, {}) == {}
