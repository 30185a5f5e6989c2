"""When an identifier may be trusted to name one child: verified by its source, well-formed, and no placeholder."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from stdnum.gb import nhs, upn

CHECKS: Mapping[str, Callable[[str], bool]] = {"nhs-number": nhs.is_valid, "upn": upn.is_valid}
"""The identifiers by which a child is found; each with the check of its digits."""

_UNPRINTED = re.compile(r"[\s.'’-]+")


def normal(value: str) -> str:
    """Return an identifier as it is compared: no spaces, upper case."""
    return re.sub(r"[\s-]+", "", value).upper()


def is_trusted(identifier: Mapping[str, Any]) -> bool:
    """Say whether an identifier names one child.

    A checksum is not enough: 0000000000 and 9999999999 pass it and mean "not known".
    """
    value = normal(identifier["value"])
    check = CHECKS.get(identifier["system"])
    return identifier["status"] == "verified" and check is not None and check(value) and not is_placeholder(value)


def is_placeholder(value: str) -> bool:
    """Say whether an identifier is filled in for want of one: the same digit throughout."""
    digits = [character for character in value if character.isdigit()]
    return len(set(digits)) <= 1


def normal_name(name: str) -> str:
    """Return a name as it is compared: without case, accents, spaces, hyphens or apostrophes."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return _UNPRINTED.sub("", "".join(letter for letter in decomposed if not unicodedata.combining(letter)))


def normal_postcode(postcode: str) -> str:
    """Return a postcode as it is compared: upper case, without its space."""
    return re.sub(r"\s+", "", postcode).upper()
