"""A notice is believed only where the hub signed it for this agency; a request names messages and no more."""

import json
from datetime import UTC, datetime

import pytest
from jsonschema_rs import Draft202012Validator

from exchange.content import content_digest
from exchange.envelope import Envelope
from exchange.errors import ExchangeError, KeyUnknown, NoticeMalformed, SignatureInvalid
from exchange.history import ANSWERS, HistoryRequest
from exchange.keys import generate_signing_key, public_part
from exchange.notices import Notice, NoticeType, compose_notice, read_notice
from exchange.schemas import shipped

NOW = datetime(2026, 3, 3, 0, 10, tzinfo=UTC)
HUB_KEY = generate_signing_key()
KEYS = {HUB_KEY["kid"]: public_part(HUB_KEY)}
REQUEST = HistoryRequest((("urn:agency:meadow-primary:log", "SL-1"),))
NOTICE = Notice("n-1", "meadow-primary", 7, NoticeType.HISTORY_REQUESTED, NOW, "a" * 64, REQUEST.to_data())


def test_a_notice_is_read_as_it_was_composed_the_same_bytes_each_time() -> None:
    first, second = (compose_notice(NOTICE, hub_id="hub-northshire", sign_with=HUB_KEY) for _ in range(2))
    assert first == second
    assert first.topic == "agency.meadow-primary.notices"
    assert read_notice(first.value, first.headers, "meadow-primary", KEYS) == NOTICE


def test_another_agencys_notice_is_not_read() -> None:
    message = compose_notice(NOTICE, hub_id="hub-northshire", sign_with=HUB_KEY)
    with pytest.raises(NoticeMalformed, match="somebody else's"):
        read_notice(message.value, message.headers, "oakfield-school", KEYS)


def test_a_notice_that_the_hub_did_not_sign_or_that_was_changed_is_not_believed() -> None:
    message = compose_notice(NOTICE, hub_id="hub-northshire", sign_with=generate_signing_key())
    with pytest.raises(KeyUnknown):
        read_notice(message.value, message.headers, "meadow-primary", KEYS)
    ours = compose_notice(NOTICE, hub_id="hub-northshire", sign_with=HUB_KEY)
    with pytest.raises(SignatureInvalid):
        read_notice(ours.value.replace(b"SL-1", b"SL-2"), ours.headers, "meadow-primary", KEYS)


def test_a_request_follows_its_schema_and_reads_back() -> None:
    schema = json.loads((shipped() / "notices" / "history-requested.v1.json").read_text("utf-8"))
    assert Draft202012Validator(schema).is_valid(REQUEST.to_data())
    assert [HistoryRequest.from_data(one).to_data() for one in schema["examples"]] == schema["examples"]
    assert HistoryRequest.from_data(REQUEST.to_data()) == REQUEST


@pytest.mark.parametrize("told", [{}, {"messages": [{}]}, {"messages": [{"source": "a", "id": 1}]}, {"messages": 3}])
def test_what_is_no_request_is_refused(told: dict[str, object]) -> None:
    with pytest.raises(ExchangeError, match="must list messages"):
        HistoryRequest.from_data(told)


def test_the_notice_that_a_resend_answers_is_no_part_of_what_it_says() -> None:
    def envelope(**extensions: str) -> Envelope:
        return Envelope(
            id="SL-1", source="urn:agency:meadow-primary:log", type="safeguarding.attendance-concern.v1", time=NOW,
            subject="a" * 64, topic="agency.meadow-primary.events", audience="hub-northshire", data={},
            extensions=extensions,
        )  # fmt: skip

    assert content_digest(envelope(**{ANSWERS: "n-1"}), {}) == content_digest(envelope(), {})
    assert content_digest(envelope(other="n-1"), {}) != content_digest(envelope(), {})
