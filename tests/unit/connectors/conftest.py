"""An agency with its credentials and a hub's keys, made anew for each test, and builders of what it reads."""

from collections.abc import Callable
from pathlib import Path

import pytest

from connectors.sending import Sender
from exchange.agency_folder import AgencyFolder, write_agency_folder
from exchange.keys import Jwk, generate_sealing_key, generate_signing_key, public_part
from exchange.outbox import Outbox
from exchange.schemas import load

Build = Callable[..., bytes]


@pytest.fixture
def hub_sealing_key() -> Jwk:
    return generate_sealing_key()


@pytest.fixture
def folder(tmp_path: Path, hub_sealing_key: Jwk) -> AgencyFolder:
    return write_agency_folder(
        tmp_path / "agency",
        agency_id="meadow-primary",
        agency_type="school",
        name="Meadow Primary School",
        hub_id="hub-northshire",
        hub_keys=(public_part(hub_sealing_key), public_part(generate_signing_key())),
    )


@pytest.fixture
def outbox(folder: AgencyFolder) -> Outbox:
    return Outbox(folder.outbox_path)


@pytest.fixture
def sender(folder: AgencyFolder, outbox: Outbox) -> Sender:
    return Sender(folder, outbox, load())


@pytest.fixture
def adt() -> Build:
    """Build an ADT message of a child's attendance; any part may be set otherwise."""

    def build(
        trigger: str = "ADT^A04",
        born: str = "20170514",
        numbers: str = "H-1^^^NSH^MR~9990123454^^^NHS^NH",
        name: str = "Ashdown^Rowan^Elise",
        header: str = "MSH|^~\\&|NORTHPAS|NSH|HUB|N|20260118194400",
        control: str = "M-1",
        event: str = "EVN||20260118194300",
        visit: str = "PV1||E|ED^^^Northshire Hospital",
        pid_tail: str = "",
        processing: str = "P",
        more: tuple[str, ...] = (),
    ) -> bytes:
        pid = f"PID|||{numbers}||{name}||{born}|F|||4 Larch Close^^Northbridge^^NX4 7QL{pid_tail}"
        return "\r".join([f"{header}||{trigger}|{control}|{processing}|2.4", event, pid, visit, *more]).encode()

    return build
