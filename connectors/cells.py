"""One cell, or the few that belong together, becomes a value of an event; what does not fit raises Unusable."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from connectors.columns import Field, Form, Formats
from connectors.drafts import Reason, Unusable, system_name
from connectors.identifiers import identifier
from connectors.local_time import instant_of
from exchange.instants import format_instant

FLAGS = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}

Cells = Mapping[str, str]
Reader = Callable[[str, Field, Formats, Cells], Any]


def value_of(found: Field, formats: Formats, cells: Cells) -> Any:
    """Return what a field's cells say; None where the column is empty or not in the file.

    Raises:
        Unusable: the cell is required and empty, or is not written as the mapping says.
    """
    text = cells.get(found.column, "").strip()
    if not text:
        if found.required:
            raise Unusable(found.column, "is empty")
        return None
    return READERS[found.form](_mapped(text, found), found, formats, cells)


def instant(column: str, formats: Formats, cells: Cells) -> datetime:
    """Return the instant in a column, written as the export writes times of recording."""
    try:
        return instant_of(datetime.strptime(cells[column].strip(), formats.instants))
    except ValueError as error:
        raise Unusable(column, f"is not a date and time written {formats.instants}") from error


def remark(found: Field, formats: Formats, cells: Cells) -> Reason | None:
    """Return what to say of an identifier that was left off because it fails its check."""
    if found.form is Form.IDENTIFIER and cells.get(found.column, "").strip():
        return None if value_of(found, formats, cells) else Reason(found.column, "fails its check; it was left off")
    return None


def _mapped(text: str, found: Field) -> str:
    if not found.values:
        return text
    known = {given.casefold(): meant for given, meant in found.values.items()}
    if text.casefold() not in known:
        raise Unusable(found.column, "is none of the values that the mapping knows")
    return known[text.casefold()]


def _text(text: str, _found: Field, _formats: Formats, _cells: Cells) -> str:
    return text


def _code(text: str, found: Field, _formats: Formats, _cells: Cells) -> str:
    code = system_name(text, "")
    if not code:
        raise Unusable(found.column, "has no letter to make a code of")
    return code


def _date(text: str, found: Field, formats: Formats, _cells: Cells) -> str:
    return _day(text, found.column, formats).isoformat()


def _instant(_text: str, found: Field, formats: Formats, cells: Cells) -> str:
    return format_instant(instant(found.column, formats, cells))


def _list(text: str, _found: Field, _formats: Formats, _cells: Cells) -> list[str]:
    return [item.strip() for item in text.split(";") if item.strip()]


def _flag(text: str, found: Field, _formats: Formats, _cells: Cells) -> bool:
    if text.casefold() not in FLAGS:
        raise Unusable(found.column, "is neither yes nor no")
    return FLAGS[text.casefold()]


def _count(text: str, found: Field, _formats: Formats, _cells: Cells) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise Unusable(found.column, "is not a whole number")
    return int(text)


def _occurred(text: str, found: Field, formats: Formats, cells: Cells) -> dict[str, str]:
    day, clock = _day(text, found.column, formats), cells.get(found.time or "", "").strip()
    until = cells.get(found.to or "", "").strip()
    if found.time and clock:
        return {"from": format_instant(_at(day, clock, found.time)), "precision": "exact"}
    ends = {"to": _day(until, found.to, formats).isoformat()} if found.to and until else {}
    return {"from": day.isoformat(), **ends, "precision": "day"}


def _identifier(text: str, found: Field, _formats: Formats, _cells: Cells) -> dict[str, str] | None:
    return identifier(found.target.rpartition(".")[2], text)


def _address(text: str, found: Field, _formats: Formats, cells: Cells) -> dict[str, Any]:
    lines = [line.strip() for line in text.replace("\n", ",").split(",") if line.strip()]
    postcode = cells.get(found.postcode or "", "").strip()
    return {
        "lines": lines[:5] + [", ".join(lines[5:])] * (len(lines) > 5),
        **({"postcode": postcode} if postcode else {}),
    }


def _day(text: str, column: str, formats: Formats) -> date:
    try:
        return datetime.strptime(text, formats.dates).date()
    except ValueError as error:
        raise Unusable(column, f"is not a date written {formats.dates}") from error


def _at(day: date, clock: str, column: str) -> datetime:
    try:
        return instant_of(datetime.combine(day, time.fromisoformat(clock)))
    except ValueError as error:
        raise Unusable(column, "is not a time of day written HH:MM") from error


READERS: dict[Form, Reader] = {
    Form.TEXT: _text,
    Form.CODE: _code,
    Form.DATE: _date,
    Form.INSTANT: _instant,
    Form.LIST: _list,
    Form.FLAG: _flag,
    Form.COUNT: _count,
    Form.OCCURRED: _occurred,
    Form.IDENTIFIER: _identifier,
    Form.ADDRESS: _address,
}
