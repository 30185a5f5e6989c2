"""`hub policy decide`: the contract's JSON in, the contract's JSON out."""

import json

import pytest
from builders.command_line import CommandLine
from builders.decisions import asked


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


@pytest.mark.parametrize(("given", "code"), [("{", "json-malformed"), ("{}", "invalid"), ("[]", "invalid")])
def test_what_is_no_request_is_refused_with_what_is_wrong(hub: CommandLine, given: str, code: str) -> None:
    ran = hub.run("policy", "decide", given=given)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert f"hub: {code}:" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_an_engine_nobody_knows_is_wrong_use(hub: CommandLine) -> None:
    assert hub.run("policy", "decide", "--engine", "oracle", given="{}").returncode == 2
