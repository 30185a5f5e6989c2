"""Short texts for what a schema refuses: where and what, never the value that was sent."""

import re
from collections.abc import Callable, Iterator
from itertools import islice

from jsonschema_rs import Draft202012Validator, ValidationError, ValidationErrorKind

from exchange.errors import Fault

TEXTS = {
    "additionalProperties": "is not a field of this document",
    "anyOf": "has none of the allowed forms",
    "const": "is not the one allowed value",
    "enum": "is not one of the allowed values",
    "exclusiveMaximum": "is too large",
    "exclusiveMinimum": "is too small",
    "format": "is not written in the required format",
    "maxItems": "has too many items",
    "maxLength": "is too long",
    "maxProperties": "has too many fields",
    "maximum": "is too large",
    "minItems": "has too few items",
    "minLength": "is too short",
    "minProperties": "has too few fields",
    "minimum": "is too small",
    "oneOf": "has not exactly one of the allowed forms",
    "pattern": "is not written in the required form",
    "required": "is required",
    "type": "is of the wrong type",
    "uniqueItems": "has the same item twice",
}
MOST_FAULTS = 50
"""A sender is told of this many faults at once; one document cannot make a receipt of any length."""

MOST_VALUES = 2_000
"""Of a document of more values than this the first fault alone is told: the validator would collect them all first,
and 20,000 wrong items took 2 seconds and 400 MiB (`security.md` T7). A real event has some hundred."""

FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)

Hint = Callable[[str], str | None]
"""The text that a schema gives for the keyword at an absolute location, if it gives one (`x-fault`)."""


def faults_of(validator: Draft202012Validator, data: object, hint: Hint) -> list[Fault]:
    """Return what is wrong with a document, at most 50 faults; none where it follows its schema."""
    if validator.is_valid(data):
        return []
    found = validator.iter_errors(data) if _is_small(data) else _first_error(validator, data)
    return list(islice((fault for error in found for fault in faults_in(error, hint)), MOST_FAULTS))


def _first_error(validator: Draft202012Validator, data: object) -> Iterator[ValidationError]:
    try:
        validator.validate(data)
    except ValidationError as error:
        yield error


def _is_small(data: object) -> bool:
    return next(islice(_values(data), MOST_VALUES, None), None) is None


def _values(data: object) -> Iterator[object]:
    yield True
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    for value in inner:
        yield from _values(value)


def faults_in(error: ValidationError, hint: Hint) -> Iterator[Fault]:
    """Yield the faults that one validation error stands for: one for each name that is missing or unknown."""
    place = pointer(error.instance_path)
    said = _text(error, hint)
    names = [_nameable(name) for name in _names(error.kind)]
    if not names:
        yield Fault(place, said)
    for name in names:
        yield Fault(f"{place}/{name}" if name else place, said if name else "has a field that does not belong there")


def pointer(path: list[str | int]) -> str:
    """Return the RFC 6901 pointer of a path; a name that is none of ours is left out, since a sender chose it."""
    return "".join(f"/{step if isinstance(step, int) else _nameable(step)}" for step in path)


def _text(error: ValidationError, hint: Hint) -> str:
    keyword = error.kind.name
    given = hint(error.absolute_keyword_location or "") if keyword in {"anyOf", "oneOf"} else None
    return given or TEXTS.get(keyword, "does not follow the schema")


def _names(kind: ValidationErrorKind) -> list[str]:
    if isinstance(kind, ValidationErrorKind.Required):
        return [kind.property]
    if isinstance(kind, ValidationErrorKind.AdditionalProperties):
        return list(kind.unexpected)
    return []


def _nameable(name: str) -> str:
    return name if FIELD_NAME.fullmatch(name) else ""
