"""What every test may ask for: the addresses of real services and the third-party data."""

import os
from pathlib import Path

import pytest
from builders.secured_kafka import SecuredKafka

pytest.register_assert_rewrite("builders.topic_log_contract")

ROOT = Path(__file__).resolve().parents[1]


def _address(variable: str, service: str) -> str:
    value = os.environ.get(variable)
    if not value:
        pytest.fail(
            f"{variable} is not set: run the tests by `make test`, which brings {service} up, or set its address."
        )
    return value


@pytest.fixture(scope="session")
def kafka_address() -> str:
    """`host:port` of a real Kafka broker without authentication."""
    return _address("HUB_TEST_KAFKA", "Kafka")


@pytest.fixture(scope="session")
def secured_kafka() -> SecuredKafka:
    """A real Kafka broker that lets nobody speak unauthenticated."""
    names = ("HUB_TEST_KAFKA_SECURE", "HUB_TEST_KAFKA_SECURE_TLS", "HUB_TEST_KAFKA_SECURE_LOGINS")
    passwords, certificates, logins = (_address(name, "a secured Kafka") for name in names)
    return SecuredKafka(f"kafka://{passwords}", f"kafka://{certificates}", Path(logins))


@pytest.fixture(scope="session")
def opa_address() -> str:
    """`http://host:port` of a real OPA server that has loaded `policies/`."""
    return _address("HUB_TEST_OPA", "OPA")


@pytest.fixture(scope="session")
def postgres_address() -> str:
    """`postgresql://user@host:port/database` in which a test may make schemas."""
    return _address("HUB_TEST_POSTGRES", "PostgreSQL")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium to drive."""
    return _address("HUB_TEST_CHROMIUM", "Chromium")


@pytest.fixture(scope="session")
def kcat() -> str:
    """The path of kcat, a Kafka client by other authors."""
    return _address("HUB_TEST_KCAT", "kcat")


@pytest.fixture(scope="session")
def strace() -> str:
    """The path of strace, which sees in which order a process writes."""
    return _address("HUB_TEST_STRACE", "strace")


THIRD_PARTY_DATA = Path(os.environ.get("HUB_SHARED_DATA", ROOT.parent / "shared" / "data"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of third-party messages, files and truth tables."""
    if not THIRD_PARTY_DATA.is_dir():
        pytest.fail(f"no third-party data at {THIRD_PARTY_DATA}: set HUB_SHARED_DATA to the folder that holds it.")
    return THIRD_PARTY_DATA


SHARED = ("hub_address", "kafka_address", "secured_kafka")
"""What is one for the whole run: whoever uses it stays on one worker, so that a hub reads nobody else's topics."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep together what shares a service or a file, and leave out what has no data to run on."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_worker_group(item)))
    _leave_out_what_lacks_data(config, items)


def _worker_group(item: pytest.Item) -> str:
    used = getattr(item, "fixturenames", ())
    return next((name for name in SHARED if name in used), item.nodeid.split("::")[0])


def _leave_out_what_lacks_data(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests on third-party data where there is none; in CI they are run, and fail without it."""
    if THIRD_PARTY_DATA.is_dir() or os.environ.get("CI"):
        return
    on_data = [item for item in items if "shared_data" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=on_data)
    items[:] = [item for item in items if item not in on_data]
