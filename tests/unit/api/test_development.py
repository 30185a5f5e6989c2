"""The development issuer: named users, short tokens, one machine only."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.api.development import SEEDED, DevelopmentIssuer, is_loopback, read_users
from hub.api.tokens import TokenAuthenticator
from hub.config import Settings
from hub.domain.errors import Misconfigured, NotFound
from hub.domain.vocabulary import Role

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


def issuer(folder: Path, **settings: str) -> DevelopmentIssuer:
    return DevelopmentIssuer(Settings(data=folder, **settings), lambda: NOW)


def test_a_token_names_the_user_their_agency_and_role(tmp_path: Path) -> None:
    made = issuer(tmp_path)
    caller = TokenAuthenticator("development", "hub-northshire", made.keys, lambda: NOW).caller(made.token("u-amara"))
    assert (caller.id, caller.agency, caller.role) == ("u-amara", "northshire-csc", "social-worker")


def test_the_seeded_users_have_roles_of_the_contract() -> None:
    assert {user.role for user in read_users(SEEDED).values()} <= set(Role)


def test_an_unknown_user_gets_no_token_and_is_told_where_to_look(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="hub users"):
        issuer(tmp_path).token("u-nobody")


def test_the_key_is_kept_between_starts_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    first, second = issuer(tmp_path), issuer(tmp_path)
    assert first.keys(None).as_dict() == second.keys(None).as_dict()
    assert (tmp_path / "issuer.jwk").stat().st_mode & 0o777 == 0o600


def test_users_in_the_data_folder_take_the_place_of_the_seeded_ones(tmp_path: Path) -> None:
    row = '[[user]]\nid = "u-own"\nname = "O"\nagency = "northshire-csc"\nrole = "social-worker"\n'
    (tmp_path / "users.toml").write_text(row)
    assert list(issuer(tmp_path).users) == ["u-own"]


def test_a_file_of_users_that_is_wrong_is_named(tmp_path: Path) -> None:
    (tmp_path / "users.toml").write_text("[[user]]\nid = 1\n")
    with pytest.raises(Misconfigured, match=r"users\.toml"):
        issuer(tmp_path)


def test_it_refuses_to_serve_beyond_loopback(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="loopback"):
        issuer(tmp_path, host="0.0.0.0")


def test_it_refuses_beside_another_issuer(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="another issuer"):
        issuer(tmp_path, issuer="https://login.example.org")


@pytest.mark.parametrize(("host", "loopback"), [("127.0.0.1", True), ("::1", True), ("localhost", True)])
def test_loopback_is_known_in_its_spellings(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.4", "hub.example.org"])
def test_anything_else_is_not_loopback(host: str) -> None:
    assert not is_loopback(host)
