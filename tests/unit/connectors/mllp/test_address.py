"""An address to listen on is written mllp://HOST:PORT."""

import pytest

from connectors.mllp import Address, AddressUnusable, address_of, is_address


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("mllp://127.0.0.1:2575", "127.0.0.1", 2575),
        ("mllp://[::1]:0", "::1", 0),
        ("mllp://feed.internal:1/", "feed.internal", 1),
    ],
)
def test_host_and_port_are_read_and_written_back(text: str, host: str, port: int) -> None:
    assert is_address(text)
    assert address_of(text) == Address(host, port)
    assert str(address_of(text)) == text.rstrip("/")


@pytest.mark.parametrize("text", ["mllp://", "mllp://host", "mllp://host:70000", "mllp://host:x", "mllp://h:1/path"])
def test_what_is_no_address_is_told(text: str) -> None:
    with pytest.raises(AddressUnusable, match="mllp://HOST:PORT"):
        address_of(text)


def test_a_file_is_no_address() -> None:
    assert not is_address("drop/adt.hl7")
