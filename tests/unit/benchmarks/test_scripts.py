"""The scripts themselves, at the smallest sizes and on embedded parts; nothing is said of time."""

import json
import pstats
import re
import subprocess
import sys
from io import StringIO

import pytest
from rich.console import Console

from benchmarks import __main__ as script
from benchmarks import profiled
from benchmarks.auditing import MOST_WAIT_MILLISECONDS, measure_audit
from benchmarks.long import MOST_GROWTH, growth, measure_long
from benchmarks.measures import BenchmarkFailed, Measure, one_line
from benchmarks.memory import peak_until_ready, resident_mib
from benchmarks.parts import PARTS, Services
from benchmarks.reading import measure_reading
from benchmarks.sizes import Sizes, from_environment
from benchmarks.taking import measure_intake
from benchmarks.workshop import SQLITE

TINY = Sizes(
    messages=24,
    children=4,
    entries=12,
    calls=2,
    cold_calls=1,
    long_entries=60,
    long_calls=1,
    accesses=20,
    readers=4,
    register=60,
    probes=20,
    repeats=1,
)
KEYS = {"ours", "peer", "limit", "unit", "ratio_to_peer", "share_of_limit"}


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> list[Measure]:
    topics = tmp_path_factory.mktemp("topics") / "topics.db"
    return measure_intake(f"embedded:{topics}", [SQLITE], TINY)


@pytest.fixture(scope="module")
def read() -> list[Measure]:
    return measure_reading("embedded", [SQLITE], TINY)


def test_intake_is_measured_beside_its_peer_and_its_limit(taken: list[Measure]) -> None:
    assert [one.name for one in taken] == ["intake-sqlite"]
    assert all(figure and figure > 0 for one in taken for figure in (one.ours, one.peer, one.limit, one.cores))


def test_reading_is_measured_warm_and_cold_where_both_show_the_same_entries(read: list[Measure]) -> None:
    names = ["warm", "warm-p99", "cold", "warm-tail"]
    assert [one.name for one in read] == [f"chronology-12-sqlite-{name}" for name in names]
    assert all(figure and figure > 0 for one in read for figure in (one.ours, one.peer, one.limit))


@pytest.fixture(scope="module")
def long() -> list[Measure]:
    return measure_long("embedded", [SQLITE], TINY)


def test_a_long_chronology_is_measured_by_page_and_whole_with_its_growth_and_decisions(long: list[Measure]) -> None:
    names = ["chronology-60-sqlite-page", "chronology-60-sqlite-whole", "growth-sqlite", "decisions-6", "decisions-60"]
    assert [one.name for one in long] == names
    assert all(one.ours > 0 and one.limit > 0 for one in long)


def test_growth_compares_the_end_of_a_long_chronology_with_its_first_tenth() -> None:
    flat, grown = growth("flat", [1.0] * 50), growth("grown", [1.0] * 25 + [2.0] * 25)
    assert flat.share_of_limit == pytest.approx(1 / MOST_GROWTH)
    assert grown.share_of_limit == pytest.approx(2 / MOST_GROWTH)


def test_audit_is_measured_by_rate_and_by_how_long_a_reader_waits() -> None:
    rate, wait, other = measure_audit([SQLITE], TINY)
    assert (rate.name, wait.name, other.name) == ("audit-sqlite", "audit-sqlite-wait", "audit-sqlite-pymerkle")
    assert rate.peer is not None
    assert other.peer is not None
    assert wait.limit == MOST_WAIT_MILLISECONDS


def test_every_figure_has_the_keys_of_the_contract(taken: list[Measure], read: list[Measure]) -> None:
    told = json.loads(one_line([*taken, *read]))
    assert all(set(figures) == KEYS for figures in told.values())


def test_the_peak_of_a_process_is_seen_before_it_is_ready() -> None:
    code = "import time; held = bytearray(64 << 20); time.sleep(0.5); print('ready http://127.0.0.1:1', flush=True)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert peak_until_ready(process) > 64


def test_a_process_that_ends_before_it_is_ready_is_a_failure() -> None:
    with (
        subprocess.Popen([sys.executable, "-c", "print('sorry')"], stdout=subprocess.PIPE, text=True) as process,
        pytest.raises(BenchmarkFailed, match="did not become ready"),
    ):
        peak_until_ready(process)


def test_the_memory_of_a_process_counts_what_it_started() -> None:
    code = (
        "import subprocess, sys; print('up', flush=True);"
        "subprocess.run([sys.executable, '-c', 'held = bytearray(64 << 20); input()'])"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        while resident_mib(process.pid) < 64 and process.poll() is None:
            continue
        seen = resident_mib(process.pid)
        process.communicate("\n")
    assert seen > 64


def test_without_the_services_it_says_which_are_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in script.SERVICES:
        monkeypatch.delenv(name, raising=False)
    assert script.main() == 1
    assert "HUB_TEST_KAFKA, HUB_TEST_OPA, HUB_TEST_POSTGRES not set" in capsys.readouterr().err


def test_sizes_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENCH_MESSAGES", "50")
    assert from_environment() == Sizes(messages=50)


@pytest.mark.parametrize("name", sorted(profiled.PROFILES))
def test_a_profile_names_our_own_functions(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUB_TEST_OPA", raising=False)
    found = pstats.Stats(profiled.PROFILES[name](SQLITE, TINY)).get_stats_profile().func_profiles
    assert {"intake": "take", "reading": "chronology"}[name] in found


def test_a_profile_is_told_by_room_and_library_as_shares_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUB_TEST_OPA", raising=False)
    shares = profiled.by_room(profiled.PROFILES["intake"](SQLITE, TINY))
    assert {"hub/intake", "exchange", "sqlite3", "cryptography"} <= set(shares)
    assert sum(shares.values()) == pytest.approx(1)
    assert list(shares.values()) == sorted(shares.values(), reverse=True)


def test_a_part_that_there_is_not_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert script.main(["reading", "writing"]) == 2
    told = capsys.readouterr().err
    assert "no such part: writing" in told
    assert all(name in told for name in PARTS)


def test_http_is_measured_where_both_servers_send_the_same_entries_and_its_seconds_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("HUB_TEST_OPA", raising=False)
    told = StringIO()
    people = Console(file=told, width=script.TABLE_WIDTH)
    services = Services("no-broker:1", "embedded", SQLITE)
    measures = script.run(services, TINY, people, ["http"])
    (measured,) = measures
    assert measured.name == "http-chronology-12"
    assert measured.peer is not None
    assert min(measured.ours, measured.peer, measured.limit) > 0
    lines = told.getvalue().splitlines()
    assert lines[0] == "http: 12 entries by one client"
    assert re.fullmatch(r"http: \d+ s", lines[1])


def test_each_part_says_beforehand_how_much_it_does() -> None:
    told = {name: part.told(Sizes(messages=4321, long_record=765, register=98_765)) for name, part in PARTS.items()}
    assert "4321 messages" in told["intake"]
    assert "4321 messages" in told["sharing"]
    assert "765 entries" in told["fhir"]
    assert "98765" in told["matching"]
