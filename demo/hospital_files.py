"""The ADT feed of Northshire Hospital: attendances in the family among those of others."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from demo.dates import Calendar
from demo.people import Child
from demo.said import Table, when


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit as the hospital's system would send it, under a number of its own; `at` is local time."""

    number: int
    child: Child
    at: datetime
    trigger: str
    department: str
    reason: str
    diagnosis: str
    arrival: str


def visit(told: Table, calendar: Calendar, child: Child) -> Visit:
    """Return a visit from its table in `said/northshire-hospital.toml`."""
    at = datetime.combine(when(told, calendar).day, datetime.strptime(told["clock"], "%H:%M").time())
    said = {name: told[name] for name in ("trigger", "department", "reason", "diagnosis", "arrival")}
    return Visit(told["number"], child, at, **said)


def write(folder: Path, visits: Iterable[Visit]) -> None:
    """Write the whole feed, oldest first."""
    in_order = sorted(visits, key=lambda one: one.at)
    (folder / "adt.hl7").write_bytes("\r\n".join(map(_message, in_order)).encode("utf-8"))


def grown(child: Child, today: date) -> Child:
    """Return a parent of a child, whose visits are none of the hub's."""
    return replace(child, given="Marek", born=date(today.year - 44, 5, 2), upn=None, number=child.number + 5000)


def _message(one: Visit) -> str:
    kind = "E" if one.department == "ED" else "I" if one.trigger == "A01" else "O"
    segments = [
        f"MSH|^~\\&|NORTHPAS|NSH|HUB|NORTHSHIRE|{_time(one.at + timedelta(minutes=4))}||ADT^{one.trigger}"
        f"|NSH{one.number}|P|2.4|||AL|||UNICODE UTF-8",
        f"EVN|{one.trigger}|{_time(one.at + timedelta(minutes=3))}|||ed-cole^Cole^Jordan",
        _patient(one.child),
        _visited(one, kind, f"V{one.number}"),
        _fields("PV2", {3: f"^{one.reason}", 38: one.arrival}),
    ]
    return "\r".join([*segments, *([f"DG1|1||{one.diagnosis}"] if one.diagnosis else [])])


def _visited(one: Visit, kind: str, number: str) -> str:
    left = one.at + timedelta(hours=2, minutes=25)
    place = f"{one.department}^^^Northshire Hospital"
    return _fields("PV1", {2: kind, 3: place, 19: number, 44: _time(one.at), 45: _time(left)})


def _patient(child: Child) -> str:
    numbers = f"{child.ref('H')}^^^NSH^MR~{child.nhs_number}^^^NHS^NH"
    street, town = child.address.split(", ")
    address = "^".join((street, "", town, "", child.postcode, "GBR", "H"))
    born = child.born.strftime("%Y%m%d")
    named = f"{child.family}^{child.given}^^^^^L"
    return _fields("PID", {3: numbers, 5: named, 7: born, 8: child.sex, 11: address, 32: "NSTS01"})


def _fields(name: str, values: dict[int, str]) -> str:
    return "|".join([name, *(values.get(number, "") for number in range(1, max(values) + 1))])


def _time(at: datetime) -> str:
    return at.strftime("%Y%m%d%H%M%S")
