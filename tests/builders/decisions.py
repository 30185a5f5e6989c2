"""A decision request in the contract's own form."""

import json

AUDIENCE = {"agency_types": ["school"], "agencies": [], "roles": [], "persons": [], "family": True, "everyone_but": []}
ENTRY = {
    "id": "e-1",
    "agency": "northshire-police",
    "agency_type": "police",
    "category": "domestic-abuse-incident",
    "occurred": "2026-02-27",
    "tier": "detail",
    "third_party": True,
    "sensitive": None,
    "derived_from": [],
    "handling": {"scheme": "3x5x2", "code": "P", "condition": None, "authorised_for": []},
    "fields": ["narrative", "persons", "action_taken"],
    "withholdings": [
        {
            "id": "w-1",
            "ground": "police-investigation",
            "mode": "silent",
            "state": "in-force",
            "review_by": "2026-03-20",
            "audience": AUDIENCE,
        }
    ],
}


def asked(agency: str, agency_type: str, role: str) -> str:
    """The contract's example of a decision, by another viewer."""
    viewer = {"id": "u-1", "agency": agency, "agency_type": agency_type, "role": role, "conflicts": []}
    request = {"action": "read", "purpose": "enquiry-s47", "reason": "strategy discussion this afternoon"}
    absent = dict.fromkeys(("legal_basis", "consent", "order", "countersigned_by"))
    relationship = {"agency": agency, "kind": "allocated", "person": "u-1", "since": "2026-01-05", "until": None}
    child = {"id": "c-1", "area": "northshire", "statuses": ["child-protection-plan"], "relationships": [relationship]}
    return json.dumps(
        {
            "now": "2026-03-02T10:00:00Z",
            "viewer": viewer,
            "request": {**request, **absent, "threshold": "s47", "emergency": False},
            "child": child,
            "entries": [ENTRY],
        }
    )
