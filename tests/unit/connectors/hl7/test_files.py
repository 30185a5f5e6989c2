"""HL7 files come in many wrappings; the messages inside are the same."""

import pytest

from connectors.hl7.files import RawMessage, messages

FIRST = b"MSH|^~\\&|A\rEVN|A01\rPID|1"
SECOND = b"MSH|^~\\&|B\rPID|2"


def contents(content: bytes) -> list[bytes]:
    return [message.content for message in messages(content)]


@pytest.mark.parametrize("ending", [b"\r", b"\n", b"\r\n", b"\r\r"])
def test_any_line_end_separates_segments(ending: bytes) -> None:
    assert contents(FIRST.replace(b"\r", ending)) == [FIRST]


@pytest.mark.parametrize("gap", [b"\r", b"\n\n", b"\r\n", b"\x1c\r\x0b", b"\x1c\x0b"])
def test_each_header_begins_a_message(gap: bytes) -> None:
    assert contents(FIRST + gap + SECOND) == [FIRST, SECOND]


def test_mllp_framing_is_taken_off() -> None:
    assert contents(b"\x0b" + FIRST + b"\x1c\r") == [FIRST]


def test_file_and_batch_envelopes_are_no_messages() -> None:
    wrapped = b"\r".join([b"FHS|^~\\&|", b"BHS|^~\\&|", FIRST, SECOND, b"BTS|2", b"FTS|1"])
    assert contents(wrapped) == [FIRST, SECOND]


def test_a_byte_order_mark_and_indented_segments_are_read() -> None:
    assert contents(b"\xef\xbb\xbf" + FIRST.replace(b"\r", b"\r    ")) == [FIRST]


def test_text_before_the_first_header_counts_as_a_message_of_its_own() -> None:
    assert contents(b"PID|9\r" + SECOND) == [b"PID|9", SECOND]


@pytest.mark.parametrize("content", [b"", b"\r\n\r\n", b"\x0b\x1c\r", b"FHS|\rFTS|"])
def test_a_file_without_segments_has_no_messages(content: bytes) -> None:
    assert contents(content) == []


def test_messages_are_numbered_from_one() -> None:
    assert [message.number for message in messages(FIRST + b"\r" + SECOND)] == [1, 2]


def header(charset: str) -> bytes:
    return f"MSH|^~\\&|A|B|C|D|E||ADT^A01|1|P|2.4||||||{charset}\rPID|||1||M".encode()


@pytest.mark.parametrize(
    ("charset", "written"),
    [
        ("", "utf-8"),
        ("UNICODE UTF-8", "utf-8"),
        ("ASCII", "utf-8"),
        ("8859/1", "iso-8859-1"),
        ("8859/1~8859/2", "latin-1"),
    ],
)
def test_a_name_is_read_in_the_character_set_that_the_message_names(charset: str, written: str) -> None:
    assert RawMessage(1, header(charset) + "é".encode(written)).text().endswith("|Mé")


def test_bytes_outside_the_named_character_set_are_an_error() -> None:
    with pytest.raises(UnicodeDecodeError):
        RawMessage(1, header("UNICODE UTF-8") + b"\xe9").text()


def test_an_unknown_character_set_is_an_error() -> None:
    with pytest.raises(LookupError):
        RawMessage(1, header("KLINGON")).text()
