"""The lock files: exact, hashed, in step with pyproject.toml, and free of any registry's address."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
LOCKS = {"requirements.lock": (), "requirements-production.lock": ("kafka", "postgres")}
EVERY_LOCK = (*LOCKS, "requirements-dev.lock", "requirements-bench.lock")
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(file: str) -> dict[str, str]:
    return {normal(name): version for name, version in PINNED.findall((ROOT / file).read_text("utf-8"))}


def asked_for(extras: tuple[str, ...]) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = list(project["dependencies"])
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    return {normal(re.split(r"[\[<>=!~; ]", requirement)[0]) for requirement in wanted}


def extras_of(file: str) -> tuple[str, ...]:
    """Return what a lock file holds: that of tests all extras but what stands beside the hub in benchmarks."""
    if file in LOCKS:
        return LOCKS[file]
    every = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    return ("bench",) if file == "requirements-bench.lock" else tuple(one for one in every if one != "bench")


@pytest.mark.parametrize("file", EVERY_LOCK)
def test_a_lock_file_holds_what_the_project_asks_for(file: str) -> None:
    assert asked_for(extras_of(file)) <= set(locked(file))


@pytest.mark.parametrize("file", EVERY_LOCK)
def test_every_locked_version_has_a_hash(file: str) -> None:
    text = (ROOT / file).read_text("utf-8")
    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)
    assert [entry for entry in entries if entry.strip() and "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("file", EVERY_LOCK)
def test_a_lock_file_names_no_address(file: str) -> None:
    text = (ROOT / file).read_text("utf-8")
    assert re.findall(r"^.*://.*$|^--.*$", text, flags=re.MULTILINE) == []


@pytest.mark.parametrize("file", LOCKS)
def test_tests_run_with_the_versions_that_users_get(file: str) -> None:
    dev = locked("requirements-dev.lock")
    assert {name: dev.get(name) for name in locked(file)} == locked(file)


def test_the_assets_lock_names_no_registry() -> None:
    lock = json.loads((ROOT / "infra/assets/package-lock.json").read_text("utf-8"))
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
