"""One HL7 v2 message, asked by segment, field and component; whatever is absent is an empty string."""

import re
from dataclasses import dataclass

import hl7

from connectors.drafts import Unusable
from connectors.hl7.files import RawMessage

PARSE_ERRORS = (hl7.HL7Exception, ValueError, IndexError, KeyError, AssertionError)
"""All that the parser raises on text that is no message."""

MOST_PARTS = 50_000
"""Fields, repeats, components and their parts of one message, as many as values of an event (`security.md` T7). The
parsing library takes 8 microseconds for each; an admission has some hundred."""

NULL = '""'
"""HL7's explicit null: the sender says that there is nothing."""

MARKS = (3, 4, 5, 7)
"""Where a message header names what separates fields, components, repeats and parts of components."""

PLAIN_ESCAPES = {".br": "\n", ".sp": "\n", "H": "", "N": "", "E": "\\"}


@dataclass(frozen=True, slots=True)
class Delimiters:
    """The characters that a message separates with, from MSH-1 and MSH-2."""

    field: str
    repeat: str
    component: str
    part: str
    escape: str

    def unescaped(self, text: str) -> str:
        """Return text with its escape sequences (HL7 2.5, chapter 2.7) replaced; unknown ones are taken out.

        The parsing library's own reader of escapes writes text that it cannot read to the log, so it is not used.
        """
        if not self.escape or self.escape not in text:
            return text
        mark = re.escape(self.escape)
        return re.sub(f"{mark}([^{mark}]{{0,40}}){mark}", lambda found: self._meaning(found[1]), text)

    def _meaning(self, sequence: str) -> str:
        own = {"F": self.field, "S": self.component, "T": self.part, "R": self.repeat}
        return own.get(sequence) or PLAIN_ESCAPES.get(sequence, "")


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment; fields are numbered as HL7 numbers them, repeats' components and their parts from 1."""

    fields: tuple[str, ...]
    delimiters: Delimiters

    def raw(self, field: int) -> str:
        """Return a field as it was written, escapes and all."""
        return self.fields[field] if field < len(self.fields) else ""

    def repeats(self, field: int) -> list[str]:
        """Return the repeats of a field as they were written; none of them empty."""
        return [repeat for repeat in self.raw(field).split(self.delimiters.repeat) if repeat not in ("", NULL)]

    def text(self, field: int, component: int = 1, part: int = 1) -> str:
        """Return one component, or one part of it, of a field's first repeat."""
        return self.component(next(iter(self.repeats(field)), ""), component, part)

    def component(self, repeat: str, component: int, part: int = 1) -> str:
        """Return one component of a repeat, or one part of it, as people read it."""
        found = _nth(_nth(repeat, self.delimiters.component, component), self.delimiters.part, part)
        return "" if found == NULL else self.delimiters.unescaped(found).strip()


@dataclass(frozen=True, slots=True)
class Message:
    """A parsed message."""

    segments: tuple[Segment, ...]

    def has(self, name: str) -> bool:
        return any(segment.raw(0) == name for segment in self.segments)

    def segment(self, name: str) -> Segment:
        """Return the first segment of this name; an empty one where there is none."""
        return next(iter(self.all(name)), Segment((), self.segments[0].delimiters))

    def all(self, name: str) -> list[Segment]:
        return [segment for segment in self.segments if segment.raw(0) == name]


def parse(raw: RawMessage) -> Message:
    """Return a message, or raise Unusable with the field that shows why it cannot be read."""
    if not raw.content.startswith(b"MSH"):
        raise Unusable("MSH", "is missing: the text does not begin with a message header")
    if sum(raw.content.count(mark) for mark in {b"\r", *(raw.content[at : at + 1] for at in MARKS)}) > MOST_PARTS:
        raise Unusable("MSH", f"heads a message of more than {MOST_PARTS} parts")
    text = _text(raw)
    try:
        parsed = hl7.parse(text)
        field, repeat, component, part = parsed.separators[1:5]
        delimiters = Delimiters(field, repeat, component, part, parsed.esc)
        return Message(tuple(Segment(tuple(map(str, line)), delimiters) for line in parsed))
    except PARSE_ERRORS as error:
        raise Unusable("MSH", "heads a message that cannot be parsed") from error


def _text(raw: RawMessage) -> str:
    try:
        return raw.text()
    except UnicodeDecodeError as error:
        raise Unusable("MSH-18", "does not name the character set that the message is written in") from error
    except LookupError as error:
        raise Unusable("MSH-18", "names a character set that is not known; use UNICODE UTF-8") from error


def _nth(text: str, separator: str, number: int) -> str:
    parts = text.split(separator) if separator else [text]
    return parts[number - 1] if number <= len(parts) else ""
