"""Identifiers of children: carried only if they pass their own check, since a wrong one names another child."""

from collections.abc import Callable

from stdnum.gb import nhs, upn

Check = Callable[[str], bool]

CHECKS: dict[str, Check] = {"nhs-number": nhs.is_valid, "upn": upn.is_valid}


def identifier(system: str, text: str, *, verified: bool = False) -> dict[str, str] | None:
    """Return an identifier as events carry it, without spaces; None where it fails the check of its system."""
    value = text.replace(" ", "").replace("-", "").upper()
    if not value or not CHECKS[system](value):
        return None
    return {"system": system, "value": value, "status": "verified" if verified else "claimed"}
