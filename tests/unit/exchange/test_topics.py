"""Names of topics, and the lane of each event."""

import re

import pytest

from exchange import INBOUND, Lane, agency_of_topic, for_agency, lane_of
from exchange.errors import EnvelopeMalformed
from exchange.topics import lane_of_topic


def test_an_agency_has_four_topics() -> None:
    assert for_agency("northshire-police").all() == (
        "agency.northshire-police.events",
        "agency.northshire-police.urgent",
        "agency.northshire-police.receipts",
        "agency.northshire-police.notices",
    )


@pytest.mark.parametrize("agency_id", ["ab", "AB-c", "a.b.c", "a" * 65, "abc\n", ""])
def test_an_id_outside_the_contract_has_none(agency_id: str) -> None:
    with pytest.raises(EnvelopeMalformed):
        for_agency(agency_id)


def test_a_topic_says_whose_it_is_and_which_lane() -> None:
    assert agency_of_topic("agency.st-mary.urgent") == "st-mary"
    assert lane_of_topic("agency.st-mary.urgent") is Lane.URGENT


@pytest.mark.parametrize(
    "topic", ["agency.st-mary", "agency.st-mary.other", "x.agency.st-mary.events", "agency.A.events"]
)
def test_another_name_is_no_topic_of_ours(topic: str) -> None:
    with pytest.raises(EnvelopeMalformed):
        agency_of_topic(topic)


def test_the_hub_reads_what_agencies_write_and_nothing_else() -> None:
    read = [topic for topic in for_agency("st-mary").all() if re.fullmatch(INBOUND, topic)]
    assert read == ["agency.st-mary.events", "agency.st-mary.urgent"]


@pytest.mark.parametrize(
    ("name", "lane"),
    [("concern-raised", Lane.URGENT), ("police-protection-taken", Lane.URGENT), ("attendance-concern", Lane.EVENTS)],
)
def test_an_event_has_its_lane(name: str, lane: Lane) -> None:
    assert lane_of(name) is lane
