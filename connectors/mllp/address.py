"""Where to listen: `mllp://HOST:PORT`."""

from dataclasses import dataclass
from urllib.parse import urlsplit

SCHEME = "mllp"


class AddressUnusable(Exception):
    """The text is no address to listen on; it says what one looks like."""


@dataclass(frozen=True, slots=True)
class Address:
    """A host and a port of this machine; port 0 lets the system choose."""

    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{SCHEME}://{host}:{self.port}"


def is_address(text: str) -> bool:
    """Return whether a text is meant as an address to listen on."""
    return text.startswith(f"{SCHEME}://")


def address_of(text: str) -> Address:
    """Return the address in a text, or raise AddressUnusable."""
    try:
        parts = urlsplit(text)
        if parts.scheme == SCHEME and parts.hostname and parts.port is not None and not parts.path.strip("/"):
            return Address(parts.hostname, parts.port)
    except ValueError as error:
        raise AddressUnusable("the address to listen on is mllp://HOST:PORT, with a port up to 65535") from error
    raise AddressUnusable("the address to listen on is mllp://HOST:PORT, such as mllp://127.0.0.1:2575")
