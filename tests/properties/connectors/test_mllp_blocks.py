"""However bytes are cut into pieces, the same messages come out of them, and memory stays within the limit."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from connectors.mllp import Block, Blocks, Oversize, framed
from connectors.mllp.answers import Verdict, answered, header_of
from connectors.mllp.blocks import HEAD_BYTES

CONTENT = st.binary(max_size=60).map(lambda raw: raw.replace(b"\x0b", b"").replace(b"\x1c", b""))
NOISE = st.binary(max_size=10).map(lambda raw: raw.replace(b"\x0b", b""))
CUTS = st.lists(st.integers(1, 40), max_size=60)
HEADED = st.text("MSH|^~\\&\r\n\x0b\x1cA01é", max_size=80).map(lambda text: f"MSH{text}".encode())


def pieces(data: bytes, lengths: list[int]) -> list[bytes]:
    """The data in pieces of these lengths, and the rest."""
    cut, at = [], 0
    for length in lengths:
        cut.append(data[at : at + length])
        at += length
    return [*cut, data[at:]]


def found(data: bytes, lengths: list[int], limit: int = 10_000) -> list[Block | Oversize]:
    blocks = Blocks(limit)
    return [one for piece in pieces(data, lengths) for one in blocks.feed(piece)]


@given(contents=st.lists(CONTENT, max_size=8), noise=NOISE, lengths=CUTS)
def test_messages_come_out_as_they_were_framed(contents: list[bytes], noise: bytes, lengths: list[int]) -> None:
    sent = noise.join([b"", *map(framed, contents), b""])
    assert found(sent, lengths) == [Block(content) for content in contents]


@given(data=st.binary(max_size=400) | st.text("\x0b\x1c\rab", max_size=200).map(str.encode), lengths=CUTS)
def test_any_bytes_come_to_the_same_in_any_pieces(data: bytes, lengths: list[int]) -> None:
    assert found(data, lengths) == found(data, [])


@given(data=st.binary(max_size=400), lengths=CUTS, limit=st.integers(0, 30))
def test_no_more_than_the_limit_is_ever_given(data: bytes, lengths: list[int], limit: int) -> None:
    for one in found(b"\x0b" + data + b"\x1c", lengths, limit):
        if isinstance(one, Block):
            assert len(one.content) <= limit
        else:
            assert len(one.head) <= HEAD_BYTES


@given(content=st.binary(max_size=200) | HEADED)
def test_whatever_came_is_answered_in_one_block_of_ascii(content: bytes) -> None:
    said = answered(content, Verdict.REJECTED, datetime(2026, 3, 2, tzinfo=UTC))
    assert said.isascii()
    assert not {0x0B, 0x1C} & set(said)
    assert header_of(said).field(9).startswith("ACK")
