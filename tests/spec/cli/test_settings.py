"""The settings: each one documented, each name an environment variable's, each fault named."""

from pathlib import Path

import pytest
from builders.command_line import CommandLine

from hub.bootstrap.main import read_settings
from hub.config import Settings


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_every_setting_is_documented_in_a_sentence(name: str) -> None:
    told = Settings.model_fields[name].description
    assert told is not None
    assert told.endswith(".")


@pytest.mark.parametrize("name", ["data", "port", "store", "transport", "policy", "issuer", "keys"])
def test_every_setting_of_the_contract_is_there(name: str) -> None:
    assert name in Settings.model_fields


def test_a_setting_is_read_from_the_environment_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hub.toml").write_text('port = 8100\narea = "farshire"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HUB_PORT", "8200")
    settings = read_settings()
    assert (settings.port, settings.area) == (8200, "farshire")


def test_a_setting_of_the_wrong_kind_is_named(hub: CommandLine) -> None:
    ran = hub.run("agency", "list", HUB_PORT="eighty")
    assert ran.returncode == 1
    assert "HUB_PORT" in ran.stderr
    assert "eighty" not in ran.stderr


def test_a_store_that_is_none_is_named(hub: CommandLine) -> None:
    ran = hub.run("agency", "list", HUB_STORE="mysql://hub")
    assert ran.returncode == 1
    assert "HUB_STORE" in ran.stderr


def test_a_name_in_the_file_that_is_no_setting_is_refused(hub: CommandLine) -> None:
    (hub.folder / "hub.toml").write_text("prot = 8100\n", encoding="utf-8")
    ran = hub.run("agency", "list")
    assert ran.returncode == 1
    assert "HUB_PROT" in ran.stderr


def test_a_command_that_is_none_is_wrong_use(hub: CommandLine) -> None:
    assert hub.run("nonsense").returncode == 2


def test_a_hub_that_is_asked_nothing_says_what_it_can_do(hub: CommandLine) -> None:
    ran = hub.run("--help")
    assert ran.returncode == 0
    assert all(name in ran.stdout for name in ("agency", "audit", "intake", "policy", "quarantine", "serve", "token"))
