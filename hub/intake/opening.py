"""The gate as a person may have it opened: what is verified and can be read, though a rule of form kept it out.

A signature that does not hold, or bytes that do not open, stay what they are: nobody files them as an agency's words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from exchange import envelope_reading
from exchange.errors import ExchangeError, Fault
from exchange.schema_faults import TEXTS
from exchange.schemas import Annotations
from exchange.topic_log.port import Record
from hub.intake.arrivals import DataInvalid, Gate, TypeNotAllowed
from hub.intake.placing_staff import places_of
from hub.intake.registry import Registry
from hub.views.model import AgencyRow

WORDS = frozenset(
    {
        "headline",
        "narrative",
        "action_taken",
        "no_action_reason",
        "outcome",
        "family_response",
        "source_of_information",
        "record_ref",
    }
)
"""Fields of plain text, on which nothing rests but what people read: one may be missing or empty."""
RULED = (
    "handling",
    "withholdings",
    "tier",
    "sensitive",
    "police_code",
    "protected",
    "persons",
    "children",
    "addresses",
)
"""Fields on which it rests who may read an event, or which are masked by themselves."""
MOST_ROUNDS = 20


class OpenedByAPerson(Gate):
    """Lets through an event type that is not the agency's to send, and data in which only a text is missing or empty,
    or which has fields that its schema does not know yet: they are read as details of the event.

    Of a type that another kind of agency sends, the words are taken and no more: it opens and closes no case and gives
    nobody a standing with the child (`security.md` T4).
    """

    def _notes(self, agency: AgencyRow, event_type: str) -> Annotations:
        try:
            return super()._notes(agency, event_type)
        except TypeNotAllowed:
            return replace(
                self._schemas.annotations(event_type), opens=None, closes=(), involvement=None, agreement=None
            )

    def _places(self, voice: AgencyRow, data: Mapping[str, Any], registry: Registry) -> frozenset[str]:
        """Take the words of what tells of others' staff; it gives them no standing, and ends none."""
        return places_of(voice, data, registry, self._area)

    def _require_valid(self, event_type: str, data: Mapping[str, Any]) -> None:
        """Return where nothing is wrong but what a person may overlook: with that put right the rest must be valid.

        Each round puts right what it is told of, since of a large document the first fault alone is told.
        """
        told = dict(data)
        for _ in range(MOST_ROUNDS):
            try:
                return super()._require_valid(event_type, told)
            except DataInvalid as error:
                if not all(_is_mended(fault, told) for fault in error.faults):
                    raise
        return super()._require_valid(event_type, told)

    def withholds_unread(self, record: Record) -> bool:
        """Say whether bytes that did not pass ask for something to be withheld, if they can be opened at all."""
        try:
            data = self._open(envelope_reading.decode(record.value))
        except ExchangeError:
            return False
        return any(_withholdings(data))


def _is_mended(fault: Fault, told: dict[str, Any]) -> bool:
    """Put right in a copy what a person may overlook; False for what nobody may."""
    name = fault.pointer.removeprefix("/data/")
    if _is_only_words(fault, told):
        told[name] = "not told"
    elif _is_addition(fault, told):
        del told[name]
    else:
        return False
    return True


def _is_only_words(fault: Fault, data: Mapping[str, Any]) -> bool:
    name = fault.pointer.removeprefix("/data/")
    return name in WORDS and isinstance(data.get(name, ""), str)


def _is_addition(fault: Fault, data: Mapping[str, Any]) -> bool:
    """Say whether a field that the schema does not know adds a plain value to the event.

    One that is spelt almost as what says who may read it is no addition: it would be shown to those it is kept from.
    """
    name = fault.pointer.removeprefix("/data/")
    is_plain = isinstance(data.get(name), str | int | float)
    return fault.detail == TEXTS["additionalProperties"] and is_plain and not get_close_matches(name, RULED, n=1)


def _withholdings(value: object) -> Iterator[object]:
    """Yield whatever stands under `withholdings` at any depth and is not empty."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from [inner] if name == "withholdings" and inner else _withholdings(inner)
    if isinstance(value, list):
        for inner in value:
            yield from _withholdings(inner)
