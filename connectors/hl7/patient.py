"""The patient of an ADT message: is it a child, and how are they named, numbered and addressed?"""

from datetime import date

from connectors.drafts import Reason, Unusable
from connectors.hl7.message import Message, Segment
from connectors.hl7.times import moment
from connectors.identifiers import identifier
from connectors.local_time import years_between
from exchange.strict_json import JsonObject

ADULT_FROM = 18
SEX = {"F": "female", "M": "male", "A": "indeterminate", "O": "indeterminate", "U": "unknown", "N": "unknown"}
NHS_TYPES = {"NHS", "NH", "NHSNMBR"}
NHS_AUTHORITIES = {"NHS", "NHSNBR", "NHSNMBR", "2.16.840.1.113883.2.1.4.1"}
TRACED = {"NSTS01", "01", "NUMBER PRESENT AND VERIFIED"}
"""PID-32 as the NHS uses it: the status of the NHS number. Any other value leaves it a claim."""
BAD_ADDRESS = "BA"


def is_adult(message: Message, on: date) -> bool:
    """Return whether the patient was 18 or more on a local date.

    A birth date that is only a year or a month decides where all of its days do.

    Raises:
        Unusable: PID is missing, or PID-7 does not tell.
    """
    if not message.has("PID"):
        raise Unusable("PID", "is missing: the message names no patient")
    text = message.segment("PID").text(7)
    born = moment(text)
    if born is None:
        raise Unusable("PID-7", "is not a date" if text else "is missing: nobody can tell whether this is a child")
    oldest, youngest = (years_between(day, on) for day in (born.first, born.last))
    if (oldest >= ADULT_FROM) != (youngest >= ADULT_FROM):
        raise Unusable("PID-7", "is too vague to tell whether this is a child")
    return youngest >= ADULT_FROM


def child(message: Message) -> JsonObject:
    """Return the child as events name one.

    Raises:
        Unusable: the reference, the name or the exact date of birth is missing.
    """
    pid = message.segment("PID")
    found: JsonObject = {
        "local_ref": local_reference(pid),
        **_names(pid),
        "date_of_birth": _birth_date(pid).isoformat(),
        "sex": SEX.get(pid.text(8).upper(), "unknown"),
        "presence": "present",
    }
    numbers = _identifiers(pid)
    places = [place for place in (_address(message, repeat) for repeat in pid.repeats(11)) if place]
    return {**found, **({"identifiers": numbers} if numbers else {}), **({"addresses": places} if places else {})}


def remarks(message: Message) -> tuple[Reason, ...]:
    """Return what was left off: NHS numbers that fail their check, since they may be another child's."""
    pid = message.segment("PID")
    failed = [number for number in _nhs_numbers(pid) if not identifier("nhs-number", number)]
    return tuple(Reason("PID-3", "holds an NHS number that fails its check; it was left off") for _ in failed)


def local_reference(pid: Segment) -> str:
    """Return the hospital's own number of the patient, or raise Unusable."""
    own = own_numbers(pid, 3)
    every = [pid.component(repeat, 1) for field in (3, 2) for repeat in pid.repeats(field)]
    for reference in (*own, *every):
        if reference:
            return reference
    raise Unusable("PID-3", "is missing: the patient has no number")


def own_numbers(segment: Segment, field: int) -> list[str]:
    """Return the hospital's own numbers in a field of identifiers (PID-3, MRG-1): those that are not the NHS's."""
    return [segment.component(repeat, 1) for repeat in segment.repeats(field) if not _is_nhs(segment, repeat)]


def _names(pid: Segment) -> dict[str, str]:
    family, given = pid.text(5, 1), " ".join(filter(None, (pid.text(5, 2), pid.text(5, 3))))
    if not family or not given:
        raise Unusable("PID-5", "does not give both family name and given name")
    return {"given_names": given, "family_name": family}


def _birth_date(pid: Segment) -> date:
    born = moment(pid.text(7))
    if born is None or not born.is_day:
        raise Unusable("PID-7", "does not give the day of birth")
    return born.first


def _nhs_numbers(pid: Segment) -> list[str]:
    return [pid.component(repeat, 1) for repeat in pid.repeats(3) if _is_nhs(pid, repeat)]


def _is_nhs(pid: Segment, repeat: str) -> bool:
    authorities = {pid.component(repeat, 4, part).upper() for part in (1, 2)}
    return pid.component(repeat, 5).upper() in NHS_TYPES or bool(authorities & NHS_AUTHORITIES)


def _identifiers(pid: Segment) -> list[dict[str, str]]:
    verified = pid.text(32).upper() in TRACED
    checked = (identifier("nhs-number", number, verified=verified) for number in _nhs_numbers(pid))
    return [found for found in checked if found]


def _address(message: Message, repeat: str) -> JsonObject | None:
    pid = message.segment("PID")
    lines = [line for line in (_street(pid, repeat), *(pid.component(repeat, n) for n in (2, 3, 4))) if line]
    if not lines or pid.component(repeat, 7) == BAD_ADDRESS:
        return None
    postcode = pid.component(repeat, 5)
    protected = message.segment("PD1").text(12).upper() == "Y"
    return {"lines": lines, **({"postcode": postcode} if postcode else {}), "protected": protected}


def _street(pid: Segment, repeat: str) -> str:
    """Return the first line; it may come as number and street apart (XAD.1 as SAD)."""
    return " ".join(part for part in (pid.component(repeat, 1, number) for number in (1, 2, 3)) if part)
