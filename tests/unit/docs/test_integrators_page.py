"""The integrators' page explains every problem that the code can answer, names what exists, and leads nowhere wrong."""

import re
from pathlib import Path

import pytest

from connectors.catalogue import Connector
from connectors.cli import SCHEMES
from demo.event_table import PAGE, page
from exchange.errors import ExchangeError
from exchange.limits import LIMITS, MAX_MESSAGE_BYTES, MAX_SIGNATURE_CHARACTERS
from exchange.receipts import ReceiptOutcome
from exchange.schema_faults import MOST_FAULTS
from exchange.schemas import load
from exchange.topics import Lane
from hub.api.errors import Unauthenticated
from hub.api.problems import KINDS
from hub.domain.errors import HubError
from hub.intake.arrivals import DataInvalid

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "integrators.md").read_text(encoding="utf-8")
WIRE, HTTP = (TEXT.partition(f"### {title}")[2].partition("\n###")[0] for title in ("In a receipt", "Over HTTP"))
TOLD_AS_CONSTANTS = re.compile(r'PROBLEMS \+ "([a-z-]+)"')
LINKS = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
ANCHORS = re.compile(r"\]\(#([^)]+)\)")


def family(root: type) -> set[type]:
    """A class of errors and all that are made from it, wherever they stand."""
    return {root}.union(*(family(child) for child in root.__subclasses__()))


def constants() -> set[str]:
    """The codes that intake gives without an error of the wire."""
    return {
        code
        for file in (ROOT / "hub" / "intake").glob("*.py")
        for code in TOLD_AS_CONSTANTS.findall(file.read_text(encoding="utf-8"))
    }


def explained(text: str) -> set[str]:
    """The codes in the first cells of the tables of a text."""
    cells = re.findall(r"^\| (`[^|]+) \|", text, re.MULTILINE)
    return {code for cell in cells for code in re.findall(r"`([a-z-]+)`", cell)}


def test_every_problem_of_a_receipt_is_explained() -> None:
    assert DataInvalid in family(ExchangeError)
    assert constants() >= {"content-conflict", "not-admitted", "hub-fault"}
    codes = {error.code for error in family(ExchangeError)} | constants()
    assert not codes - explained(TEXT)


def test_every_problem_over_http_is_explained() -> None:
    assert Unauthenticated in family(HubError)
    assert not (set(KINDS) | {"hub-error"}) - explained(HTTP)


@pytest.mark.parametrize("code", sorted(KINDS))
def test_a_problem_over_http_is_explained_with_the_status_that_it_has(code: str) -> None:
    (row,) = re.findall(rf"^\| [^|]*`{code}`[^|]* \|.*$", HTTP, re.MULTILINE)
    assert f" {KINDS[code].status} " in row


def test_no_problem_is_explained_that_the_code_does_not_have() -> None:
    codes = {error.code for error in family(ExchangeError)} | constants()
    assert not {code for code in explained(WIRE) if code != "code"} - codes
    assert not explained(HTTP) - set(KINDS) - {"hub-error"}


def test_every_outcome_every_topic_and_every_connector_is_named() -> None:
    assert all(f"| `{outcome}` |" in TEXT for outcome in ReceiptOutcome)
    assert all(f"`agency.<agency_id>.{lane}`" in TEXT for lane in Lane)
    assert all(f"| `{connector}` |" in TEXT for connector in Connector)
    assert all(scheme in TEXT for scheme in SCHEMES if scheme != "https://")


def test_the_limits_on_the_page_are_those_of_the_wire() -> None:
    limits = (MAX_MESSAGE_BYTES, LIMITS.max_depth, LIMITS.max_nodes, MAX_SIGNATURE_CHARACTERS, MOST_FAULTS)
    section = TEXT.partition("## Limits")[2].partition("\n## ")[0]
    assert all(f"{limit:,}" in section for limit in limits)


@pytest.mark.parametrize("name", ["integrators.md", "events.md"])
def test_every_link_leads_to_a_file(name: str) -> None:
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert not [link for link in LINKS.findall(text) if not (ROOT / "docs" / link).exists()]


def test_every_link_inside_the_page_leads_to_a_heading() -> None:
    headings = re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE)
    slugs = {re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(ANCHORS.findall(TEXT)) <= slugs


def test_the_list_of_events_is_what_the_schemas_say_today() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(load()), "write it anew with `make docs`"
