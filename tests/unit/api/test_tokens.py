"""Bearer tokens: what holds, what does not, and what is said of it."""

from datetime import UTC, datetime, timedelta

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, OKPKey

from hub.api.errors import Unauthenticated
from hub.api.tokens import TokenAuthenticator

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
KEY = OKPKey.generate_key("Ed25519", auto_kid=True)
CLAIMS = {
    "iss": "https://login.example.org",
    "aud": "hub-northshire",
    "exp": int((NOW + timedelta(minutes=5)).timestamp()),
    "sub": "u-1",
    "name": "A. Person",
    "agency": "northshire-csc",
    "role": "social-worker",
}
HOLDING = TokenAuthenticator(
    "https://login.example.org", "hub-northshire", lambda _: KeySet([OKPKey.import_key(KEY.as_dict())]), lambda: NOW
)


def token(key: OKPKey = KEY, **changed: object) -> str:
    claims = {name: value for name, value in {**CLAIMS, **changed}.items() if value is not None}
    return jwt.encode({"alg": "Ed25519", "kid": key.kid}, claims, key, ["Ed25519"])


def test_a_token_of_the_issuer_holds() -> None:
    assert HOLDING.caller(token()).id == "u-1"


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://other.example.org"},
        {"aud": "another-hub"},
        {"exp": int((NOW - timedelta(minutes=5)).timestamp())},
        {"exp": None},
        {"aud": None},
        {"iss": None},
    ],
)
def test_a_token_of_another_issuer_audience_or_time_does_not(wrong: dict[str, object]) -> None:
    with pytest.raises(Unauthenticated, match="does not hold"):
        HOLDING.caller(token(**wrong))


@pytest.mark.parametrize("claim", ["sub", "name", "agency", "role"])
def test_a_token_without_a_claim_that_the_hub_needs_does_not(claim: str) -> None:
    with pytest.raises(Unauthenticated, match="lacks"):
        HOLDING.caller(token(**{claim: None}))


def test_a_token_signed_by_another_key_does_not() -> None:
    with pytest.raises(Unauthenticated):
        HOLDING.caller(token(OKPKey.generate_key("Ed25519", auto_kid=True)))


def test_a_token_without_a_signature_does_not() -> None:
    head, body, _ = token().split(".")
    with pytest.raises(Unauthenticated):
        HOLDING.caller(f"{head}.{body}.")


def test_a_public_key_used_as_a_shared_secret_does_not() -> None:
    forged = jwt.encode({"alg": "HS256"}, CLAIMS, OctKey.import_key(KEY.as_dict(private=False)["x"]), ["HS256"])
    with pytest.raises(Unauthenticated):
        HOLDING.caller(forged)


@pytest.mark.parametrize("rubbish", ["", "x", "a.b", "a.b.c", "....", "é.é.é", "bm90IGpzb24.e30.x"])
def test_rubbish_does_not_and_is_not_quoted(rubbish: str) -> None:
    with pytest.raises(Unauthenticated) as error:
        HOLDING.caller(rubbish)
    assert len(rubbish) < 3 or rubbish not in str(error.value)
