"""Carrying to files: each message as it would be posted, for whoever posts it by other means (`curl`)."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from exchange.courier import Collected
from exchange.envelope_reading import decode
from exchange.errors import Unreachable
from exchange.messages import Message, signature_of
from exchange.outbox import Kept

_LONGEST_NAME = 120


class FileCarrier:
    """Writes two files a message into a folder: `NAME.envelope.json`, the exact signed bytes, and `NAME.envelope.jws`.

    NAME is the source's system and the event's id. No receipt comes this way: the next run that reaches the hub
    collects it, and until then the message stays in the outbox.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def deliver(self, messages: Sequence[Message]) -> list[bool]:
        """Write all; Unreachable where the folder cannot be written to."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for message in messages:
                self._write(message)
        except OSError as error:
            raise Unreachable(f"the folder {self._folder} cannot be written to ({type(error).__name__})") from error
        return [True] * len(messages)

    def collect(self, awaited: Sequence[Kept], timeout_s: float) -> Collected:  # noqa: ARG002 (nothing answers here)
        return Collected()

    def collected(self) -> None:
        """Nothing to note: nothing was collected."""

    def close(self) -> None:
        """Nothing is kept open."""

    def _write(self, message: Message) -> None:
        name = file_name(message)
        (self._folder / f"{name}.envelope.json").write_bytes(message.value)
        (self._folder / f"{name}.envelope.jws").write_text(signature_of(message.headers), encoding="ascii")


def file_name(message: Message) -> str:
    """Return the name of a message's files: percent-encoded, or a digest where that would be too long for a name."""
    envelope = decode(message.value)
    name = quote(f"{envelope.source.split(':', 3)[3]}.{envelope.id}", safe="")
    return name if len(name) <= _LONGEST_NAME else sha256(name.encode()).hexdigest()
