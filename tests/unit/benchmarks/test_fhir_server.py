"""The FHIR server of a run: the one that is named, or one that is started for the time and stopped whatever happens."""

from pathlib import Path

import pytest

from benchmarks.fhir_server import VARIABLE, fhir_server
from benchmarks.measures import BenchmarkFailed


def scripts(folder: Path, **bodies: str) -> Path:
    """Write install, start and stop scripts that note in `calls` that they ran, and do what is given besides."""
    for name in ("install", "start", "stop"):
        script = folder / f"{name}.sh"
        script.write_text(f"#!/bin/sh\necho {name} >>{folder / 'calls'}\n{bodies.get(name, '')}\n", "utf-8")
        script.chmod(0o755)
    return folder


def calls(folder: Path) -> list[str]:
    return (folder / "calls").read_text("utf-8").split()


STARTS = 'echo BENCH_FHIR=http://127.0.0.1:18599/fhir >"$HUB_INFRA_RUN/hapi.env"'


def test_a_server_that_is_named_is_used_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "http://fhir.example/r4")
    with fhir_server(scripts(tmp_path)) as address:
        assert address == "http://fhir.example/r4"
    assert not (tmp_path / "calls").exists()


def test_where_none_is_named_one_is_started_for_the_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    with fhir_server(scripts(tmp_path, start=STARTS)) as address:
        assert address == "http://127.0.0.1:18599/fhir"
        assert calls(tmp_path) == ["install", "start"]
    assert calls(tmp_path) == ["install", "start", "stop"]


def test_a_run_that_fails_stops_the_server_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(BenchmarkFailed, match="differ"), fhir_server(scripts(tmp_path, start=STARTS)):
        raise BenchmarkFailed("the two differ")
    assert calls(tmp_path)[-1] == "stop"


def test_a_server_that_does_not_start_fails_the_run_and_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    with (
        pytest.raises(BenchmarkFailed, match=r"start.sh ended with 3"),
        fhir_server(scripts(tmp_path, start="exit 3")),
    ):
        pass
    assert calls(tmp_path) == ["install", "start", "stop"]
