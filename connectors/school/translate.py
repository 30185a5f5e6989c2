"""One row of an export becomes an event, a refusal that names every column at fault, or something left out."""

from typing import Any

from connectors.cells import instant, remark, value_of
from connectors.drafts import Draft, Item, LeftOut, Reason, Refused, Unusable, refused
from connectors.school.mapping import Export
from connectors.tables import Row
from exchange.strict_json import JsonObject

LISTS = {"identifiers", "addresses"}
"""Parts of a child that are lists; `child.identifiers.upn` adds one of the system `upn`."""


def translate(row: Row, export: Export) -> Item:
    """Return what one row comes to."""
    place = f"line {row.line}"
    if row.fault:
        return refused(place, "row", row.fault)
    if row.is_empty:
        return LeftOut(place, "an empty row")
    faults: list[Reason] = []
    data = _data(row, export, faults)
    try:
        return Refused(place, tuple(faults)) if faults else _draft(place, row, export, data)
    except Unusable as unusable:
        return Refused(place, (unusable.reason,))


def _draft(place: str, row: Row, export: Export, data: JsonObject) -> Draft:
    record, about = (_named(column, row) for column in (export.id, export.about))
    data["record_ref"] = record
    child = data.pop("child")
    remarks = tuple(said for found in export.fields if (said := remark(found, export, row.cells)))
    return Draft(
        place=place,
        type=f"safeguarding.{export.event}.v1",
        system=export.system,
        id=record,
        time=instant(export.time, export, row.cells),
        about=about,
        data={**data, "children": [{"local_ref": about, **child}]},
        remarks=remarks,
    )


def _data(row: Row, export: Export, faults: list[Reason]) -> JsonObject:
    """Return the event's data, with what is wrong noted in `faults`, so that a sender learns of all at once."""
    data: JsonObject = {"child": {}}
    for target, value in export.constants.items():
        _put(data, target, value)
    for found in export.fields:
        try:
            _put(data, found.target, value_of(found, export, row.cells))
        except Unusable as unusable:
            faults.append(unusable.reason)
    return data


def _put(data: JsonObject, target: str, value: Any) -> None:
    """Set one part of the event by its path; a part that says nothing is not set."""
    if value is None:
        return
    *steps, last = target.split(".")
    holder = data
    for step in steps:
        if step in LISTS:
            holder.setdefault(step, []).append(value)
            return
        holder = holder.setdefault(step, {})
    if last in LISTS:
        holder.setdefault(last, []).append(value)
    else:
        holder[last] = value


def _named(column: str, row: Row) -> str:
    if not (name := row.cells[column].strip()):
        raise Unusable(column, "is empty")
    return name
