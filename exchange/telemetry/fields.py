"""The allow-list: which fields a log line or a span may have, and what each may look like. All else is left out.

A pattern keeps what it can from passing as something else: a name, an address or a number of ten digits fits none
of those that are not ours to choose. `detail`, `title`, `reasons` and `places` are our own words (house style: no
error repeats a value); their length is bounded all the same.
"""

import re
from collections.abc import Callable, Mapping

LEFT_OUT = "(left out)"
LONGEST_WORDS = 300
MOST_ITEMS = 20

Check = Callable[[object], bool]


def _like(pattern: str) -> Check:
    compiled = re.compile(pattern, re.ASCII)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def _is_number(value: object) -> bool:
    return value is None or isinstance(value, int | float)


def _is_words(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_WORDS and value.isprintable()


def _list_of(check: Check) -> Check:
    return lambda value: isinstance(value, list | tuple) and len(value) <= MOST_ITEMS and all(map(check, value))


def _are_counts(value: object) -> bool:
    return isinstance(value, Mapping) and all(_CODE(name) and _is_number(count) for name, count in value.items())


_CODE = _like(r"[A-Za-z][A-Za-z_.-]*[0-9]{0,3}[A-Za-z_.-]*")
_AGENCY = _like(r"(?=.*[a-z])[a-z0-9-]{3,64}")
_PLACE = _like(r"[A-Za-z0-9_./<>-]{1,120}:[0-9]{1,6}")
_INSTANT = _like(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})")

FIELDS: Mapping[str, Check] = {
    "accepted": _is_number,
    "agency": _AGENCY,
    "answered": _are_counts,
    "beginning": _is_number,
    "blocks": _is_number,
    "code": _CODE,
    "concern": _like(r"(?=.*[A-Za-z])[A-Za-z0-9_-]{1,64}"),
    "connections": _is_number,
    "detail": _is_words,
    "error": _CODE,
    "file": _like(r"[a-z0-9.-]{1,120}\.json"),
    "first": _is_number,
    "held": _is_number,
    "incident": _like(r"i-[0-9a-f]{16}"),
    "id": _like(r"[!-~](?:[ -~]{0,254}[!-~])?"),
    "lane": _like(r"events|urgent|receipts|notices|none"),
    "last": _is_number,
    "library": _CODE,
    "messages": _is_number,
    "method": _like(r"[A-Z]{3,8}|none"),
    "not_kept": _is_number,
    "not_taken": _is_number,
    "number": _is_number,
    "offset": _is_number,
    "oldest": lambda value: value is None or _INSTANT(value),
    "outcome": _CODE,
    "part": _CODE,
    "partition": _is_number,
    "places": _list_of(_is_words),
    "problem": _like(r"urn:safeguarding:problem:[a-z-]{1,64}"),
    "quarantined": _is_number,
    "reason": _CODE,
    "reasons": _list_of(_is_words),
    "receipts_not_believed": _is_number,
    "records": _is_number,
    "reference": _like(r"[0-9a-f]{12}"),
    "request_id": _like(r"[0-9a-f-]{32,36}"),
    "route": _like(r"none|/[A-Za-z0-9_.{}:/-]*"),
    "seconds": _is_number,
    "sent": _is_number,
    "source": _like(r"(?!.*[0-9]{6})urn:agency:[a-z0-9-]{3,64}:[A-Za-z0-9._~:-]{1,64}"),
    "status": _is_number,
    "title": _is_words,
    "topic": _like(r"agency\.[a-z0-9-]{3,64}\.(events|urgent|receipts|notices)"),
    "trace_id": _like(r"[0-9a-f]{32}"),
    "urgent": _is_number,
    "waiting": _is_number,
    "wanted": _is_number,
    "where": _list_of(_PLACE),
    "words": _is_words,
}
"""Every field, with what it may look like. `id` is a message's id in the agency's own system, told to that agency."""


def allowed(fields: Mapping[str, object]) -> dict[str, object]:
    """Return the fields that may be told; one of a known name and an unlikely look is told to have been left out."""
    known = {name: value for name, value in fields.items() if name in FIELDS}
    return {name: value if FIELDS[name](value) else LEFT_OUT for name, value in known.items()}
