"""A hospital's credentials, for what a hospital sends."""

from pathlib import Path

import pytest

from exchange.agency_folder import AgencyFolder, write_agency_folder
from exchange.keys import Jwk, generate_signing_key, public_part


@pytest.fixture
def folder(tmp_path: Path, hub_sealing_key: Jwk) -> AgencyFolder:
    return write_agency_folder(
        tmp_path / "agency",
        agency_id="northshire-hospital",
        agency_type="health",
        name="Northshire Hospital",
        hub_id="hub-northshire",
        hub_keys=(public_part(hub_sealing_key), public_part(generate_signing_key())),
    )
