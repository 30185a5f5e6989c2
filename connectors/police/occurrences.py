"""The rows of one occurrence become a record in POLE JSON, with every fault told in the file's own words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from connectors.cells import value_of
from connectors.columns import Field
from connectors.drafts import Draft, Item, Reason, Refused, Unusable
from connectors.police import marking
from connectors.police.grouping import BESIDE, Group
from connectors.police.mapping import Export
from connectors.police.translate import translate as translate_record
from connectors.tables import Row
from exchange.strict_json import JsonObject

DIFFER = "says different things in the rows of one occurrence"
PER_ROW = frozenset({"part", "relation", "related_to"})
"""What each row says for itself where a person has several."""


@dataclass(slots=True)
class Building:
    """A record in the making: `lines` are those of its persons, `link_lines` of its links, for telling faults."""

    export: Export
    document: JsonObject
    lines: list[int] = field(default_factory=list)
    link_lines: list[int] = field(default_factory=list)
    faults: list[Reason] = field(default_factory=list)

    def location(self, address: JsonObject) -> str:
        """Return the id of a place, put among the record's places if it is new."""
        places = self.document.setdefault("locations", [])
        known = next((one["id"] for one in places if {**one, "id": ""} == {"id": "", **address}), None)
        if known is None:
            known = f"place-{len(places) + 1}"
            places.append({"id": known, **address})
        return str(known)


def translate(group: Group, export: Export) -> Item:
    """Return what the rows of one occurrence come to."""
    try:
        for row in group.rows:
            marking.screen(row.cells)
    except Unusable as unusable:
        return Refused(group.place, (unusable.reason,), rows=len(group.rows))
    if group.beside:
        return Refused(group.place, (Reason(export.reference, BESIDE),), rows=len(group.rows))
    building = _built(group.rows, export)
    if building.faults:
        return Refused(group.place, tuple(building.faults), rows=len(group.rows))
    return _in_columns(translate_record(group.place, building.document), building, len(group.rows))


def _built(rows: list[Row], export: Export) -> Building:
    building = Building(export, {"format": "pole.v1", "reference": rows[0].cells[export.reference].strip()})
    for target, value in export.constants.items():
        _put(building.document, target, value)
    _add_record(rows, building)
    for of_person in _by_person(rows, export, building).values():
        _add_person(of_person, building)
    return building


def _add_record(rows: list[Row], building: Building) -> None:
    said = _values(rows, building.export.record, building, "")
    when, where = said.pop("event", None), said.pop("event.location", None)
    for target, value in said.items():
        _put(building.document, target, value)
    if "withhold" in building.document:
        building.document["withhold"] = [{"from": {}, **building.document["withhold"]}]
    event = {**(when or {}), "parts": []}
    if where:
        event["location"] = building.location(where)
    building.document.update(persons=[], links=[], events=[event])


def _by_person(rows: list[Row], export: Export, building: Building) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        if reference := row.cells[export.person].strip():
            found.setdefault(reference, []).append(row)
        else:
            building.faults.append(Reason(f"line {row.line}, {export.person}", "is empty"))
    return found


def _add_person(rows: list[Row], building: Building) -> None:
    """Add one person with all the parts and relations that their rows give."""
    export, line = building.export, f"line {rows[0].line}, "
    said = _values(rows, [one for one in export.persons if one.target not in PER_ROW], building, line)
    person: JsonObject = {"id": rows[0].cells[export.person].strip()}
    for target, value in said.items():
        _put_person(person, target, value, building)
    building.document["persons"].append(person)
    building.lines.append(rows[0].line)
    for row in rows:
        _add_part(row, person["id"], building)


def _put_person(person: JsonObject, target: str, value: Any, building: Building) -> None:
    if target == "address":
        person["addresses"] = [{"location": building.location(value)}]
    elif target == "age":
        person["approximate_age"] = {"from": value, "to": value}
    elif target.startswith("identifiers."):
        person.setdefault("identifiers", []).append({"system": target.partition(".")[2], "value": value})
    else:
        _put(person, target, value)


def _add_part(row: Row, person: str, building: Building) -> None:
    per_row = [one for one in building.export.persons if one.target in PER_ROW]
    said = _values([row], per_row, building, f"line {row.line}, ")
    part = {"person": person, "part": said.get("part")}
    if part not in building.document["events"][0]["parts"]:
        building.document["events"][0]["parts"].append(part)
    if ("relation" in said) != ("related_to" in said):
        columns = {one.target: one.column for one in per_row}
        missing = "related_to" if "relation" in said else "relation"
        building.faults.append(
            Reason(f"line {row.line}, {columns.get(missing, missing)}", "is needed for a relationship")
        )
        return
    for other in said.get("related_to", []):
        building.document["links"].append({"person": person, "relation": said["relation"], "to": other})
        building.link_lines.append(row.line)


def _values(rows: list[Row], fields: Iterable[Field], building: Building, line: str) -> dict[str, Any]:
    """Return what rows that speak of one thing say of it by target; faults are noted by column."""
    said: dict[str, Any] = {}
    for one in fields:
        try:
            value = value_of(one, building.export, _agreed(rows, one))
        except Unusable as unusable:
            building.faults.append(Reason(f"{line}{unusable.reason.field}", unusable.reason.text))
            continue
        if value is not None:
            said[one.target] = value
    return said


def _agreed(rows: list[Row], one: Field) -> Mapping[str, str]:
    """Return the cells of a field: what some of the rows say, if none says otherwise."""
    cells = {}
    for column in one.columns():
        told = {cell for row in rows if (cell := row.cells.get(column, "").strip())}
        if len(told) > 1:
            raise Unusable(column, DIFFER)
        cells[column] = told.pop() if told else ""
    return cells


def _put(holder: JsonObject, target: str, value: Any) -> None:
    *steps, last = target.split(".")
    for step in steps:
        holder = holder.setdefault(step, {})
    holder[last] = value


def _in_columns(item: Item, building: Building, rows: int) -> Item:
    if isinstance(item, Refused):
        return Refused(item.place, tuple(_in_column(reason, building) for reason in item.reasons), rows)
    if isinstance(item, Draft):
        return replace(item, remarks=tuple(_in_column(reason, building) for reason in item.remarks), rows=rows)
    return item


def _in_column(reason: Reason, building: Building) -> Reason:
    """Return a reason by line and column where its pointer came of one."""
    steps = reason.field.strip("/").split("/")
    number = int(steps[1]) if len(steps) > 1 and steps[1].isdecimal() else 0
    names = [step for step in steps if not step.isdecimal()]
    match names:
        case ["persons", *rest]:
            column = _column(building.export.persons, rest or ["part"])
            return Reason(f"line {building.lines[number]}, {column}", reason.text)
        case ["links", *_]:
            column = _column(building.export.persons, ["related_to"])
            return Reason(f"line {building.link_lines[number]}, {column}", reason.text)
        case ["events", *_]:
            return Reason(_column(building.export.record, ["event"]), reason.text)
    return Reason(_column(building.export.record, names), reason.text)


def _column(fields: Iterable[Field], names: list[str]) -> str:
    """Return the column of a part, of some of it, or of what it belongs to; its name where no column gives any."""
    columns, name = {one.target: one.column for one in fields}, ".".join(names)
    inside = [target for target in columns if target.startswith(f"{name}.")]
    around = [".".join(names[:length]) for length in range(len(names), 0, -1)]
    return next((columns[target] for target in [name, *inside, *around] if target in columns), name)
