"""An outbox with messages that stand in every way, and how they stand."""

from datetime import datetime

import pytest
from builders.kept import KeptMessages

from connectors.sending import Sender
from connectors.watch import Watched
from exchange.agency_folder import AgencyFolder
from exchange.outbox_view import OutboxView, Standing


@pytest.fixture
def kept(sender: Sender) -> KeptMessages:
    return KeptMessages(sender)


@pytest.fixture
def watched(folder: AgencyFolder) -> Watched:
    return Watched(folder.agency_id, folder.outbox_path)


@pytest.fixture
def late(kept: KeptMessages) -> datetime:
    """When two messages are late."""
    return kept.in_every_way()


@pytest.fixture
def standing(watched: Watched, late: datetime) -> Standing:
    view = OutboxView(watched.outbox)
    standing = view.standing(late)
    view.close()
    return standing
