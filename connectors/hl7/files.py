"""HL7 files as bytes: framing, line ends, batches and character sets; one or many messages come out as text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MLLP_START = b"\x0b"
MLLP_END = b"\x1c"
ENVELOPES = (b"FHS", b"BHS", b"BTS", b"FTS")
"""Segments that wrap messages in files and batches (HL7 2.5, chapter 2.10.3); they say nothing of a patient."""

CHARSETS = {
    "": "utf-8",
    "ASCII": "utf-8",
    "UNICODE UTF-8": "utf-8",
    "UTF-8": "utf-8",
    "8859/1": "iso-8859-1",
    "8859/2": "iso-8859-2",
    "8859/15": "iso-8859-15",
    "WINDOWS-1252": "cp1252",
    "CP1252": "cp1252",
}
"""MSH-18 (table 0211). ASCII is read as UTF-8, of which it is a part."""


@dataclass(frozen=True, slots=True)
class RawMessage:
    """One message: its segments as bytes, joined by carriage returns. `number` counts from 1 in its file."""

    number: int
    content: bytes

    def text(self) -> str:
        """Return the message as text.

        Raises:
            LookupError: MSH-18 names a character set that is not known here.
            UnicodeDecodeError: the bytes are not in that character set.
        """
        return self.content.decode(CHARSETS[self.charset()])

    def charset(self) -> str:
        """Return MSH-18's first value in capitals; "" where there is none."""
        header = self.content.split(b"\r", 1)[0]
        fields = header.split(header[3:4]) if len(header) > 3 else []
        return fields[17].split(b"~")[0].decode("ascii", "replace").strip().upper() if len(fields) > 17 else ""


def messages(content: bytes) -> Iterator[RawMessage]:
    """Yield the messages of a file in order; what stands before the first MSH counts as a message of its own."""
    for number, segments in enumerate(_grouped(_segments(content)), start=1):
        yield RawMessage(number, b"\r".join(segments))


def _segments(content: bytes) -> Iterator[bytes]:
    plain = content.removeprefix(b"\xef\xbb\xbf").replace(MLLP_START, b"\r").replace(MLLP_END, b"\r")
    for line in re.split(rb"[\r\n]+", plain):
        segment = line.strip(b" \t")
        if segment and not segment.startswith(ENVELOPES):
            yield segment


def _grouped(segments: Iterator[bytes]) -> Iterator[list[bytes]]:
    group: list[bytes] = []
    for segment in segments:
        if segment.startswith(b"MSH") and group:
            yield group
            group = []
        group.append(segment)
    if group:
        yield group
