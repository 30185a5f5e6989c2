"""An agency joins: its credentials folder first, then its topics and its place on the broker, last its record."""

from collections.abc import Callable
from pathlib import Path

from exchange.agency_folder import AgencyFolder, read_agency_folder, write_agency_folder
from exchange.keys import public_part
from exchange.topic_log.port import TopicLog
from exchange.topics import topics_to_make
from hub.cli.parts import Store
from hub.domain.errors import Conflict
from hub.record.agencies import is_registered, register_agency
from hub.views.model import AgencyRow

Admit = Callable[[AgencyFolder], object]


def join(store: Store, log: TopicLog, agency: AgencyRow, folder: Path, admit: Admit = lambda _: None) -> AgencyFolder:
    """Let an agency join; what an interrupted try has left behind is used.

    Args:
        admit: lets its principal in to the broker, before the hub knows the agency.

    Raises:
        Conflict: an agency of that id has joined already.
    """
    if is_registered(store.record, agency.agency_id):
        raise Conflict(f"{agency.agency_id} is registered already: see `hub agency list`")
    credentials = _folder(store, agency, folder)
    make_topics(log, agency.agency_id, store.settings.partitions)
    admit(credentials)
    register_agency(
        store.record,
        store.keys,
        agency_id=agency.agency_id,
        agency_type=agency.agency_type,
        name=agency.name,
        area=agency.area,
        duty_contact=agency.duty_contact,
        public_jwk=public_part(credentials.signing_key),
        at=store.clock(),
    )
    return credentials


def _folder(store: Store, agency: AgencyRow, folder: Path) -> AgencyFolder:
    if (folder / "agency.json").exists():
        return read_agency_folder(folder)
    keys = (store.keys.opening_key.as_dict(private=False), store.keys.signing_key.as_dict(private=False))
    return write_agency_folder(
        folder,
        agency_id=agency.agency_id,
        agency_type=agency.agency_type,
        name=agency.name,
        hub_id=store.settings.id,
        hub_keys=keys,
    )


def make_topics(log: TopicLog, agency_id: str, partitions: int) -> None:
    """Make an agency's four topics, where they are not there yet."""
    log.create_topics(topics_to_make(agency_id, partitions))
