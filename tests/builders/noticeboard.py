"""What a sample hub tells its agencies unasked: asked for, stated, and read as it stands in the store."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from builders.intake import SampleIntake

from exchange.messages import Message
from exchange.notices import Notice, NoticeType
from exchange.statements import DayStatement
from hub.bootstrap.telling import notice_composer, open_days, open_history, open_notices


def notices(hub: SampleIntake, agency: str) -> list[Notice]:
    """Every notice to an agency, in order."""
    with hub.store.record.database.read() as cursor:
        return open_notices(hub.store).of_agency(cursor, agency, 0, 1000)


def composed(hub: SampleIntake, agency: str) -> list[Message]:
    """The same as they stand on the topic."""
    return [notice_composer(hub.store)(notice) for notice in notices(hub, agency)]


def asked(hub: SampleIntake, agency: str) -> list[list[str]]:
    """Have the hub ask what it may by now; returns the ids in each request to an agency so far."""
    open_history(hub.store).ask()
    requests = [one for one in notices(hub, agency) if one.type == NoticeType.HISTORY_REQUESTED]
    return [[wanted["id"] for wanted in one.data["messages"]] for one in requests]


def stated(hub: SampleIntake, agency: str, day: date) -> DayStatement:
    """Have the hub state a day to an agency."""
    return open_days(hub.store).state(agency, day)


def accesses(hub: SampleIntake) -> list[Mapping[str, Any]]:
    """Every access on record."""
    with hub.store.record.database.read() as cursor:
        return [one.to_json() for one in hub.store.audit.records(cursor, limit=1000).records]
