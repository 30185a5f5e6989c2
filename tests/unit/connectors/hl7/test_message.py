"""A message is asked by segment, field and component, whatever its delimiters."""

import pytest

from connectors.drafts import Refused, Unusable
from connectors.hl7.files import RawMessage
from connectors.hl7.message import MOST_PARTS, Message, parse
from connectors.hl7.translate import translate

HEADER = "MSH|^~\\&|APP|FAC|||20260101||ADT^A04|7|P|2.4\r"


def message(body: str, header: str = HEADER) -> Message:
    return parse(RawMessage(1, (header + body).encode()))


def test_a_field_is_found_by_its_number() -> None:
    found = message("PID|1||123^^^NSH^MR~999^^^NHS^NH||Ashdown^Rowan").segment("PID")
    assert found.text(5, 1) == "Ashdown"
    assert found.text(5, 2) == "Rowan"
    assert [found.component(repeat, 5) for repeat in found.repeats(3)] == ["MR", "NH"]


def test_the_headers_own_fields_count_its_delimiter_as_the_first() -> None:
    header = message("PID|1").segment("MSH")
    assert (header.text(3), header.text(9, 2), header.text(10)) == ("APP", "A04", "7")


def test_other_delimiters_are_followed() -> None:
    found = message("PID*1**123!!!NSH!MR**Ashdown!Rowan", "MSH*!@/%*APP*FAC***20260101**ADT!A04*7*P*2.4\r")
    assert found.segment("PID").text(5, 2) == "Rowan"
    assert found.segment("MSH").text(9, 2) == "A04"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("O\\T\\Dea", "O&Dea"),
        ("A\\S\\B", "A^B"),
        ("A\\F\\B", "A|B"),
        ("A\\R\\B", "A~B"),
        ("A\\E\\B", "A\\B"),
        ("A\\.br\\B", "A\nB"),
        ("A\\Z9\\B", "AB"),
    ],
)
def test_escapes_are_read(written: str, read: str) -> None:
    assert message(f"PID|1||||{written}").segment("PID").text(5) == read


def test_an_explicit_null_is_empty() -> None:
    found = message('PID|1||""||""^Rowan').segment("PID")
    assert found.repeats(3) == []
    assert found.text(5, 1) == ""


def test_what_is_absent_is_empty() -> None:
    found = message("PID|1")
    assert found.segment("PID").text(30, 4, 2) == ""
    assert found.segment("ZZZ").text(1) == ""
    assert not found.has("ZZZ")


def test_every_segment_of_a_name_is_found() -> None:
    assert [dg1.text(3) for dg1 in message("DG1|1||S1\rDG1|2||S2").all("DG1")] == ["S1", "S2"]


@pytest.mark.parametrize("content", [b"", b"PID|1", b"MSH", b"MSH|", b"MS", b"hello"])
def test_what_is_no_message_is_refused_by_its_header(content: bytes) -> None:
    found = translate(RawMessage(1, content))
    assert isinstance(found, Refused)
    assert found.reasons[0].field.startswith("MSH")


def test_bytes_of_another_character_set_name_the_field_that_should_tell() -> None:
    with pytest.raises(Unusable) as caught:
        parse(RawMessage(1, HEADER.encode() + b"PID|1||||M\xe9"))
    assert caught.value.reason.field == "MSH-18"


def test_a_message_of_more_parts_than_any_real_one_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(Unusable, match="more than 50000 parts"):
        message("PID|1||" + "^" * MOST_PARTS)
