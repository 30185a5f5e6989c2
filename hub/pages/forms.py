"""What people fill in, checked: each form gives what was meant, or each fault with the field it belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hub.domain.vocabulary import Purpose
from hub.identity.find import SearchQuery
from hub.pages.session import Why
from hub.pages.words import THRESHOLDS

SHORTEST_REASON = 10
LONGEST_REASON = 500
Form = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A fault: the id of the field it belongs to, and how to put it right."""

    field: str
    message: str


def why(form: Form, faults: list[Wrong]) -> Why:
    """Purpose, reason, and the basis and threshold where they were given; faults are added to the list."""
    purpose, reason, threshold = form.get("purpose", ""), form.get("reason", ""), form.get("threshold", "")
    if purpose not in set(Purpose):
        faults.append(Wrong("purpose", "Select what you are asking for"))
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        faults.append(Wrong("reason", f"Reason must be between {SHORTEST_REASON} and {LONGEST_REASON} characters"))
    if threshold and threshold not in THRESHOLDS:
        faults.append(Wrong("threshold", "Select a threshold from the list"))
    return Why(purpose, reason, form.get("basis", "")[:200], threshold)


def search(form: Form, faults: list[Wrong]) -> SearchQuery | None:
    """An NHS number or UPN, or names with a date of birth; None and a fault where neither is whole."""
    identifiers = _identifiers(form)
    if identifiers:
        return SearchQuery(identifiers=identifiers)
    names = form.get("given_names", ""), form.get("family_name", "")
    if not any(names):
        faults.append(Wrong("nhs_number", "Enter an NHS number, a UPN, or a name and date of birth"))
        return None
    born = date_of_birth(form, faults)
    _require(form, "given_names", "Enter the child’s given name", faults)
    _require(form, "family_name", "Enter the child’s family name", faults)
    return SearchQuery(given_names=names[0], family_name=names[1], date_of_birth=born) if born and all(names) else None


def date_of_birth(form: Form, faults: list[Wrong]) -> str | None:
    """The three fields of a date as `2016-03-02`; None and a fault where they are no date."""
    day, month, year = (form.get(f"born_{part}", "") for part in ("day", "month", "year"))
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        faults.append(Wrong("born_day", "Date of birth must be a real date, like 27 3 2016"))
        return None


def _identifiers(form: Form) -> tuple[tuple[str, str], ...]:
    given = (("nhs-number", form.get("nhs_number", "")), ("upn", form.get("upn", "")))
    return tuple((system, value.replace(" ", "").upper()) for system, value in given if value)


def _require(form: Form, field: str, message: str, faults: list[Wrong]) -> None:
    if not form.get(field):
        faults.append(Wrong(field, message))
