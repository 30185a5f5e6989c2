"""The samples for integrators are in step with the schemas, and tell of nobody whom the sample day knows."""

import json
from datetime import date

import pytest
from stdnum.gb import nhs, upn

from connectors import json_files
from connectors.drafts import Draft
from demo.people import family
from demo.population import population
from demo.samples import FOLDER, samples
from demo.story import SEED, agencies, sandbox
from exchange.schemas import load

NAMES = sorted(samples())
TODAY = date(2026, 3, 2)


def drafted(name: str) -> Draft:
    (draft,) = json_files.read(FOLDER / name)
    assert isinstance(draft, Draft), draft
    return draft


def test_there_is_a_sample_of_each_event_type_and_each_is_what_its_schema_says_today() -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    assert kept == dict(samples()), "write them anew with `make docs`"
    assert len(kept) == len(load().types())


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_taken_as_it_stands(name: str) -> None:
    draft = drafted(name)
    assert draft.type == f"safeguarding.{name.removesuffix('.json')}.v1"
    assert load().validate(draft.type, draft.data) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_tells_of_no_child_and_no_agency_of_the_sample_day(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    for child in (*family(TODAY).values(), *population(TODAY, SEED).all):
        assert child.nhs_number not in text
        assert child.upn is None or child.upn not in text
    assert not [word for word in ("Rowan", "Finn", "Ashdown", "Marlow", "Larch Close") if word in text]
    assert not [agency["id"] for agency in agencies() if agency["id"] in text]


@pytest.mark.parametrize("name", NAMES)
def test_numbers_in_samples_are_invented_but_well_formed(name: str) -> None:
    document = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    for child in document["data"]["children"]:
        for identifier in child.get("identifiers", []):
            check = nhs if identifier["system"] == "nhs-number" else upn
            assert check.is_valid(identifier["value"])


def test_the_sandbox_may_send_most_samples() -> None:
    (agency,) = sandbox()
    notes = [load().annotations(event_type) for event_type in load().types()]
    allowed = [note for note in notes if note.senders is None or agency["type"] in note.senders]
    assert len(allowed) > 40
