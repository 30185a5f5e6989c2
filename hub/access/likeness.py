"""Two accounts of a child laid side by side: what agrees, what differs, and what only one of them tells."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from hub.access.order import Json
from hub.identity.identifiers import is_trusted, normal, normal_name, normal_postcode


class Likeness(StrEnum):
    """How one part of the two compares; `missing` where either does not tell it."""

    SAME = "same"
    DIFFERENT = "different"
    MISSING = "missing"


SINGLE = ("given_names", "family_name", "date_of_birth", "expected_date_of_birth", "sex")
IDENTIFIERS = ("nhs-number", "upn")
Account = Mapping[str, Any]


def compare(told: Account, known: Account) -> list[Json]:
    """Return a line for each part that either tells, in a fixed order: part, likeness, and how each tells it.

    Both are an identity as this reader may see it, so that the lines rest on nothing else.
    """
    lines = [_line(part, _single(told, part), _single(known, part)) for part in SINGLE]
    lines += [_line(system, _values(told, system), _values(known, system)) for system in IDENTIFIERS]
    lines.append(_line("postcode", _postcodes(told), _postcodes(known)))
    return [line for line in lines if line["told"] or line["known"]]


def is_meant(told: Account, known: Account) -> bool:
    """Say whether what is told could mean this child: a trusted number in common, or names and date of birth."""
    if _trusted(told) & _trusted(known):
        return True
    names = ("given_names", "family_name", "date_of_birth")
    return all(_single(told, part) and _single(told, part).keys() == _single(known, part).keys() for part in names)


Compared = dict[str, str]
"""What is compared, and how it was told."""


def _line(part: str, told: Compared, known: Compared) -> Json:
    likeness = Likeness.MISSING
    if told and known:
        likeness = Likeness.SAME if told.keys() & known.keys() else Likeness.DIFFERENT
    return {"part": part, "likeness": likeness, "told": sorted(told.values()), "known": sorted(known.values())}


def _single(account: Account, part: str) -> Compared:
    value = str(account.get(part) or "")
    compared = normal_name(value) if part in ("given_names", "family_name") else value
    return {compared: value} if value else {}


def _values(account: Account, system: str) -> Compared:
    found = account.get("identifiers") or ()
    return {normal(one["value"]): str(one["value"]) for one in found if one.get("system") == system}


def _postcodes(account: Account) -> Compared:
    found = (one for one in account.get("addresses") or () if one.get("of", "child") == "child")
    told = (str(one["postcode"]) for one in found if one.get("postcode"))
    return {normal_postcode(one): one for one in told}


def _trusted(account: Account) -> set[tuple[str, str]]:
    found = account.get("identifiers") or ()
    return {(one["system"], normal(one["value"])) for one in found if is_trusted(one)}
