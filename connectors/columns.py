"""How a mapping file says which column of an export is read into which part of what is told, and in what form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, Self


class Form(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    CODE = "code"
    DATE = "date"
    INSTANT = "instant"
    FLAG = "flag"
    COUNT = "count"
    LIST = "list"
    OCCURRED = "occurred"
    IDENTIFIER = "identifier"
    ADDRESS = "address"


class Formats(Protocol):
    """How an export writes dates and instants, as `strptime` takes it."""

    @property
    def dates(self) -> str: ...

    @property
    def instants(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Field:
    """Where one part is read from. `target` is a path such as `author.name` or `child.sex`."""

    target: str
    column: str
    form: Form = Form.TEXT
    required: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    time: str | None = None
    to: str | None = None
    postcode: str | None = None

    @classmethod
    def of(cls, target: str, given: Mapping[str, Any]) -> Self:
        """Return the field that a mapping gives for a target; TypeError or ValueError for a setting it cannot have."""
        settings = dict(given)
        return cls(target=target, form=Form(settings.pop("as", "text")), **settings)

    def columns(self) -> list[str]:
        """Return every column that the field is read from."""
        return [column for column in (self.column, self.time, self.to, self.postcode) if column]


class MappingUnusable(Exception):
    """The mapping file cannot be used; the text says what to put right."""


def columns_of(fields: tuple[Field, ...]) -> set[str]:
    """Return every column that fields are read from."""
    return {column for found in fields for column in found.columns()}


def required_of(fields: tuple[Field, ...]) -> set[str]:
    """Return the columns that must be in the file for these fields."""
    return {found.column for found in fields if found.required}
