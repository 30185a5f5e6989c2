"""What an event says beyond the parts that all entries have, as titled lines: a place, a grading, who attended."""

import re
from collections.abc import Callable, Iterable, Mapping

from hub.pages.present import day_words, instant_words
from hub.pages.words import field_title, plain

OF_MACHINES = frozenset({"staff_id", "reference", "sha256", "media_type"})
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
_CODE = re.compile(r"[a-z]+[0-9]*(-[a-z0-9]+)+")


def particulars(details: object) -> list[tuple[str, tuple[str, ...]]]:
    """Return each particular as its title and its lines; what has none of either is left out."""
    told = details.items() if isinstance(details, Mapping) else ()
    found = ((field_title(str(name)), tuple(_lines(value))) for name, value in told if name not in OF_MACHINES)
    return [(title, lines) for title, lines in found if lines]


def _lines(value: object) -> Iterable[str]:
    if isinstance(value, list | tuple):
        return [line for item in value for line in _lines(item)]
    if isinstance(value, Mapping):
        return [", ".join(line)] if (line := list(_parts(value))) else []
    return [_scalar(value)] if value not in (None, "") else []


def _parts(value: Mapping[str, object]) -> Iterable[str]:
    for name, part in value.items():
        words = ", ".join(_lines(part)) if name not in OF_MACHINES else ""
        if words:
            yield f"{plain(str(name)).lower()}: {words}"


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    text = str(value)
    if _DAY.fullmatch(text):
        return _or_as_it_stands(day_words, text)
    if _INSTANT.fullmatch(text):
        return _or_as_it_stands(instant_words, text)
    return plain(text) if _CODE.fullmatch(text) else text


def _or_as_it_stands(say: Callable[[str], str], text: str) -> str:
    try:
        return say(text)
    except ValueError:
        return text
