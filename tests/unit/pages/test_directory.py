"""The directory at hand."""

from collections.abc import Sequence

from eventsourcing.persistence import OperationalError

from hub.pages.directory import Directory
from hub.views.model import AgencyRow

POLICE = AgencyRow("northshire-police", "police", "Northshire Police", "northshire", "01632 960 101")


def test_agencies_are_read_anew_each_time() -> None:
    held: list[AgencyRow] = []
    directory = Directory(lambda: held)
    assert directory.agencies() == ()
    held.append(POLICE)
    assert directory.names() == {"northshire-police": "Northshire Police"}


def test_the_agencies_last_read_stay_at_hand_when_the_store_does_not_answer() -> None:
    answers: list[Sequence[AgencyRow]] = [[POLICE]]

    def read() -> Sequence[AgencyRow]:
        if not answers:
            raise OperationalError("the store is down")
        return answers.pop()

    directory = Directory(read)
    assert directory.agencies() == (POLICE,)
    assert directory.agencies() == (POLICE,)
