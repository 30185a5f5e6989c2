"""An answer names the message it answers, in its own words, and says of a fault where it is."""

from datetime import UTC, datetime

import hl7
import pytest

from connectors.mllp import Fault, Verdict, answered
from connectors.mllp.answers import FaultCode

NOW = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
SENT = b"MSH|^~\\&|NORTHPAS|NSH|HUB|NORTHSHIRE|20260302||ADT^A04|M-1|T|2.3\rPID|1"


def read(said: bytes) -> hl7.Message:
    return hl7.parse(said.decode("ascii"))


def test_a_taken_message_is_answered_with_its_control_id() -> None:
    said = read(answered(SENT, Verdict.TAKEN, NOW))
    assert (str(said.segment("MSA")[1]), str(said.segment("MSA")[2])) == ("AA", "M-1")


def test_an_answer_goes_back_to_who_asked_in_the_version_and_mode_asked_in() -> None:
    header = read(answered(SENT, Verdict.TAKEN, NOW)).segment("MSH")
    assert [str(header[number]) for number in (3, 4, 5, 6)] == ["HUB", "NORTHSHIRE", "NORTHPAS", "NSH"]
    assert (str(header[9]), str(header[11]), str(header[12])) == ("ACK^A04^ACK", "T", "2.3")
    assert str(header[7]) == "20260302160000+0000"


def test_a_fault_names_its_field_its_code_and_its_reason() -> None:
    fault = Fault(FaultCode.REQUIRED_FIELD, "PID-7", "is missing: nobody can tell")
    error = read(answered(SENT, Verdict.REJECTED, NOW, (fault,))).segment("ERR")
    assert str(error[2]) == "PID^1^7"
    assert str(error[3]).startswith("101^")
    assert (str(error[4]), str(error[8])) == ("E", "PID-7 is missing: nobody can tell")


def test_a_fault_of_a_whole_segment_names_the_segment() -> None:
    fault = Fault(FaultCode.SEGMENT_SEQUENCE, "PID", "is missing")
    assert b"|PID^1|100^" in answered(SENT, Verdict.REJECTED, NOW, (fault,))


def test_delimiters_in_a_reason_are_escaped() -> None:
    fault = Fault(FaultCode.DATA_TYPE, "/children/0", "is a|b^c&d")
    assert b"/children/0 is a\\F\\b\\S\\c\\T\\d" in answered(SENT, Verdict.REJECTED, NOW, (fault,))


def test_other_delimiters_are_answered_with_the_usual_ones() -> None:
    said = read(answered(b"MSH*!@/%*APP*FAC***20260101**ADT!A04*7*P*2.4\r", Verdict.TAKEN, NOW))
    assert str(said.segment("MSH")[9]) == "ACK^A04^ACK"
    assert str(said.segment("MSA")[2]) == "7"


@pytest.mark.parametrize("content", [b"", b"hello", b"MSH", b"MSH|", b"PID|1", b"\xff\xfe"])
def test_what_has_no_header_is_answered_without_a_control_id(content: bytes) -> None:
    said = read(answered(content, Verdict.REJECTED, NOW))
    assert (str(said.segment("MSA")[1]), str(said.segment("MSA")[2])) == ("AR", "")


def test_nothing_of_the_patient_is_repeated() -> None:
    content = SENT + b"|Ashdown\rEVN|Ashdown"
    assert b"Ashdown" not in answered(content, Verdict.TAKEN, NOW, remark="left out: an adult")
    assert b"left out: an adult" in answered(content, Verdict.TAKEN, NOW, remark="left out: an adult")
