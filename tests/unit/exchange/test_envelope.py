"""The CloudEvents envelope: round trip, faults by pointer, and agreement with the CloudEvents library."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cloudevents.core.bindings.http import from_structured_event

from exchange import agency_of, decode, encode, event_name, hub_of, major_version, require_route
from exchange.errors import EnvelopeMalformed, Malformed, RouteMismatch

JWE = "eyJhbGciOiJFQ0RILUVTIn0..aXY.Y2lwaGVy.dGFn"
NOTHING = object()


def a_document(**changes: Any) -> dict[str, Any]:
    document = {
        "specversion": "1.0",
        "id": "ppn-1",
        "source": "urn:agency:northshire-police:niche",
        "type": "safeguarding.concern-raised.v1",
        "time": "2026-03-02T10:00:00Z",
        "subject": "0123456789abcdef0123456789abcdef",
        "topic": "agency.northshire-police.urgent",
        "audience": "northshire-hub",
        "sequence": "7",
        "datacontenttype": "application/jose",
        "data": JWE,
        **changes,
    }
    return {name: value for name, value in document.items() if value is not NOTHING}


def pointers(document: dict[str, Any]) -> list[str]:
    with pytest.raises(EnvelopeMalformed) as refused:
        decode(json.dumps(document).encode())
    return [fault.pointer for fault in refused.value.faults]


def test_an_envelope_comes_back_as_it_was_written(wire: Any) -> None:
    envelope = wire.envelope(
        data=JWE, traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", extensions={"partition": 3}
    )
    assert decode(encode(envelope)) == envelope


def test_the_attributes_are_read() -> None:
    envelope = decode(json.dumps(a_document(dataschema="urn:x")).encode())
    assert envelope.time == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert (envelope.sequence, envelope.data, envelope.is_sealed) == (7, JWE, True)
    assert envelope.extensions == {"dataschema": "urn:x"}


@pytest.mark.parametrize("sequence", [7, "7", "00000000000000000007"])
def test_a_sequence_is_read_as_a_number_however_it_is_spelt(sequence: object) -> None:
    assert decode(json.dumps(a_document(sequence=sequence)).encode()).sequence == 7


REQUIRED = ["specversion", "id", "source", "type", "time", "subject", "topic", "audience", "data"]


@pytest.mark.parametrize("name", [*REQUIRED, "datacontenttype"])
@pytest.mark.parametrize("absence", [NOTHING, None])
def test_a_missing_attribute_is_pointed_to(name: str, absence: object) -> None:
    assert f"/{name}" in pointers(a_document(**{name: absence}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("specversion", "0.3"),
        ("id", ""),
        ("id", " x"),
        ("id", "x" * 257),
        ("id", "a\u0000b"),
        ("id", 5),
        ("source", "urn:agency:AB:x"),
        ("source", "urn:agency:northshire-police"),
        ("source", "urn:agency:northshire-police:niche\n"),
        ("type", "safeguarding.Concern.v1"),
        ("type", "safeguarding.concern-raised"),
        ("type", "safeguarding.concern-raised.v0"),
        ("time", "yesterday"),
        ("time", "2027-04-05T11:11:11"),
        ("time", 1),
        ("subject", "9434765919"),
        ("subject", "Alex Made-Up-Name"),
        ("topic", "agency.northshire-police.other"),
        ("audience", "Hub!"),
        ("sequence", 0),
        ("sequence", -1),
        ("sequence", True),
        ("sequence", 1.5),
        ("sequence", "1" * 21),
        ("data", {"headline": "in the clear"}),
        ("data", "not.a.jwe"),
        ("datacontenttype", "application/json"),
        ("data_base64", "AAAA"),
        ("Extra", "x"),
        ("extra", {"nested": 1}),
        ("extra", 2**31),
        ("extra", "x" * 1_025),
    ],
)
def test_a_wrong_attribute_is_pointed_to_and_not_repeated(name: str, value: object) -> None:
    document = a_document(**{name: value})
    assert pointers(document) == [f"/{name}"]
    with pytest.raises(EnvelopeMalformed) as refused:
        decode(json.dumps(document).encode())
    assert not isinstance(value, str) or len(value) < 4 or value not in str(refused.value)


def test_every_fault_is_named_at_once() -> None:
    assert pointers(a_document(id=NOTHING, time="x", topic="y")) == ["/id", "/time", "/topic"]


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b'"x"', b"{", b"\xff"])
def test_what_is_no_json_object_is_malformed(raw: bytes) -> None:
    with pytest.raises(Malformed):
        decode(raw)


@pytest.mark.parametrize("trace", ["", "00-xyz", "ff-" + "a" * 32 + "-" + "b" * 16 + "-01", 5])
def test_an_ill_formed_trace_holds_no_concern_back(trace: object) -> None:
    assert decode(json.dumps(a_document(traceparent=trace)).encode()).traceparent is None


def test_the_hubs_own_messages_carry_plain_json_and_need_no_sequence() -> None:
    changes = {"source": "urn:hub:northshire-hub", "datacontenttype": "application/json", "data": {"a": 1}}
    assert decode(json.dumps(a_document(sequence=NOTHING, **changes)).encode()).data == {"a": 1}


def test_the_cloudevents_library_reads_what_we_write(wire: Any) -> None:
    from cloudevents.core.bindings.http import HTTPMessage

    message = wire.message()
    event = from_structured_event(HTTPMessage({"content-type": "application/cloudevents+json"}, message.value))
    assert event.get_id() == "ppn-1"
    assert event.get_source() == "urn:agency:northshire-police:niche"
    assert event.get_time() == datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert event.get_extension("audience") == "northshire-hub"


def test_the_conformance_suites_structured_event_is_refused_only_for_what_the_contract_adds(shared_data: Path) -> None:
    feature = (shared_data / "cloudevents" / "http-protocol-binding.feature").read_text("utf-8")
    body = re.findall(r'"""\n(.*?)"""', feature, re.DOTALL)[2].partition("\n\n")[2]
    document = json.loads(body)
    ours = {name: value for name, value in a_document().items() if name not in ("id", "time", "specversion")}
    assert decode(json.dumps({**document, **ours}).encode()).id == "1234-1234-1234"
    assert "/id" not in pointers(document)
    assert "/time" not in pointers(document)


def test_names_are_taken_apart() -> None:
    assert agency_of("urn:agency:northshire-police:niche:2") == "northshire-police"
    assert hub_of("urn:hub:northshire-hub") == "northshire-hub"
    assert event_name("safeguarding.section-47-started.v12") == "section-47-started"
    assert major_version("safeguarding.section-47-started.v12") == 12


@pytest.mark.parametrize(
    ("take", "text"), [(agency_of, "urn:hub:abc"), (hub_of, "x"), (event_name, "x"), (major_version, "x")]
)
def test_a_name_of_another_kind_is_refused(take: Any, text: str) -> None:
    with pytest.raises(EnvelopeMalformed):
        take(text)


def test_an_envelope_belongs_on_its_own_topic_of_its_own_agency_for_its_own_hub(wire: Any) -> None:
    require_route(wire.envelope(), "agency.northshire-police.urgent", "northshire-hub")


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"topic": "agency.northshire-police.events"}, "/topic"),
        ({"source": "urn:agency:other-police:niche"}, "/source"),
        ({"source": "urn:hub:northshire-hub"}, "/source"),
        ({"audience": "another-hub"}, "/audience"),
    ],
)
def test_an_envelope_elsewhere_is_a_route_mismatch(wire: Any, changes: dict[str, str], pointer: str) -> None:
    with pytest.raises(RouteMismatch) as refused:
        require_route(wire.envelope(**changes), "agency.northshire-police.urgent", "northshire-hub")
    assert refused.value.pointer == pointer
