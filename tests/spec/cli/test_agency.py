"""`hub agency`: agencies join, are listed, and lose keys."""

import json
import stat

from builders.command_line import HILL_SCHOOL, CommandLine

from exchange import connect, read_agency_folder


def test_an_agency_that_joins_gets_a_folder_of_credentials_that_only_its_owner_can_read(joined: CommandLine) -> None:
    folder = joined.folder / "agencies" / "hill-school"
    credentials = read_agency_folder(folder)
    assert (credentials.agency_id, credentials.agency_type) == ("hill-school", "school")
    assert stat.S_IMODE((folder / "signing-key.jwk").stat().st_mode) == 0o600


def test_an_agency_that_joins_gets_its_four_topics(joined: CommandLine) -> None:
    log = connect(f"embedded:{joined.folder / 'topics.db'}")
    topics = log.topics()
    log.close()
    lanes = {"events": 6, "urgent": 6, "receipts": 1, "notices": 1}
    assert topics == {f"agency.hill-school.{lane}": count for lane, count in lanes.items()}


def test_agencies_are_listed_for_people_and_for_programs(joined: CommandLine) -> None:
    kid = read_agency_folder(joined.folder / "agencies" / "hill-school").signing_key["kid"]
    assert "Hill School" in joined.said("agency", "list")
    assert "hill-school" in joined.said("agency", "list", COLUMNS="40")
    assert json.loads(joined.said("agency", "list", "--json")) == [
        {
            "agency_id": "hill-school",
            "agency_type": "school",
            "name": "Hill School",
            "area": "northshire",
            "duty_contact": "01632 960 1",
            "keys": [kid],
        }
    ]


def test_an_agency_joins_once(joined: CommandLine) -> None:
    ran = joined.run("agency", "add", "hill-school", *HILL_SCHOOL)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "registered already" in ran.stderr


def test_an_agency_whose_id_is_none_is_refused_and_leaves_nothing(joined: CommandLine) -> None:
    ran = joined.run("agency", "add", "Hill School", *HILL_SCHOOL)
    assert ran.returncode == 1
    assert "3 to 64" in ran.stderr
    assert not (joined.folder / "agencies" / "Hill School").exists()


def test_an_agency_of_no_known_type_is_wrong_use(joined: CommandLine) -> None:
    ran = joined.run("agency", "add", "new-school", "--type", "circus", *HILL_SCHOOL[2:])
    assert ran.returncode == 2
    assert "circus" in ran.stderr


def test_a_revoked_key_is_told_with_the_moment_it_stops_counting(hub: CommandLine) -> None:
    hub.said("agency", "add", "hill-school", *HILL_SCHOOL)
    kid = read_agency_folder(hub.folder / "agencies" / "hill-school").signing_key["kid"]
    said = hub.said("agency", "revoke", "hill-school", kid, "--since", "2026-03-02T10:00:00")
    assert said.splitlines() == [
        f"hill-school: key {kid} no longer counts from 2026-03-02T10:00:00+00:00 on.",
        "Nothing that it signed was accepted since.",
    ]
    (listed,) = json.loads(hub.said("agency", "list", "--json"))
    assert listed["keys"] == [f"{kid} (not since 2026-03-02T10:00:00+00:00)"]


def test_a_key_or_an_agency_that_is_not_there_cannot_be_revoked(joined: CommandLine) -> None:
    for agency, wanted in (("hill-school", "has no key"), ("vale-school", "no agency")):
        ran = joined.run("agency", "revoke", agency, "kid-none", "--since", "2026-03-02")
        assert ran.returncode == 1
        assert wanted in ran.stderr


def test_a_hub_that_nobody_has_joined_says_how_to_join(hub: CommandLine) -> None:
    assert "hub agency add" in hub.said("agency", "list")
    assert json.loads(hub.said("agency", "list", "--json")) == []
