"""Short texts for what a schema refuses: where and what, never the value that was sent."""

import re
from collections.abc import Callable, Iterator

from jsonschema_rs import ValidationError, ValidationErrorKind

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
FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)

Hint = Callable[[str], str | None]
"""The text that a schema gives for the keyword at an absolute location, if it gives one (`x-fault`)."""


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
