"""`hub agency key` and `hub agency revoke`: keys come, are limited, are retired, and are found out."""

import json
import stat
from pathlib import Path

import pytest
from builders.command_line import HILL_SCHOOL, CommandLine

from exchange import generate_signing_key, public_part, read_agency_folder


@pytest.fixture
def line(hub: CommandLine) -> CommandLine:
    """A hub that one agency has joined, for this test alone."""
    hub.said("agency", "add", "hill-school", *HILL_SCHOOL)
    return hub


def first_key(line: CommandLine) -> str:
    return str(read_agency_folder(line.folder / "agencies" / "hill-school").signing_key["kid"])


def public_key(folder: Path, **changes: str) -> tuple[Path, str]:
    """A file with a new public key, and its id."""
    key = {**public_part(generate_signing_key()), **changes}
    file = folder / "public.jwk"
    file.write_text(json.dumps(key), encoding="utf-8")
    return file, key["kid"]


def keys(line: CommandLine) -> list[str]:
    (listed,) = json.loads(line.said("agency", "list", "--json"))
    found: list[str] = listed["keys"]
    return found


def test_another_key_is_added_and_listed(line: CommandLine) -> None:
    file, kid = public_key(line.folder)
    assert kid in line.said("agency", "key", "add", "hill-school", str(file))
    assert set(keys(line)) == {first_key(line), kid}


def test_a_key_may_be_for_some_events_only(line: CommandLine) -> None:
    file, kid = public_key(line.folder)
    events = ("--event", "concern-raised", "--event", "attendance-concern")
    line.said("agency", "key", "add", "hill-school", str(file), *events)
    assert f"{kid} (only attendance-concern, concern-raised)" in keys(line)


def test_a_name_that_is_no_events_is_wrong_use(line: CommandLine) -> None:
    file, _ = public_key(line.folder)
    ran = line.run("agency", "key", "add", "hill-school", str(file), "--event", "concern-rased")
    assert ran.returncode == 2
    assert "concern-rased" in ran.stderr


def test_a_private_key_is_sent_back(line: CommandLine) -> None:
    file = line.folder / "private.jwk"
    file.write_text(json.dumps(generate_signing_key()), encoding="utf-8")
    ran = line.run("agency", "key", "add", "hill-school", str(file))
    assert ran.returncode == 1
    assert "private key" in ran.stderr
    assert len(keys(line)) == 1


def test_a_key_under_anothers_name_is_refused(line: CommandLine) -> None:
    file, _ = public_key(line.folder, kid=first_key(line))
    ran = line.run("agency", "key", "add", "hill-school", str(file))
    assert ran.returncode == 1
    assert "thumbprint" in ran.stderr


def test_a_key_is_one_agencys_alone(line: CommandLine) -> None:
    line.said("agency", "add", "vale-school", *HILL_SCHOOL)
    file, kid = public_key(line.folder)
    line.said("agency", "key", "add", "hill-school", str(file))
    ran = line.run("agency", "key", "add", "vale-school", str(file))
    assert ran.returncode == 1
    assert f"key {kid} is registered already" in ran.stderr


def test_a_key_for_an_agency_that_is_not_there_is_refused(line: CommandLine) -> None:
    file, _ = public_key(line.folder)
    ran = line.run("agency", "key", "add", "no-such-school", str(file))
    assert ran.returncode == 1
    assert "no agency no-such-school" in ran.stderr


def test_a_retired_key_is_listed_with_the_moment(line: CommandLine) -> None:
    kid = first_key(line)
    said = line.said("agency", "key", "retire", "hill-school", kid, "--at", "2026-03-02T10:00:00")
    assert said.strip() == f"hill-school: key {kid} is retired from 2026-03-02T10:00:00+00:00 on."
    assert keys(line) == [f"{kid} (retired from 2026-03-02T10:00:00+00:00)"]
    again = line.run("agency", "key", "retire", "hill-school", kid)
    assert again.returncode == 1
    assert "retired already" in again.stderr


def test_a_revocation_for_programs_lists_what_was_accepted_since(line: CommandLine) -> None:
    said = line.said("agency", "revoke", "hill-school", first_key(line), "--since", "2026-03-02", "--json")
    assert json.loads(said) == []


def test_a_principal_is_put_out_only_where_there_is_a_secured_broker(line: CommandLine) -> None:
    ran = line.run("agency", "revoke", "hill-school", first_key(line), "--since", "2026-03-02", "--principal")
    assert ran.returncode == 1
    assert "HUB_KAFKA_LOGIN" in ran.stderr
    assert "not since" in keys(line)[0]


def test_the_hubs_login_without_the_administrators_lets_nobody_in(line: CommandLine) -> None:
    ran = line.run("agency", "add", "vale-school", *HILL_SCHOOL, HUB_KAFKA_LOGIN=str(line.folder))
    assert ran.returncode == 1
    assert "HUB_KAFKA_ADMIN must" in ran.stderr or "both be set" in ran.stderr


def test_a_login_that_is_not_there_is_named(line: CommandLine) -> None:
    both = {"HUB_KAFKA_LOGIN": str(line.folder), "HUB_KAFKA_ADMIN": str(line.folder)}
    ran = line.run("agency", "add", "vale-school", *HILL_SCHOOL, HUB_TRANSPORT="kafka://127.0.0.1:1", **both)
    assert ran.returncode == 1
    assert "kafka.json is missing" in ran.stderr
    assert not (line.folder / "agencies" / "vale-school").exists()


def test_the_folder_of_an_agency_stays_its_owners_alone(line: CommandLine) -> None:
    assert stat.S_IMODE((line.folder / "agencies" / "hill-school").stat().st_mode) == 0o700


def test_what_an_agency_must_look_through_can_be_listed_at_any_time(line: CommandLine) -> None:
    assert line.said("agency", "suspect", "hill-school").strip() == "No message of its is suspect."
    line.said("agency", "revoke", "hill-school", first_key(line), "--since", "2026-03-02")
    assert json.loads(line.said("agency", "suspect", "hill-school", "--json")) == []
    assert line.run("agency", "suspect", "nobody").returncode == 1
