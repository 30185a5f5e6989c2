"""The sample day's input: what seven agencies' systems would have written about one family, and about others.

The family's eighteen months are in `said/`: small things at one school, missed appointments, calls to the police on
which nobody asked for children, an injury with two accounts; then referral, enquiry, conference and plan. Around them
are two hundred children of whom the hub learns ordinary things, or nothing.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from demo import background, documents, hospital_files, police_files, school_files, unclear
from demo.cases import cases
from demo.dates import Calendar
from demo.documents import Document, told
from demo.people import Child, family
from demo.population import Population, population
from demo.said import said
from demo.school_files import MEADOW, QUAYSIDE, QUAYSIDE_MAPPING, School

SEED = 2013
IN_CASES = 7
"""One background child in so many has a case with children's social care."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One folder of files, for one run of a connector (`hub-connect CONNECTOR --from FOLDER`) for one agency."""

    agency_id: str
    connector: str
    folder: Path
    mapping: Path | None = None


def write(folder: Path, today: date, seed: int = SEED) -> tuple[Batch, ...]:
    """Write the story's files and return the batches in the order in which they should be sent.

    Args:
        folder: made if need be; files of the same names are overwritten.
        today: the story's last day, a local date; every date in it is counted back from here.
        seed: the same seed and day write the same bytes.
    """
    told_of = _Told(Calendar(today), family(today), population(today, seed), Random(seed))
    social_care, community, police, meadow, quayside, hospital, adt, homes = batches = _batches(folder)
    documents.write(social_care.folder, told_of.social_care())
    documents.write(community.folder, told_of.health_visiting())
    documents.write(police.folder, told_of.police())
    told_of.write_meadow(meadow.folder)
    told_of.write_quayside(quayside.folder)
    documents.write(hospital.folder, told_of.clinicians())
    hospital_files.write(adt.folder, told_of.visits())
    documents.write(homes.folder, told_of.housing())
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


@dataclass(frozen=True, slots=True)
class _Told:
    """The family's part and the background's, put together for each agency."""

    calendar: Calendar
    family: Mapping[str, Child]
    others: Population
    random: Random

    def social_care(self) -> list[Document]:
        return [*self._of_family("northshire-csc", "C"), *cases(self.calendar, self._with_case(), self.random)]

    def health_visiting(self) -> list[Document]:
        ordinary = background.health(self.calendar, self.others.young, 16, self.random)
        return [*self._of_family("northshire-community", "HV"), *ordinary]

    def police(self) -> list[Document]:
        ordinary = background.police(self.calendar, self.others.all, 22, self.random)
        doubtful = [
            unclear.namesake(self.calendar, self._with_case()[1]),
            unclear.too_secret(self.calendar, self._with_case()[5]),
        ]
        return [*police_files.occurrences(self.calendar, self.family), *ordinary, *doubtful]

    def clinicians(self) -> list[Document]:
        doubtful = [
            unclear.mistyped(self.calendar, self._with_case()[2]),
            unclear.twins(self.calendar, self.others.young[0]),
        ]
        return [*self._of_family("northshire-hospital", "H"), *doubtful]

    def visits(self) -> list[hospital_files.Visit]:
        tables = said("northshire-hospital")["visit"]
        own = [hospital_files.visit(table, self.calendar, self.family[table["who"]]) for table in tables]
        return [*own, *background.visits(self.calendar, self.others.all, 60, self.random)]

    def housing(self) -> list[Document]:
        doubtful = [
            unclear.other_number(self.calendar, self._with_case()[3]),
            unclear.elsewhere(self.calendar, self._with_case()[4]),
            unclear.nobody(self.calendar),
        ]
        return [*self._of_family("northbridge-homes", "T"), *doubtful]

    def write_meadow(self, folder: Path) -> None:
        self._write_school(folder, MEADOW, self.family["rowan"], self.others.meadow, 18)

    def write_quayside(self, folder: Path) -> None:
        self._write_school(folder, QUAYSIDE, self.family["skye"], self.others.quayside, 8)

    def _write_school(self, folder: Path, school: School, own: Child, others: list[Child], count: int) -> None:
        calendar, random = self.calendar, self.random
        concerns = school_files.concerns(school, calendar, own)
        attendance = school_files.attendance(school, calendar, own)
        roll = [school_files.joined(school, calendar, pupil) for pupil in (own, *others)]
        logged = [*concerns, *background.concerns(school, calendar, others, count, random)]
        missed = [*attendance, *background.attendance(school, calendar, others, count, random)]
        for name, rows in (("concerns", logged), ("attendance", missed), ("roll", roll)):
            school_files.write(folder / f"{name}.csv", rows)

    def _of_family(self, agency_id: str, prefix: str) -> list[Document]:
        return told(agency_id, prefix, self.calendar, self.family)

    def _with_case(self) -> list[Child]:
        return self.others.all[::IN_CASES]


def _batches(folder: Path) -> tuple[Batch, ...]:
    """Social care comes first: contextual events are admitted only of children whose case is open."""
    batches = (
        Batch("northshire-csc", "json", folder / "social-care"),
        Batch("northshire-community", "json", folder / "health-visiting"),
        Batch("northshire-police", "police", folder / "police"),
        Batch("meadow-primary", "school", folder / "meadow"),
        Batch("quayside-infant", "school", folder / "quayside", QUAYSIDE_MAPPING),
        Batch("northshire-hospital", "json", folder / "clinicians"),
        Batch("northshire-hospital", "hl7", folder / "hospital"),
        Batch("northbridge-homes", "json", folder / "housing"),
    )
    for batch in batches:
        batch.folder.mkdir(parents=True, exist_ok=True)
    return batches


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
