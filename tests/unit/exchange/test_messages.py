"""A whole message: composed by an agency, verified and opened by the hub; and its digest."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from exchange import compose, content_digest, decode, encode, open_data, public_part, seal, signature_of, verified
from exchange.errors import (
    EnvelopeMalformed,
    ExchangeError,
    JsonMalformed,
    SealedUnreadable,
    SignatureInvalid,
    TooLarge,
)
from exchange.messages import compose_open


def test_what_an_agency_composes_the_hub_verifies_and_opens(wire: Any) -> None:
    message = wire.message()
    envelope = verified(message.value, message.headers, public_part(wire.agency_signing))
    assert open_data(envelope, wire.hub_sealing) == wire.envelope().data
    assert replace(envelope, data=wire.envelope().data) == wire.envelope()


def test_topic_key_and_headers_are_those_of_the_contract(wire: Any) -> None:
    message = wire.message()
    assert message.topic == wire.envelope().topic
    assert message.key == wire.envelope().subject.encode()
    assert [name for name, _ in message.headers] == ["content-type", "jws"]
    assert message.headers[0][1] == b"application/cloudevents+json"


def test_no_word_of_the_content_is_in_the_message(wire: Any) -> None:
    assert b"station" not in wire.message().value


def test_a_message_over_a_million_bytes_is_refused_with_headers_counted(wire: Any) -> None:
    with pytest.raises(TooLarge):
        wire.message(data={"narrative": "x" * 760_000})
    assert len(wire.message(data={"narrative": "x" * 740_000}).value) < 1_000_000


def test_a_sender_learns_of_a_wrong_attribute_before_anything_is_signed(wire: Any) -> None:
    with pytest.raises(EnvelopeMalformed) as refused:
        wire.message(subject="9434765919")
    assert refused.value.pointer == "/subject"


def test_a_sender_learns_of_content_that_the_hub_would_refuse(wire: Any) -> None:
    deep: dict[str, Any] = {}
    for _ in range(70):
        deep = {"a": deep}
    for data, kind in ((deep, TooLarge), ({"n": float(2**60)}, JsonMalformed), ({"t": "\ud800"}, JsonMalformed)):
        with pytest.raises(kind):
            wire.message(data=data)


def test_data_that_is_sealed_already_is_not_sealed_twice(wire: Any) -> None:
    with pytest.raises(EnvelopeMalformed):
        wire.message(data=seal(b"{}", wire.hub_sealing))


def test_a_message_without_a_signature_or_with_two_is_refused(wire: Any) -> None:
    message = wire.message()
    for headers in ((), (*message.headers, message.headers[1])):
        with pytest.raises(SignatureInvalid):
            verified(message.value, headers, wire.agency_signing)


def test_the_signature_is_judged_before_anything_is_parsed(wire: Any) -> None:
    with pytest.raises(SignatureInvalid):
        verified(b"[" * 100_000, wire.message().headers, wire.agency_signing)


def test_an_oversize_value_is_refused_before_its_signature_is_judged(wire: Any) -> None:
    with pytest.raises(TooLarge):
        verified(b"x" * 1_000_000, wire.message().headers, wire.agency_signing)


@pytest.mark.parametrize("plaintext", [b"", b"[]", b"nonsense", b"\xff"])
def test_sealed_content_that_is_no_object_is_malformed(wire: Any, plaintext: bytes) -> None:
    sealed = wire.envelope(data=seal(plaintext, wire.hub_sealing))
    with pytest.raises(JsonMalformed):
        open_data(decode(encode(sealed)), wire.hub_sealing)


def test_an_open_envelope_has_nothing_to_unseal(wire: Any) -> None:
    with pytest.raises(SealedUnreadable):
        open_data(wire.envelope(), wire.hub_sealing)


def test_a_copy_sealed_anew_has_the_same_digest(wire: Any) -> None:
    envelopes = [decode(wire.message(traceparent=trace).value) for trace in (None, f"00-{'a' * 32}-{'b' * 16}-01")]
    first, second = [content_digest(envelope, open_data(envelope, wire.hub_sealing)) for envelope in envelopes]
    assert envelopes[0].data != envelopes[1].data
    assert first == second == content_digest(wire.envelope(), wire.envelope().data)


def test_anything_else_that_is_said_changes_the_digest(wire: Any) -> None:
    envelope = wire.envelope()
    others: list[dict[str, Any]] = [
        {"id": "ppn-2"},
        {"time": envelope.time + timedelta(microseconds=1)},
        {"sequence": 2},
        {"subject": "f" * 64},
        {"topic": "agency.northshire-police.events"},
        {"audience": "other-hub"},
        {"type": "safeguarding.concern-raised.v2"},
        {"extensions": {"x": 1}},
        {"data": {"headline": "Seen alone at the station."}},
    ]
    digests = {content_digest(e, e.data) for e in [envelope, *(wire.envelope(**change) for change in others)]}
    assert len(digests) == len(others) + 1


def test_an_envelope_may_not_smuggle_an_attribute_in_as_an_extension(wire: Any) -> None:
    message = wire.message(extensions={"source": "urn:agency:other-police:x"})
    assert decode(message.value).source == "urn:agency:northshire-police:niche"


def test_every_error_of_the_family_has_a_code_of_its_own() -> None:
    def family(kind: type[ExchangeError]) -> list[type[ExchangeError]]:
        return [kind, *(each for child in kind.__subclasses__() for each in family(child))]

    codes = [kind.code for kind in family(ExchangeError)]
    assert len(codes) == len(set(codes))


def test_the_tree_at_the_head_of_the_errors_names_each_of_them() -> None:
    from exchange import errors

    tree = errors.__doc__ or ""
    kinds = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, ExchangeError)]
    assert [k.__name__ for k in kinds if k.__name__ not in tree or k.code not in tree] == []


def test_a_message_can_be_carried_on_without_opening_it(wire: Any) -> None:
    sealed = decode(wire.message().value)
    again = compose_open(sealed, sign_with=wire.agency_signing)
    assert again.value == encode(sealed)
    assert signature_of(again.headers)


def test_compose_wants_both_keys_of_their_kinds(wire: Any) -> None:
    with pytest.raises(ExchangeError):
        compose(wire.envelope(), seal_to=wire.agency_signing, sign_with=wire.agency_signing)
