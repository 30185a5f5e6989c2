"""Blocks are cut out of bytes as they come; nothing before, between or after them counts."""

import pytest

from connectors.mllp import Block, Blocks, Oversize, framed
from connectors.mllp.blocks import HEAD_BYTES

LIMIT = 100_000


def found(*pieces: bytes, limit: int = LIMIT) -> list[object]:
    blocks = Blocks(limit)
    return [one for piece in pieces for one in blocks.feed(piece)]


def test_a_block_is_the_message_between_its_marks() -> None:
    assert framed(b"MSH|A") == b"\x0bMSH|A\x1c\r"
    assert found(framed(b"MSH|A")) == [Block(b"MSH|A")]


def test_a_block_may_come_byte_by_byte() -> None:
    assert found(*(bytes([byte]) for byte in framed(b"MSH|A\rPID|1"))) == [Block(b"MSH|A\rPID|1")]


def test_several_blocks_may_come_at_once() -> None:
    assert found(framed(b"1") + framed(b"2") + b"\x0b3") == [Block(b"1"), Block(b"2")]


@pytest.mark.parametrize("noise", [b"\n", b"\r\n", b"GET / HTTP/1.1\r\n\r\n", b"\x1c\r", b"\x00\xff"])
def test_what_stands_between_blocks_is_passed_over(noise: bytes) -> None:
    assert found(noise + framed(b"1") + noise + framed(b"2") + noise) == [Block(b"1"), Block(b"2")]


def test_a_block_ends_without_a_carriage_return_too() -> None:
    assert found(b"\x0b1\x1c", b"\x0b2\x1c\n") == [Block(b"1"), Block(b"2")]


def test_an_empty_block_is_a_block() -> None:
    assert found(b"\x0b\x1c\r") == [Block(b"")]


def test_a_block_that_another_begins_inside_of_was_broken_off() -> None:
    blocks = Blocks(LIMIT)
    assert list(blocks.feed(b"\x0bMSH|hal" + framed(b"MSH|whole"))) == [Block(b"MSH|whole")]
    assert blocks.broken_off == 1


def test_a_block_that_has_not_ended_is_open() -> None:
    blocks = Blocks(LIMIT)
    assert list(blocks.feed(b"\x0bMSH")) == []
    assert blocks.is_open
    assert list(blocks.feed(b"\x1c")) == [Block(b"MSH")]
    assert not blocks.is_open


@pytest.mark.parametrize("piece", [1_000, 7_777, 500_000])
def test_of_a_message_over_the_limit_only_its_head_is_kept_and_the_next_is_read(piece: int) -> None:
    sent = framed(b"MSH|head" + b"x" * LIMIT) + framed(b"next")
    first, second = found(*(sent[at : at + piece] for at in range(0, len(sent), piece)))
    assert isinstance(first, Oversize)
    assert first.head.startswith(b"MSH|head")
    assert len(first.head) == HEAD_BYTES
    assert second == Block(b"next")


def test_a_message_of_just_the_limit_is_taken() -> None:
    assert found(framed(b"x" * LIMIT)) == [Block(b"x" * LIMIT)]
    assert isinstance(found(framed(b"x" * (LIMIT + 1)))[0], Oversize)
