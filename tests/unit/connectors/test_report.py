"""Counts in equal counts out, and the report says what somebody must act on."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from rich.console import Console

from connectors.drafts import Draft, LeftOut, Reason, Refused, refused
from connectors.printing import show
from connectors.report import Delivery, FileReport, Report
from connectors.sending import Put
from exchange.errors import Fault
from exchange.receipts import Problem, Receipt, ReceiptOutcome

NOW = datetime(2026, 3, 2, tzinfo=UTC)
DRAFT = Draft("line 2", "t", "s", "1", NOW, "P-1", {}, remarks=(Reason("UPN", "fails its check"),))


def receipt(outcome: ReceiptOutcome) -> Receipt:
    problem = Problem("about:blank", "An unknown child", errors=(Fault("/children/0", "is required"),))
    return Receipt("urn:agency:a-b-c:s", "1", 1, outcome, NOW, problem=problem)


@pytest.fixture
def full() -> FileReport:
    report = FileReport("concerns.csv")
    report.count(DRAFT, Put.SENT)
    report.count(DRAFT, Put.SENT_BEFORE)
    report.count(DRAFT, refused("line 2", "/headline", "is too short"))
    report.count(refused("line 3", "Sex", "is none of the values"), None)
    report.count(LeftOut("line 4", "an empty row"), None)
    report.count(LeftOut("line 5", "an empty row"), None)
    return report


def test_every_item_is_counted_once(full: FileReport) -> None:
    assert (full.read, full.sent, full.sent_before, len(full.refused)) == (6, 1, 1, 2)
    assert full.left_out == {"an empty row": 2}
    assert full.balanced


def test_rows_are_counted_beside_the_items_that_they_were_put_together_into() -> None:
    report = FileReport("occurrences.csv")
    report.count(replace(DRAFT, rows=3), Put.SENT)
    report.count(Refused("lines 5, 6", (Reason("Handling", "is empty"),), rows=2), None)
    report.count(LeftOut("line 7", "an empty row"), None)
    assert (report.read, report.rows, report.to_data()["rows"]) == (3, 6, 6)
    assert report.balanced


def test_remarks_are_made_of_what_was_sent_only(full: FileReport) -> None:
    assert full.to_data()["remarks"] == [{"place": "line 2", "field": "UPN", "reason": "fails its check"}]


def test_a_refusal_names_place_field_and_reason(full: FileReport) -> None:
    assert full.to_data()["refused"][1] == {
        "place": "line 3",
        "reasons": [{"field": "Sex", "reason": "is none of the values"}],
    }


def test_a_run_with_a_refusal_did_not_succeed(full: FileReport) -> None:
    assert not Report([full], Delivery()).succeeded
    assert Report([FileReport("empty.csv")], Delivery()).succeeded


@pytest.mark.parametrize(
    ("outcome", "succeeded"),
    [
        (ReceiptOutcome.ACCEPTED, True),
        (ReceiptOutcome.NOT_ADMITTED, True),
        (ReceiptOutcome.QUARANTINED, False),
        (ReceiptOutcome.REFUSED, False),
    ],
)
def test_what_the_hub_will_not_file_needs_somebody(outcome: ReceiptOutcome, succeeded: bool) -> None:
    delivery = Delivery()
    delivery.settle([receipt(outcome)])
    assert Report([], delivery).succeeded is succeeded
    assert delivery.to_data()["receipts"] == {outcome.value: 1}


def test_the_hubs_reasons_are_passed_on() -> None:
    delivery = Delivery()
    delivery.settle([receipt(ReceiptOutcome.QUARANTINED)])
    (problem,) = delivery.to_data()["problems"]
    assert problem["errors"] == [{"pointer": "/children/0", "detail": "is required"}]


def test_a_transport_that_failed_is_a_failure() -> None:
    assert not Report([], Delivery(failed="nobody answers")).succeeded


def test_a_refused_item_of_the_reader_and_of_the_sender_look_alike() -> None:
    assert refused("line 3", "Sex", "x") == Refused("line 3", (Reason("Sex", "x"),))


@pytest.mark.parametrize(
    ("kept", "words"), [(0, "receipts: none; waiting: 0."), (2, "receipts: none yet; waiting: 2.")]
)
def test_a_receipt_is_to_come_only_where_something_waits_for_one(kept: int, words: str) -> None:
    assert words in _printed(Delivery(kept=kept))


@pytest.mark.parametrize("failed", ["nobody answers", "nobody answers."])
def test_why_nothing_was_delivered_is_a_sentence_of_its_own(failed: str) -> None:
    assert "Not delivered: nobody answers. Everything is kept" in _printed(Delivery(failed=failed))


def _printed(delivery: Delivery) -> str:
    both = Console(file=io.StringIO(), width=200)
    show(Report([], delivery), both, both)
    assert isinstance(both.file, io.StringIO)
    return both.file.getvalue()


def test_the_name_of_a_file_is_told_whole_in_a_narrow_terminal() -> None:
    narrow, name = io.StringIO(), "emergency-protection-order-granted-in-march.json"
    show(Report([FileReport(name)], Delivery()), Console(file=narrow, width=60), Console(file=io.StringIO()))
    cells = (line.split("│")[1].strip() for line in narrow.getvalue().splitlines() if line.startswith("│"))
    assert "".join(cells) == name
