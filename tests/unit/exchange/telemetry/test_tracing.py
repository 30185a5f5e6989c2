"""W3C Trace Context: what is well-formed is followed, what is not is dropped, and steps nest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.telemetry import Finished, SpanName, Trace, begin, current, export_to, read_trace, span

SENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def test_a_well_formed_traceparent_is_read_and_written_as_it_was() -> None:
    trace = read_trace(SENT)
    assert trace == Trace("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", "01")
    assert trace.traceparent == SENT


@pytest.mark.parametrize(
    "sent",
    [None, "", "00", SENT.upper(), SENT + "-extra", "ff" + SENT[2:], f"00-{'0' * 32}-00f067aa0ba902b7-01", SENT + "\n"],
)
def test_what_is_no_traceparent_is_no_trace(sent: str | None) -> None:
    assert read_trace(sent) is None


@given(st.text(max_size=80))
def test_no_text_makes_reading_fail(sent: str) -> None:
    trace = read_trace(sent)
    assert trace is None or trace.trace_id in sent


def test_a_new_trace_is_well_formed_and_no_two_are_alike() -> None:
    traces = {begin().traceparent for _ in range(100)}
    assert len(traces) == 100
    assert all(read_trace(one) is not None for one in traces)


def test_a_step_within_a_step_is_of_the_same_trace() -> None:
    with span(SpanName.BATCH) as outer, span(SpanName.MESSAGE) as inner:
        assert current() == inner
        assert (inner.trace_id, inner.span_id == outer.span_id) == (outer.trace_id, False)
    assert current() is None


def test_a_step_continues_the_trace_that_was_sent() -> None:
    with span(SpanName.MESSAGE, read_trace(SENT)) as here:
        assert here.trace_id == "4bf92f3577b34da6a3ce929d0e0e4736"


def test_a_step_that_ends_is_exported_with_its_parent_and_only_the_attributes_on_the_list() -> None:
    told: list[Finished] = []
    export_to(told.append)
    try:
        with pytest.raises(ValueError, match="Rowan"), span(SpanName.BATCH, records=3, narrative="Rowan said"):
            raise ValueError("Rowan Ashdown")
    finally:
        export_to(None)
    assert [(one.name, one.attributes, one.failed, one.parent) for one in told] == [
        (SpanName.BATCH, {"records": 3}, "ValueError", None)
    ]
    assert told[0].began_ns <= told[0].ended_ns
