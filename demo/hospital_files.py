"""The ADT feed of Northshire Hospital: two attendances in the family among those of others."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from demo.dates import Calendar
from demo.people import Child


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit as the hospital's system would send it."""

    child: Child
    ago: int
    clock: str
    trigger: str
    department: str
    reason: str
    diagnosis: str
    arrival: str


def write(folder: Path, calendar: Calendar, rowan: Child, finn: Child, others: list[Child]) -> None:
    """Write the feed of the six weeks, oldest first."""
    visits = [
        Visit(
            finn, 31, "19:40", "A04", "ED", "Swollen wrist after a fall", "S52.5^Fracture of lower radius^ICD-10", "C"
        ),
        Visit(others[1], 26, "11:15", "A04", "ED", "Bead in ear", "T16^Foreign body in ear^ICD-10", "C"),
        Visit(_grown(others[4], calendar), 22, "02:05", "A04", "ED", "Chest pain", "R07.4^Chest pain^ICD-10", "A"),
        Visit(others[6], 19, "08:00", "A01", "CHILDRENS WARD", "Planned operation", "J35.0^Tonsillitis^ICD-10", "C"),
        Visit(rowan, 12, "17:55", "A04", "ED", "Painful upper arm", "S40.0^Contusion of upper arm^ICD-10", "C"),
        Visit(others[9], 6, "14:30", "A08", "CLINIC 2", "Change of address", "", ""),
    ]
    messages = [_message(calendar, number, visit) for number, visit in enumerate(visits, start=1)]
    (folder / "adt.hl7").write_bytes("\r\n".join(messages).encode("utf-8"))


def _message(calendar: Calendar, number: int, visit: Visit) -> str:
    at = datetime.combine(calendar.day(visit.ago), datetime.strptime(visit.clock, "%H:%M").time())
    kind = "E" if visit.department == "ED" else "I"
    visit_number, arrived, left = f"V{90300 + number}", _time(at), _time(at + timedelta(hours=2, minutes=25))
    segments = [
        f"MSH|^~\\&|NORTHPAS|NSH|HUB|NORTHSHIRE|{_time(at + timedelta(minutes=4))}||ADT^{visit.trigger}"
        f"|NSH{70000 + number}|P|2.4|||AL|||UNICODE UTF-8",
        f"EVN|{visit.trigger}|{_time(at + timedelta(minutes=3))}|||ed-cole^Cole^Jordan",
        _patient(visit.child),
        _fields(
            "PV1", {2: kind, 3: f"{visit.department}^^^Northshire Hospital", 19: visit_number, 44: arrived, 45: left}
        ),
        _fields("PV2", {3: f"^{visit.reason}", 38: visit.arrival}),
    ]
    return "\r".join([*segments, *([f"DG1|1||{visit.diagnosis}"] if visit.diagnosis else [])])


def _patient(child: Child) -> str:
    numbers = f"{child.ref('H')}^^^NSH^MR~{child.nhs_number}^^^NHS^NH"
    address = "^".join((child.address.split(", ")[0], "", child.address.split(", ")[1], "", child.postcode, "GBR", "H"))
    born = child.born.strftime("%Y%m%d")
    named = f"{child.family}^{child.given}^^^^^L"
    return _fields("PID", {3: numbers, 5: named, 7: born, 8: child.sex, 11: address, 32: "NSTS01"})


def _fields(name: str, values: dict[int, str]) -> str:
    return "|".join([name, *(values.get(number, "") for number in range(1, max(values) + 1))])


def _grown(child: Child, calendar: Calendar) -> Child:
    return Child(
        "Marek", child.family, date(calendar.today.year - 44, 5, 2), "M", child.nhs_number, None, child.address,
        child.postcode, child.number + 50,
    )  # fmt: skip


def _time(at: datetime) -> str:
    return at.strftime("%Y%m%d%H%M%S")
