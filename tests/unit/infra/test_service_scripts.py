"""The service scripts' promises: an address given is used as it is, and only what they started is stopped."""

import os
import subprocess
import sys
from pathlib import Path

INFRA = Path(__file__).resolve().parents[3] / "infra"
GIVEN = {
    "HUB_TEST_KAFKA": "broker.example:9092",
    "HUB_TEST_KAFKA_SECURE": "broker.example:9093",
    "HUB_TEST_KAFKA_SECURE_TLS": "broker.example:9094",
    "HUB_TEST_KAFKA_SECURE_LOGINS": "/etc/hub/kafka logins",
    "HUB_TEST_OPA": "http://opa.example:8181",
    "HUB_TEST_POSTGRES": "postgresql://hub@db.example:5432/hub_test",
    "HUB_TEST_CHROMIUM": "/opt/a browser",
    "HUB_TEST_KCAT": "/opt/kcat",
    "HUB_TEST_STRACE": "/opt/strace",
    "HUB_TEST_AXE": "/opt/axe.min.js",
}


def run(script: str, *words: str, at: Path, given: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    env = kept | {"HUB_INFRA_RUN": str(at)} | (given or {})
    return subprocess.run([str(INFRA / script), *words], env=env, capture_output=True, text=True, timeout=60)


def test_where_every_address_is_given_nothing_is_installed_or_started(tmp_path: Path) -> None:
    done = run("services.sh", "up", at=tmp_path, given=GIVEN)
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in tmp_path.iterdir()} <= {"lock"}


def test_an_address_given_is_printed_as_it_is_and_quoted_for_the_shell(tmp_path: Path) -> None:
    lines = run("services.sh", "env", at=tmp_path, given=GIVEN).stdout.splitlines()
    assert "export HUB_TEST_KAFKA=broker.example:9092" in lines
    assert r"export HUB_TEST_CHROMIUM=/opt/a\ browser" in lines


def test_a_command_run_with_the_services_sees_them_and_gives_its_status(tmp_path: Path) -> None:
    done = run("services.sh", "run", "sh", "-c", "echo $HUB_TEST_KAFKA; exit 7", at=tmp_path, given=GIVEN)
    assert (done.returncode, done.stdout) == (7, "broker.example:9092\n")


def test_a_process_that_took_over_a_pid_of_ours_is_left_alone(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as other:
        (tmp_path / "opa.pid").write_text(f"{other.pid}\nborn at another time\n", "utf-8")
        done = run("opa/stop.sh", at=tmp_path)
        alive = other.poll() is None
        other.kill()
    assert (done.returncode, alive) == (0, True)
    assert not (tmp_path / "opa.pid").exists()


def test_stopping_what_does_not_run_is_no_error(tmp_path: Path) -> None:
    done = run("services.sh", "down", at=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_unknown_word_is_answered_with_the_right_use(tmp_path: Path) -> None:
    done = run("services.sh", "sideways", at=tmp_path)
    assert done.returncode == 2
    assert "up | down | env | run COMMAND" in done.stderr


def test_a_fhir_server_that_is_given_is_used_as_it_is(tmp_path: Path) -> None:
    given = {"BENCH_FHIR": "http://fhir.example/r4"}
    for script in ("hapi/install.sh", "hapi/start.sh"):
        done = run(script, at=tmp_path, given=given)
        assert (done.returncode, done.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []
