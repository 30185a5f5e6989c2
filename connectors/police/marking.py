"""Protective markings: OFFICIAL and OFFICIAL-SENSITIVE pass; whatever bears a higher one goes no further, unread.

This is asked before anything else, of every part of a record, known to the format or not: a marking is looked for in
the field made for it, in fields that are named like one, and at the head of any text. What is refused is named by its
place alone.

Source: Government Security Classifications Policy 2023. What bears a marking of the scheme before it (GPMS) is refused
until it is marked anew.
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from connectors.drafts import Unusable

FIELD = "protective marking"
TOO_HIGH = (
    "is higher than the hub may hold: nothing of this record was kept or sent; use your force's route for that marking"
)
NEITHER = "must be OFFICIAL or OFFICIAL-SENSITIVE: nothing of this record was sent"
OLD = "is of the old scheme (PROTECT, RESTRICTED, CONFIDENTIAL): mark the record anew; nothing of it was sent"

_LOOK_ALIKES = str.maketrans("ЅСЕТОРΕΤΟΡ0135", "SCETOPETOPOIES")
_BEARER = re.compile(r"classif|marking|gsc|gpms|protective|caveat|security")
_TAKEN = re.compile(r"(?:UK )?OFFICIAL( SENSITIVE)?(?: PERSONAL(?: DATA)?)?")
_OLD = re.compile(r"(?:NOT )?(?:PROTECT(?:IVELY MARKED)?|RESTRICTED|CONFIDENTIAL)(?: .*)?")
_HIGHER = re.compile(r"(?:UK|HMG)?(?:TOP)?SECRET(?:UK|US|NATO|EU|FVEY|EYES|ONLY|SENSITIVE|PERSONAL|STRAPI*S?)*")
_HEADED = re.compile(r"^\W*(?:UK\W+)?(?:TOP[\W_]*)?SECRET\s*[-–—:/|\])*]", re.MULTILINE)
_SHORT = frozenset({"S", "TS"})


class Classification(StrEnum):
    """What the hub may hold."""

    OFFICIAL = "OFFICIAL"
    OFFICIAL_SENSITIVE = "OFFICIAL-SENSITIVE"


def classification(text: str) -> Classification:
    """Return the classification that a marking names, in any usual spelling.

    Raises:
        Unusable: it names none that the hub may hold, or cannot be understood.
    """
    plain = " ".join(re.findall(r"[A-Z0-9]+", _folded(text)))
    if found := _TAKEN.fullmatch(plain):
        return Classification.OFFICIAL_SENSITIVE if found[1] else Classification.OFFICIAL
    if _OLD.fullmatch(plain):
        raise Unusable(FIELD, OLD)
    raise Unusable(FIELD, TOO_HIGH if _is_higher_in_a_field(text) else NEITHER)


def screen(value: Any) -> None:
    """Refuse a record that bears a higher marking anywhere.

    Raises:
        Unusable: it does; neither the place in the record nor the wording is told.
    """
    if any(_is_higher(name, text) for name, text in _texts("", value)):
        raise Unusable(FIELD, TOO_HIGH)


def _texts(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield every text with the name of the field it stands in; a name is a text too."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(name, item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield "", key
            yield from _texts(key, item)


def _is_higher(name: str, text: str) -> bool:
    if _BEARER.search(name.casefold()) and _is_higher_in_a_field(text):
        return True
    visible = _visible(text)
    return bool(_HEADED.search(visible)) or any(_HIGHER.fullmatch(_compact(line)) for line in visible.splitlines())


def _is_higher_in_a_field(text: str) -> bool:
    compact = _compact(text)
    return "SECRET" in compact or compact.startswith("STRAP") or compact in _SHORT


def _compact(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", _folded(text))


def _folded(text: str) -> str:
    """Return a text in capitals, with letters that only look like Latin ones, and digits put for letters, replaced."""
    return _visible(text).upper().translate(_LOOK_ALIKES)


def _visible(text: str) -> str:
    """Return a text without accents, widths and characters that nobody sees."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text)
    return "".join(part for part in parts if unicodedata.category(part) not in ("Cf", "Mn"))
