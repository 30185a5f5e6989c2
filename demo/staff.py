"""The practitioners of the story, by the short names that its texts use."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _all() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("staff.toml").read_text(encoding="utf-8"))


def practitioner(name: str) -> dict[str, Any]:
    """Return a practitioner as events name one who works with a child; KeyError where nobody has that short name."""
    return dict(_all()[name])


def author(name: str) -> dict[str, Any]:
    """Return a practitioner as events name who recorded them: without the agency, which the envelope tells."""
    return {key: value for key, value in _all()[name].items() if key != "agency"}


def everybody() -> list[dict[str, Any]]:
    """Return all practitioners of the story."""
    return [practitioner(name) for name in _all()]
