"""The MLLP server: many connections, many messages on each, each answered in its turn once it is dealt with.

One message is dealt with at a time, whatever connection it comes on: what a message comes to depends on those before
it. The answer is made without a break, so that a message in hand is finished and answered when the server stops.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import structlog

from connectors.mllp.address import Address
from connectors.mllp.blocks import Blocks, Found, framed

log = structlog.get_logger()

Answer = Callable[[Found], bytes]
"""Deals with a message and gives the answer to it; what it raises closes the connection without one."""

PIECE_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Pace:
    """How much and how long. Times in seconds.

    `message_s` is for one message from its first byte to its last, and for a sender to take an answer; `idle_s`
    between messages. Where all connections are taken, the one that was silent longest, and longer than `silent_s`,
    makes way for a new one; first of all one on which nothing was ever said.
    """

    message_bytes: int = 900_000
    message_s: float = 30.0
    idle_s: float = 3_600.0
    connections: int = 64
    silent_s: float = 5.0
    stopping_s: float = 5.0


@dataclass(slots=True)
class Heard:
    """When something was last heard on a connection, whether a message is open on it, and whether one ever came."""

    last: float
    is_open: bool = False
    has_spoken: bool = False


class Server:
    """Listens on one address."""

    def __init__(self, answer: Answer, pace: Pace) -> None:
        self._answer = answer
        self._pace = pace
        self._conversations: dict[asyncio.Task[None], Heard] = {}

    async def run(self, address: Address, stop: asyncio.Event, ready: Callable[[Address], None]) -> None:
        """Listen until told to stop; `ready` is told where. OSError if the address cannot be listened on."""
        server = await asyncio.start_server(self._accepted, address.host, address.port)
        ready(Address(address.host, server.sockets[0].getsockname()[1]))
        await stop.wait()
        server.close()
        await self._end_conversations()

    async def _end_conversations(self) -> None:
        conversations = list(self._conversations)
        for conversation in conversations:
            conversation.cancel()
        if conversations:
            await asyncio.wait(conversations, timeout=self._pace.stopping_s)

    async def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        conversation = asyncio.current_task()
        if conversation is None or not self._has_room():
            log.warning("mllp-connection-refused", connections=len(self._conversations))
            writer.close()
            return
        heard = self._conversations[conversation] = Heard(asyncio.get_running_loop().time())
        try:
            await self._converse(reader, writer, heard)
        except (TimeoutError, ConnectionError) as error:
            log.warning("mllp-connection-lost", error=type(error).__name__)
        finally:
            self._conversations.pop(conversation, None)
            await self._closed(writer)

    def _has_room(self) -> bool:
        """Return whether another connection can be taken; if need be the one that was silent longest is closed."""
        if len(self._conversations) < self._pace.connections:
            return True
        silent_since = asyncio.get_running_loop().time() - self._pace.silent_s
        silent = [pair for pair in self._conversations.items() if not pair[1].is_open and pair[1].last <= silent_since]
        if not silent:
            return False
        conversation, _ = min(silent, key=lambda pair: (pair[1].has_spoken, pair[1].last))
        log.warning("mllp-connection-makes-way", connections=len(self._conversations))
        self._conversations.pop(conversation)
        conversation.cancel()
        return True

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, heard: Heard) -> None:
        blocks, clock = Blocks(self._pace.message_bytes), asyncio.get_running_loop().time
        until = clock() + self._pace.idle_s
        while data := await asyncio.wait_for(reader.read(PIECE_BYTES), until - clock()):
            was_open, heard.is_open = blocks.is_open, True
            for found in blocks.feed(data):
                was_open = False
                writer.write(framed(self._answer(found)))
                await asyncio.wait_for(writer.drain(), self._pace.message_s)
                heard.has_spoken = True
            heard.last, heard.is_open = clock(), blocks.is_open
            if not was_open:
                until = clock() + (self._pace.message_s if blocks.is_open else self._pace.idle_s)
        if blocks.is_open or blocks.broken_off:
            log.warning("mllp-message-broken-off", blocks=blocks.broken_off + blocks.is_open)

    async def _closed(self, writer: asyncio.StreamWriter) -> None:
        """Close a connection once its answers are sent, or leave them if nobody takes them."""
        writer.close()
        with suppress(OSError, TimeoutError):
            await asyncio.wait_for(writer.wait_closed(), self._pace.stopping_s / 2)
        writer.transport.abort()
