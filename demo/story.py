"""The sample day's input: what four agencies' systems would have written about one family in the last six weeks."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from demo import documents, hospital_files, police_files, school_files, social_care_files
from demo.dates import Calendar
from demo.people import background, family

SEED = 2013


@dataclass(frozen=True, slots=True)
class Batch:
    """One folder of files, for one run of a connector (`hub-connect CONNECTOR --from FOLDER`) for one agency."""

    agency_id: str
    connector: str
    folder: Path


def write(folder: Path, today: date, seed: int = SEED) -> tuple[Batch, ...]:
    """Write the story's files and return the batches in the order in which they should be sent.

    Args:
        folder: made if need be; files of the same names are overwritten.
        today: the story's last day, a local date; every date in it is counted back from here.
        seed: the same seed and day write the same bytes.
    """
    calendar, (rowan, finn), others = Calendar(today), family(today), background(today, seed)
    batches = _batches(folder)
    social_care, health, police, school, hospital = batches
    documents.write(social_care.folder, social_care_files.social_care(calendar, rowan, finn))
    documents.write(health.folder, social_care_files.health_visiting(calendar, finn))
    documents.write(police.folder, police_files.police(calendar, rowan, finn))
    school_files.write(school.folder, calendar, rowan, others)
    hospital_files.write(hospital.folder, calendar, rowan, finn, others)
    return batches


def agencies() -> list[dict[str, Any]]:
    """Return the agencies of the story: id, type, name, area, duty_contact."""
    return list(_read("agencies.toml")["agency"])


def sandbox() -> list[dict[str, Any]]:
    """Return the agency that integrators send samples from; it takes no part in the story."""
    return list(_read("sandbox.toml")["agency"])


def users() -> list[dict[str, Any]]:
    """Return the people who sign in: id, name, agency, role; the sandbox's system account is nobody to sign in as."""
    return [user for user in _read("users.toml")["user"] if user["role"] != "operator"]


def _batches(folder: Path) -> tuple[Batch, ...]:
    """Social care comes first: contextual events are admitted only of children whose case is open."""
    batches = (
        Batch("northshire-csc", "json", folder / "social-care"),
        Batch("northshire-hospital", "json", folder / "health-visiting"),
        Batch("northshire-police", "json", folder / "police"),
        Batch("meadow-primary", "school", folder / "school"),
        Batch("northshire-hospital", "hl7", folder / "hospital"),
    )
    for batch in batches:
        batch.folder.mkdir(parents=True, exist_ok=True)
    return batches


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
