"""The names of an agency's four topics, and which lane an event travels on."""

import re
from dataclasses import dataclass
from enum import StrEnum

from exchange.errors import EnvelopeMalformed, Fault

AGENCY_ID = re.compile(r"[a-z0-9-]{3,64}", re.ASCII)
INBOUND = r"^agency\.[a-z0-9-]{3,64}\.(events|urgent)$"
"""The topics that the hub reads, as a pattern for a consumer."""

ANSWER_PARTITIONS = 1
ANY_TOPIC = re.compile(r"agency\.([a-z0-9-]{3,64})\.(events|urgent|receipts|notices)", re.ASCII)


class Lane(StrEnum):
    """The last part of a topic's name. There is no order between `events` and `urgent`."""

    EVENTS = "events"
    URGENT = "urgent"
    RECEIPTS = "receipts"
    NOTICES = "notices"


URGENT_EVENTS = frozenset(
    {"concern-raised", "police-protection-taken", "emergency-protection-order-granted", "missing-episode-started"}
)
"""What a person must see within minutes. A police-notification is not here: forces send them in bulk each
night, and a full lane is not a fast one; a force raises a concern where it means one."""


@dataclass(frozen=True, slots=True)
class AgencyTopics:
    """The names of one agency's topics."""

    events: str
    urgent: str
    receipts: str
    notices: str

    def all(self) -> tuple[str, str, str, str]:
        return (self.events, self.urgent, self.receipts, self.notices)


def for_agency(agency_id: str) -> AgencyTopics:
    """Return the topics of an agency; EnvelopeMalformed if the id is not `[a-z0-9-]{3,64}`."""
    if not AGENCY_ID.fullmatch(agency_id):
        raise EnvelopeMalformed("an agency's id is 3 to 64 of a-z, 0-9 and -", (Fault("", "not an agency id"),))
    return AgencyTopics(*(f"agency.{agency_id}.{lane}" for lane in Lane))


def topics_to_make(agency_id: str, partitions: int) -> dict[str, int]:
    """Return an agency's topics with their partitions; what answers to it is kept in one, and so in order."""
    topics = for_agency(agency_id)
    inbound = dict.fromkeys((topics.events, topics.urgent), partitions)
    return {**inbound, topics.receipts: ANSWER_PARTITIONS, topics.notices: ANSWER_PARTITIONS}


def agency_of_topic(topic: str) -> str:
    """Return the agency id in a topic's name; EnvelopeMalformed if the name is none of ours."""
    return _parts(topic)[0]


def lane_of_topic(topic: str) -> Lane:
    """Return the lane in a topic's name; EnvelopeMalformed if the name is none of ours."""
    return Lane(_parts(topic)[1])


def lane_of(event_name: str) -> Lane:
    """Return the lane on which an agency sends an event of this name (`concern-raised`)."""
    return Lane.URGENT if event_name in URGENT_EVENTS else Lane.EVENTS


def _parts(topic: str) -> tuple[str, str]:
    match = ANY_TOPIC.fullmatch(topic)
    if match is None:
        raise EnvelopeMalformed("a topic is agency.<agency_id>.<lane>", (Fault("/topic", "not a topic of the hub"),))
    return match.group(1), match.group(2)
