"""Dates, ages and parts of an entry in the words that pages show them in; pure functions of an answer's JSON."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hub.pages.words import HOW_KNOWN, IDENTIFIERS, plain

LONDON = ZoneInfo("Europe/London")
MONTHS_IN_A_YEAR = 12
_SEASONS = {12: "winter", 3: "spring", 6: "summer", 9: "autumn"}


def day_words(day: str) -> str:
    """A local date `2026-03-02` as `2 March 2026`; ValueError if it is not one."""
    return _day(date.fromisoformat(day[:10]))


def instant_words(instant: str) -> str:
    """An RFC 3339 instant in London's time as `2 March 2026, 10:15am`; ValueError if it has no offset."""
    moment = datetime.fromisoformat(instant)
    if moment.tzinfo is None:
        raise ValueError("an instant needs an offset")
    local = moment.astimezone(LONDON)
    return f"{_day(local.date())}, {_clock(local)}"


def clock_words(instant: str) -> str:
    """An RFC 3339 instant as the clock in London shows it: `10:15am`."""
    return _clock(datetime.fromisoformat(instant).astimezone(LONDON))


def deadline_words(instant: str) -> str:
    """An RFC 3339 instant by which something is done; midnight as `the end of 2 March 2026`, the day that it ends."""
    local = datetime.fromisoformat(instant).astimezone(LONDON)
    if local.time() == time():
        return f"the end of {_day(local.date() - timedelta(days=1))}"
    return instant_words(instant)


def occurred_words(occurred: Mapping[str, str | None]) -> str:
    """When it happened, with its precision: `about 2 March 2026`, `summer 2012`, `between … and …`.

    Args:
        occurred: `from` and perhaps `to`, local dates or instants; `precision` is one of exact, day, month, season,
            year, about.
    """
    start, end, precision = occurred.get("from"), occurred.get("to"), occurred.get("precision") or "day"
    if not start:
        return "date not known"
    prefix = "about " if precision == "about" else ""
    if end and end != start and _is_within_a_day(start, end, precision):
        return f"{prefix}{_point(start, precision)} to {_clock(datetime.fromisoformat(end).astimezone(LONDON))}"
    if end and end != start:
        return f"{prefix}between {_point(start, precision)} and {_point(end, precision)}"
    return prefix + _point(start, precision)


def days_of(occurred: Mapping[str, str | None]) -> tuple[date, date]:
    """The first and the last local date on which it may have happened: a month's precision is the whole month."""
    start, precision = _date_of(str(occurred.get("from"))), occurred.get("precision") or "day"
    end = _date_of(str(occurred.get("to") or occurred.get("from")))
    return start, max(end, _last_of(end, precision))


def one_day(day: date) -> str:
    return _day(day)


def excerpt(words: object, most: int = 160) -> str:
    """The beginning of a text on one line, cut at a word where it is longer than `most` characters."""
    line = " ".join(str(words or "").split())
    if len(line) <= most:
        return line
    return f"{line[:most].rpartition(' ')[0] or line[:most]}…"


def age_words(born: str, on: date) -> str:
    """A child's age on a local date: `7 years`; under two `14 months`; under a month `9 days`; or `not yet born`."""
    birth = date.fromisoformat(born)
    if birth > on:
        return "not yet born"
    months = _whole_months(birth, on)
    if months >= 2 * MONTHS_IN_A_YEAR:
        return f"{months // MONTHS_IN_A_YEAR} years"
    return _count(months, "month") if months else _count((on - birth).days, "day")


def whole_years(born: date, on: date) -> int:
    """A child's age on a local date in whole years; 0 before birth."""
    return max(0, _whole_months(born, on) // MONTHS_IN_A_YEAR)


def name_words(identity: Mapping[str, object]) -> str:
    """A child's name, or what is known where nobody knows the name."""
    names = [str(identity[part]) for part in ("given_names", "family_name") if identity.get(part)]
    return " ".join(names) or str(identity.get("description") or "Name not known")


def how_known_words(how_known: str) -> str:
    return HOW_KNOWN.get(how_known, plain(how_known))


def verified_words(verified: object) -> str:
    return "Verified" if verified is True else "Not verified"


def identifier_words(identifier: Mapping[str, str]) -> str:
    """`NHS number 999 000 0018`, with `claimed` where nobody verified it."""
    system, value = identifier.get("system", ""), identifier.get("value", "")
    claimed = "" if identifier.get("status") == "verified" else " (claimed)"
    return f"{IDENTIFIERS.get(system, plain(system))} {_spaced(value) if system == 'nhs-number' else value}{claimed}"


def count_words(shown: int, matching: int) -> str:
    """How many of the entries that the reader may see and the filters keep are on this page."""
    entries = "1 entry" if matching == 1 else f"{matching} entries"
    return f"Showing {entries}" if shown == matching else f"Showing {shown} of {entries}"


def _is_within_a_day(start: str, end: str, precision: str) -> bool:
    """Say whether both are instants, told as such, of one local day."""
    is_told = precision in ("exact", "about") and "T" in start and "T" in end
    return is_told and _local_day(start) == _local_day(end)


def _point(value: str, precision: str) -> str:
    if "T" in value:
        return instant_words(value) if precision in ("exact", "about") else _coarse(_local_day(value), precision)
    return _coarse(_partial(value), precision)


def _date_of(value: str) -> date:
    return _local_day(value) if "T" in value else _partial(value)


def _last_of(day: date, precision: str) -> date:
    """The last day of the month, season or year that begins on a day."""
    months = {"month": 1, "season": 3, "year": MONTHS_IN_A_YEAR}.get(precision)
    if months is None or day.year == date.max.year:
        return day
    years, month = divmod(day.month - 1 + months, MONTHS_IN_A_YEAR)
    return date(day.year + years, month + 1, 1) - timedelta(days=1)


def _local_day(instant: str) -> date:
    return datetime.fromisoformat(instant).astimezone(LONDON).date()


def _partial(value: str) -> date:
    """A date of which the day or the month may be missing, as its first day."""
    return date.fromisoformat((value + "-01-01")[:10])


def _coarse(day: date, precision: str) -> str:
    match precision:
        case "year":
            return str(day.year)
        case "season":
            return f"{_season(day)} {day.year}"
        case "month":
            return f"{day:%B} {day.year}"
        case _:
            return _day(day)


def _season(day: date) -> str:
    return _SEASONS[day.month // 3 * 3 or 12]


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _clock(local: datetime) -> str:
    if (local.hour, local.minute) in ((0, 0), (12, 0)):
        return "midday" if local.hour else "midnight"
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def _whole_months(birth: date, on: date) -> int:
    months = (on.year - birth.year) * MONTHS_IN_A_YEAR + on.month - birth.month
    return months - (on.day < birth.day)


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _spaced(nhs_number: str) -> str:
    digits = nhs_number.replace(" ", "")
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"
