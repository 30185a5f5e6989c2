"""`hub users` and `hub token`: the development issuer's made-up people."""

import json
from base64 import urlsafe_b64decode
from typing import Any

from builders.command_line import CommandLine


def test_every_user_that_is_listed_can_be_given_a_token(joined: CommandLine) -> None:
    user = json.loads(joined.said("users", "--json"))[0]
    claims = _claims(joined.said("token", user["id"]))
    assert {name: claims[name] for name in ("sub", "agency", "role")} == {
        "sub": user["id"],
        "agency": user["agency"],
        "role": user["role"],
    }
    assert claims["exp"] - claims["iat"] <= 15 * 60


def test_a_user_nobody_knows_gets_no_token(joined: CommandLine) -> None:
    ran = joined.run("token", "u-nobody")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "hub users" in ran.stderr


def test_there_are_no_made_up_people_under_a_real_issuer(joined: CommandLine) -> None:
    ran = joined.run("token", "u-amara", HUB_ISSUER="https://login.northshire.example")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "HUB_ISSUER" in ran.stderr


def _claims(token: str) -> dict[str, Any]:
    body = token.strip().split(".")[1]
    claims: dict[str, Any] = json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return claims
