"""The wire that the hub and its connectors share: envelope, signature, sealing, topic log, outbox, receipts.

A sender composes (`compose`), keeps (`Outbox`) and moves (`Courier`) a message; a reader checks (`verified`) and
opens (`open_data`) it. `exchange` knows neither the hub nor any connector.
"""

from exchange.agency_folder import AgencyFolder, read_agency_folder, write_agency_folder
from exchange.content import content_digest
from exchange.courier import Courier
from exchange.envelope import CONTENT_TYPE, Envelope, attributes_of, encode, require_route
from exchange.envelope_reading import decode
from exchange.errors import ExchangeError, Fault
from exchange.http_carrier import HttpCarrier
from exchange.instants import format_instant, parse_instant
from exchange.keys import (
    Jwk,
    generate_sealing_key,
    generate_signing_key,
    load_key,
    public_part,
    save_key,
    subject_for,
    thumbprint,
)
from exchange.messages import Message, compose, compose_open, open_data, signature_of, signed_headers, verified
from exchange.names import agency_of, event_name, hub_of, is_from_hub, major_version
from exchange.outbox import Kept, Outbox
from exchange.receipts import FiledEntry, Problem, Receipt, ReceiptOutcome, compose_receipt, read_receipt
from exchange.sealing import open_sealed, seal, sealed_to
from exchange.signing import key_id, sign, verify
from exchange.topic_carrier import TopicCarrier
from exchange.topic_log import connect
from exchange.topics import INBOUND, AgencyTopics, Lane, agency_of_topic, for_agency, lane_of

__all__ = [
    "CONTENT_TYPE",
    "INBOUND",
    "AgencyFolder",
    "AgencyTopics",
    "Courier",
    "Envelope",
    "ExchangeError",
    "Fault",
    "FiledEntry",
    "HttpCarrier",
    "Jwk",
    "Kept",
    "Lane",
    "Message",
    "Outbox",
    "Problem",
    "Receipt",
    "ReceiptOutcome",
    "TopicCarrier",
    "agency_of",
    "agency_of_topic",
    "attributes_of",
    "compose",
    "compose_open",
    "compose_receipt",
    "connect",
    "content_digest",
    "decode",
    "encode",
    "event_name",
    "for_agency",
    "format_instant",
    "generate_sealing_key",
    "generate_signing_key",
    "hub_of",
    "is_from_hub",
    "key_id",
    "lane_of",
    "load_key",
    "major_version",
    "open_data",
    "open_sealed",
    "parse_instant",
    "public_part",
    "read_agency_folder",
    "read_receipt",
    "require_route",
    "save_key",
    "seal",
    "sealed_to",
    "sign",
    "signature_of",
    "signed_headers",
    "subject_for",
    "thumbprint",
    "verified",
    "verify",
    "write_agency_folder",
]
