"""A chronology as comma-separated values that a spreadsheet opens as text, whatever an agency wrote in it."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

MEDIA_TYPE = "text/csv"
COLUMNS = (
    "id",
    "shown",
    "occurred_from",
    "occurred_to",
    "precision",
    "noted",
    "recorded",
    "agency",
    "agency_name",
    "contact",
    "category",
    "headline",
    "state",
    "significant",
    "narrative",
    "how_known",
    "verified",
    "source_of_information",
    "action_taken",
    "no_action_reason",
    "outcome",
    "family_response",
    "impact_on_child",
    "text",
    "because",
    "suspect",
)
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
"""A cell that starts so is read as a formula or a command by spreadsheets (ASVS 1.2.10; `security.md` T8)."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who took the file, in which role of which agency, for what, why, and when (RFC 3339)."""

    name: str
    role: str
    agency: str
    purpose: str
    reason: str
    at: str

    def line(self) -> str:
        by = f"{self.name}, {self.role}, {self.agency}"
        return f"OFFICIAL-SENSITIVE. Read by {by}, {self.at}, for {self.purpose}: {self.reason}"


def as_csv(answer: Mapping[str, Any], read: Provenance) -> str:
    """Return a chronology with a row for each entry.

    The last two rows say who took it, when and why, and the fixed line; the first names the columns, so that
    programs find them where they look for them.
    """
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(entry) for entry in answer["entries"])
    writer.writerow([cell(read.line())])
    writer.writerow([cell(answer["notice"])])
    return out.getvalue()


def _row(entry: Mapping[str, Any]) -> Iterable[str]:
    when = entry.get("occurred") or {}
    told = {
        **entry,
        "occurred_from": when.get("from"),
        "occurred_to": when.get("to"),
        "precision": when.get("precision"),
        "because": " ".join(entry.get("because") or ()),
    }
    return [cell(told.get(column)) for column in COLUMNS]


def cell(value: object) -> str:
    """Return a value as text that no spreadsheet computes."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(STARTS_A_FORMULA) else text.replace("\0", "")
