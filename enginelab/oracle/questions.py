"""Builders of decision requests in the contract's outer form, with safe defaults; each keyword replaces one part."""

from typing import Any

Document = dict[str, Any]

AGENCIES = {
    "childrens-social-care": "northshire-csc",
    "police": "northshire-police",
    "health": "northshire-nhs",
    "school": "hill-school",
    "cafcass": "cafcass",
    "board": "northshire-lscb",
    "probation": "north-probation",
    "housing": "north-homes",
    "family": "family",
}


def question(viewer: Document, request: Document, relations: list[Document], *entries: Document) -> Document:
    """One question about child `c-1` on 2 March 2026."""
    return {
        "now": "2026-03-02T10:00:00Z",
        "viewer": viewer,
        "request": request,
        "child": {"id": "c-1", "area": "northshire", "statuses": [], "relationships": relations},
        "entries": [entry | {"id": f"e-{number}"} for number, entry in enumerate(entries, 1)],
    }


def viewer(role: str, agency_type: str, **parts: Any) -> Document:
    agency = AGENCIES.get(agency_type, f"some-{agency_type}")
    return {"id": "u-1", "agency": agency, "agency_type": agency_type, "role": role, "conflicts": []} | parts


def asking(purpose: str, **parts: Any) -> Document:
    absent = dict.fromkeys(("legal_basis", "threshold", "consent", "order", "countersigned_by"))
    stated = {"action": "read", "purpose": purpose, "reason": "preparing for the discussion", "emergency": False}
    return absent | stated | parts


def relation(kind: str, agency: str, **parts: Any) -> Document:
    return {"agency": agency, "kind": kind, "person": "u-1", "since": "2026-01-05", "until": None} | parts


def entry(agency_type: str, category: str, **parts: Any) -> Document:
    """An open entry at tier `detail` about nobody but the child."""
    return {
        "agency": AGENCIES.get(agency_type, f"some-{agency_type}"),
        "agency_type": agency_type,
        "category": category,
        "occurred": "2026-02-27",
        "tier": "detail",
        "third_party": False,
        "sensitive": None,
        "derived_from": [],
        "handling": handling(),
        "fields": ["headline", "narrative", "persons", "action_taken"],
        "withholdings": [],
    } | parts


def handling(scheme: str | None = None, code: str | None = None, condition: str | None = None, *named: str) -> Document:
    return {"scheme": scheme, "code": code, "condition": condition, "authorised_for": list(named)}


def withholding(mode: str = "silent", state: str = "in-force", **parts: Any) -> Document:
    """A police withholding; keywords other than `fields` are parts of its audience."""
    nobody: Document = {key: [] for key in ("agency_types", "agencies", "roles", "persons", "everyone_but")}
    covered = {"fields": parts.pop("fields")} if "fields" in parts else {}
    held = {"id": "w-1", "ground": "police-investigation", "mode": mode, "state": state, "review_by": "2026-03-20"}
    return held | covered | {"audience": nobody | {"family": False} | parts}
