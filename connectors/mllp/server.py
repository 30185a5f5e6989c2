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
    between messages. Senders keep a connection open all day, so that the latter is long.
    """

    message_bytes: int = 900_000
    message_s: float = 30.0
    idle_s: float = 86_400.0
    connections: int = 64
    stopping_s: float = 5.0


class Server:
    """Listens on one address."""

    def __init__(self, answer: Answer, pace: Pace) -> None:
        self._answer = answer
        self._pace = pace
        self._conversations: set[asyncio.Task[None]] = set()

    async def run(self, address: Address, stop: asyncio.Event, ready: Callable[[Address], None]) -> None:
        """Listen until told to stop; `ready` is told where. OSError if the address cannot be listened on."""
        server = await asyncio.start_server(self._accepted, address.host, address.port)
        ready(Address(address.host, server.sockets[0].getsockname()[1]))
        await stop.wait()
        server.close()
        await self._end_conversations()

    async def _end_conversations(self) -> None:
        for conversation in self._conversations:
            conversation.cancel()
        if self._conversations:
            await asyncio.wait(self._conversations, timeout=self._pace.stopping_s)

    async def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        conversation = asyncio.current_task()
        if conversation is None or len(self._conversations) >= self._pace.connections:
            log.warning("mllp-connection-refused", connections=len(self._conversations))
            writer.close()
            return
        self._conversations.add(conversation)
        try:
            await self._converse(reader, writer)
        except (TimeoutError, ConnectionError) as error:
            log.warning("mllp-connection-lost", error=type(error).__name__)
        finally:
            self._conversations.discard(conversation)
            await self._closed(writer)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        blocks, clock = Blocks(self._pace.message_bytes), asyncio.get_running_loop().time
        until = clock() + self._pace.idle_s
        while data := await asyncio.wait_for(reader.read(PIECE_BYTES), until - clock()):
            was_open = blocks.is_open
            for found in blocks.feed(data):
                was_open = False
                writer.write(framed(self._answer(found)))
                await asyncio.wait_for(writer.drain(), self._pace.message_s)
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
