"""The record of one access: who asked what of whom, why, what was decided, and what was disclosed; never content."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

import orjson

from exchange.instants import format_instant, parse_instant
from hub.audit.commitments import canonical


class Action(StrEnum):
    """What was done."""

    SEARCH = "search"
    INDEX = "index"
    CHRONOLOGY = "chronology"
    WITHHOLDING_PLACED = "withholding-placed"
    WITHHOLDING_APPROVED = "withholding-approved"
    WITHHOLDING_DECLINED = "withholding-declined"
    WITHHOLDING_REVIEWED = "withholding-reviewed"
    WITHHOLDING_RELEASED = "withholding-released"
    WITHHOLDINGS_READ = "withholdings-read"
    QUARANTINE_READ = "quarantine-read"
    QUARANTINE_RETRIED = "quarantine-retried"
    QUARANTINE_FILED = "quarantine-filed"
    QUARANTINE_CLOSED = "quarantine-closed"
    IDENTITY_REVIEW_READ = "identity-review-read"
    IDENTITY_DECIDED = "identity-decided"
    SUSPECTS_READ = "suspects-read"
    SUSPECT_CONFIRMED = "suspect-confirmed"
    SUSPECT_REJECTED = "suspect-rejected"
    AUDIT_READ = "audit-read"
    CASELOAD = "caseload"
    FEEDBACK = "feedback"
    EXPORT = "export"
    HOUSEHOLD = "household"
    STORE_RESTORED = "store-restored"
    LOSS_ACCEPTED = "loss-accepted"
    HISTORY_REQUESTED = "history-requested"


class AccessOutcome(StrEnum):
    """How the request came out."""

    ALLOW = "allow"
    REFUSE = "refuse"
    NOT_FOUND = "not-found"


class Channel(StrEnum):
    """By which door it came."""

    API = "api"
    PAGE = "page"
    CLI = "cli"
    NOTICE = "notice"


@dataclass(frozen=True)
class DisclosedEntry:
    """One entry that was shown: whose, how much of it, and by which rules. `sealed`: a withholding was on it."""

    entry_id: str
    agency: str
    category: str
    tier: str
    shown: str
    masks: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    sealed: bool = False

    @cached_property
    def canonical(self) -> bytes:
        """Its part of what the record commits to; whoever reads the same entry again shows the same line."""
        return canonical({name: getattr(self, name) for name in _ENTRY_FIELDS})


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRecord:
    """One access or refusal. `audit_id` is random (128 bits); `at` is an aware instant; `policy` is a digest.

    `sealed_class` marks the acts (withholding, override, release) that only the owner agency's IG lead and one
    deputy may read of. Source: `security.md` 3.15.
    """

    audit_id: str
    at: datetime
    viewer_id: str
    viewer_name: str | None = None
    agency: str
    agency_type: str
    role: str
    action: str
    child_id: str | None = None
    purpose: str
    reason: str
    basis: str | None = None
    threshold: str | None = None
    case: str | None = None
    channel: str
    outcome: str
    rules: tuple[str, ...] = ()
    policy: str | None = None
    disclosed: tuple[DisclosedEntry, ...] = ()
    sealed_class: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the record as it is committed to: absent values left out."""
        disclosed = [{name: getattr(entry, name) for name in _ENTRY_FIELDS} for entry in self.disclosed]
        return {**self._stated(), "disclosed": disclosed}

    @property
    def canonical(self) -> bytes:
        """The canonical form of `to_json`, which is what is committed to."""
        return canonical(
            {**self._stated(), "disclosed": [orjson.Fragment(entry.canonical) for entry in self.disclosed]}
        )

    def _stated(self) -> dict[str, Any]:
        found = {name: value for name in _FIELDS if (value := getattr(self, name)) is not None}
        return {**found, "at": format_instant(self.at)}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> "AccessRecord":
        """Read back what `to_json` gave, also after JSON made its tuples lists."""
        given: dict[str, Any] = {name: found.get(name) for name in _FIELDS}
        given["at"] = parse_instant(found["at"])
        given["rules"] = tuple(found["rules"])
        given["disclosed"] = tuple(_disclosed(entry) for entry in found["disclosed"])
        return cls(**given)


_FIELDS = tuple(field.name for field in fields(AccessRecord))
_ENTRY_FIELDS = tuple(field.name for field in fields(DisclosedEntry))


def _disclosed(found: Mapping[str, Any]) -> DisclosedEntry:
    return DisclosedEntry(**{**found, "masks": tuple(found["masks"]), "rules": tuple(found["rules"])})
