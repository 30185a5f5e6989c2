"""The server answers each message in its turn, on every connection, and lets nobody hold it up."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from builders.loops import in_a_thread
from hl7.mllp import open_hl7_connection

from connectors.mllp import Address, Block, Oversize, Pace, Server, framed
from connectors.mllp.server import Answer

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Conversation = Callable[[Address], Awaitable[None]]

PACE = Pace()


def echo(found: Block | Oversize) -> bytes:
    return b"too large" if isinstance(found, Oversize) else b"got " + found.content


@asynccontextmanager
async def serving(answer: Answer, pace: Pace) -> AsyncIterator[tuple[Address, asyncio.Event, asyncio.Task[None]]]:
    stop, ready = asyncio.Event(), asyncio.get_running_loop().create_future()
    served = asyncio.create_task(Server(answer, pace).run(Address("127.0.0.1", 0), stop, ready.set_result))
    yield await ready, stop, served
    stop.set()
    await served


def converse(conversation: Conversation, pace: Pace = PACE, answer: Answer = echo) -> None:
    async def whole() -> None:
        async with serving(answer, pace) as (address, _, _):
            await asyncio.wait_for(conversation(address), 20)

    in_a_thread(whole())


async def connected(address: Address) -> Streams:
    return await asyncio.open_connection(address.host, address.port)


async def answer_to(streams: Streams) -> bytes:
    return (await streams[0].readuntil(b"\x1c\r"))[1:-2]


async def is_closed(reader: asyncio.StreamReader) -> bool:
    """Whether the far side closes the connection without an answer."""
    with suppress(ConnectionError):
        return await reader.read() == b""
    return True


async def send_slowly(writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"x")
        await asyncio.sleep(0.05)


async def send_without_end(writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(framed(b"x" * 50_000))
        await writer.drain()


def test_another_projects_client_is_answered() -> None:
    async def conversation(address: Address) -> None:
        reader, writer = await open_hl7_connection(address.host, address.port)
        writer.writeblock(b"MSH|1")
        await writer.drain()
        assert await reader.readblock() == b"got MSH|1"
        writer.close()

    converse(conversation)


def test_many_messages_on_a_connection_are_answered_in_their_order() -> None:
    async def conversation(address: Address) -> None:
        streams = await connected(address)
        streams[1].write(b"".join(framed(b"%d" % number) for number in range(500)))
        assert [await answer_to(streams) for _ in range(500)] == [b"got %d" % number for number in range(500)]

    converse(conversation)


def test_several_connections_are_served_at_once() -> None:
    async def conversation(address: Address) -> None:
        many = [await connected(address) for _ in range(20)]
        for number, (_, writer) in enumerate(many):
            writer.write(framed(b"%d" % number))
        assert [await answer_to(streams) for streams in many] == [b"got %d" % number for number in range(20)]

    converse(conversation)


def test_a_message_that_stops_in_the_middle_is_given_up_and_holds_nobody_up() -> None:
    async def conversation(address: Address) -> None:
        slow, quick = await connected(address), await connected(address)
        slow[1].write(b"\x0bMSH|half")
        quick[1].write(framed(b"1"))
        assert await answer_to(quick) == b"got 1"
        assert await slow[0].read() == b""
        quick[1].write(framed(b"2"))
        assert await answer_to(quick) == b"got 2"

    converse(conversation, Pace(message_s=0.2))


def test_a_sender_that_goes_on_byte_by_byte_has_no_longer_than_another() -> None:
    async def conversation(address: Address) -> None:
        reader, writer = await connected(address)
        writer.write(b"\x0b")
        sending = asyncio.create_task(send_slowly(writer))
        assert await is_closed(reader)
        sending.cancel()

    converse(conversation, Pace(message_s=0.3))


def test_a_silent_connection_is_closed_after_its_time() -> None:
    async def conversation(address: Address) -> None:
        assert await (await connected(address))[0].read() == b""

    converse(conversation, Pace(idle_s=0.1))


def test_a_message_over_the_limit_is_answered_and_the_connection_goes_on() -> None:
    async def conversation(address: Address) -> None:
        streams = await connected(address)
        streams[1].write(framed(b"x" * 5_000) + framed(b"next"))
        assert [await answer_to(streams), await answer_to(streams)] == [b"too large", b"got next"]

    converse(conversation, Pace(message_bytes=1_000))


def test_one_connection_too_many_is_closed_at_once_while_the_others_are_at_work() -> None:
    async def conversation(address: Address) -> None:
        first = await connected(address)
        first[1].write(framed(b"1") + b"\x0bMSH|half")
        assert await answer_to(first) == b"got 1"
        assert await (await connected(address))[0].read() == b""
        first[1].write(b"\x1c\r")
        assert await answer_to(first) == b"got MSH|half"

    converse(conversation, Pace(connections=1, silent_s=0.0))


def test_where_all_connections_are_taken_one_that_never_spoke_makes_way_and_then_the_longest_silent() -> None:
    async def conversation(address: Address) -> None:
        older, newer = await connected(address), await connected(address)
        for streams in (older, newer):
            streams[1].write(framed(b"1"))
            await answer_to(streams)
        mute = await connected(address)
        await asyncio.sleep(0.05)
        for left in (mute, older):
            fresh = await connected(address)
            fresh[1].write(framed(b"2"))
            assert await answer_to(fresh) == b"got 2"
            assert await is_closed(left[0])
        newer[1].write(framed(b"3"))
        assert await answer_to(newer) == b"got 3"

    converse(conversation, Pace(connections=3, silent_s=0.02))


def test_silent_connections_do_not_keep_a_feed_out() -> None:
    async def conversation(address: Address) -> None:
        silent = [await connected(address) for _ in range(8)]
        await asyncio.sleep(0.05)
        feed = await connected(address)
        feed[1].write(framed(b"1"))
        assert await answer_to(feed) == b"got 1"
        assert await is_closed(silent[0][0])

    converse(conversation, Pace(connections=8, silent_s=0.02))


def test_a_sender_that_takes_no_answers_is_given_up() -> None:
    async def conversation(address: Address) -> None:
        _, greedy = await connected(address)
        with pytest.raises(ConnectionError):
            await send_without_end(greedy)

    converse(conversation, Pace(message_s=0.3, stopping_s=0.4))


def test_a_connection_that_breaks_off_leaves_the_server_up() -> None:
    async def conversation(address: Address) -> None:
        _, writer = await connected(address)
        writer.write(b"\x0bMSH|half")
        writer.transport.abort()
        streams = await connected(address)
        streams[1].write(framed(b"1"))
        assert await answer_to(streams) == b"got 1"

    converse(conversation)


def test_an_answer_that_cannot_be_made_closes_its_connection_and_no_other() -> None:
    def failing(found: Block | Oversize) -> bytes:
        if found == Block(b"bad"):
            raise ConnectionAbortedError
        return echo(found)

    async def conversation(address: Address) -> None:
        bad, good = await connected(address), await connected(address)
        bad[1].write(framed(b"bad"))
        assert await bad[0].read() == b""
        good[1].write(framed(b"1"))
        assert await answer_to(good) == b"got 1"

    converse(conversation, answer=failing)


def test_a_stop_answers_what_is_in_hand_and_takes_no_more() -> None:
    async def whole() -> None:
        async with serving(echo, Pace()) as (address, stop, served):
            streams, idle = await connected(address), await connected(address)
            streams[1].write(framed(b"1"))
            assert await answer_to(streams) == b"got 1"
            stop.set()
            await asyncio.wait_for(served, 5)
            assert (await streams[0].read(), await idle[0].read()) == (b"", b"")
            with pytest.raises(ConnectionError):
                await connected(address)

    in_a_thread(whole())
