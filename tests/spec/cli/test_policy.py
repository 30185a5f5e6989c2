"""`hub policy decide`: the contract's JSON in, the contract's JSON out."""

import json

import pytest
from builders.command_line import CommandLine

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


def test_the_contracts_example_is_decided_with_the_digest_of_the_policy(hub: CommandLine) -> None:
    given = asked("northshire-csc", "childrens-social-care", "social-worker")
    decided = json.loads(hub.said("policy", "decide", "--engine", "embedded", given=given))
    assert decided["policy"].startswith("sha256:")
    assert decided["request"]["outcome"] == "allow"
    assert [(one["id"], one["shown"]) for one in decided["decisions"]] == [("e-1", "full")]


def test_an_entry_that_is_withheld_from_the_viewers_kind_of_agency_is_hidden(hub: CommandLine) -> None:
    given = asked("oakfield-school", "school", "designated-safeguarding-lead")
    decided = json.loads(hub.said("policy", "decide", given=given))
    assert [one["shown"] for one in decided["decisions"]] == ["hidden"]


def test_both_engines_give_one_answer(hub: CommandLine, opa_address: str) -> None:
    given = asked("northshire-csc", "childrens-social-care", "social-worker")
    answers = [
        json.loads(hub.said("policy", "decide", "--engine", engine, given=given, HUB_POLICY=opa_address))
        for engine in ("embedded", "opa")
    ]
    assert answers[0] == answers[1]


@pytest.mark.parametrize(("given", "code"), [("{", "json-malformed"), ("{}", "invalid"), ("[]", "invalid")])
def test_what_is_no_request_is_refused_with_what_is_wrong(hub: CommandLine, given: str, code: str) -> None:
    ran = hub.run("policy", "decide", given=given)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert f"hub: {code}:" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_an_engine_nobody_knows_is_wrong_use(hub: CommandLine) -> None:
    assert hub.run("policy", "decide", "--engine", "oracle", given="{}").returncode == 2
