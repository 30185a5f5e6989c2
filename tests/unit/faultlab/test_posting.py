"""Messages are what a connector sends, or spoilt as their flaw says; the ledger names each as its receipt will."""

import hashlib
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from exchange import AgencyFolder, read_agency_folder, verified, write_agency_folder
from exchange.errors import ExchangeError
from exchange.keys import generate_sealing_key, generate_signing_key, public_part
from faultlab.posting import Posting
from faultlab.story import Fate, Flaw, Told, story


@pytest.fixture
def folder(tmp_path: Path) -> AgencyFolder:
    keys = (public_part(generate_sealing_key()), public_part(generate_signing_key()))
    about = {"agency_id": "police-1", "agency_type": "police", "name": "Police", "hub_id": "hub-lab"}
    write_agency_folder(tmp_path / "police-1", hub_keys=keys, **about)
    return read_agency_folder(tmp_path / "police-1")


def an_event(**changes: object) -> Told:
    found = (one for one in islice(story(1, ["police-1"], "police-1"), 50) if one.fate is Fate.FILED)
    return replace(next(found), **changes)


def test_a_sound_message_is_signed_by_its_agency(folder: AgencyFolder) -> None:
    post = Posting({"police-1": folder}).post(an_event())
    envelope = verified(post.message.value, post.message.headers, public_part(folder.signing_key))
    assert (envelope.source, envelope.id) == (post.entry["source"], post.entry["id"])


@pytest.mark.parametrize("flaw", [Flaw.NOT_JSON, Flaw.BAD_SIGNATURE, Flaw.NO_SIGNATURE])
def test_a_spoilt_message_is_verified_by_nobody(folder: AgencyFolder, flaw: Flaw) -> None:
    message = Posting({"police-1": folder}).post(an_event(flaw=flaw)).message
    with pytest.raises(ExchangeError):
        verified(message.value, message.headers, public_part(folder.signing_key))


def test_a_message_that_cannot_be_read_is_named_by_its_bytes(folder: AgencyFolder) -> None:
    post = Posting({"police-1": folder}).post(an_event(flaw=Flaw.NOT_JSON))
    assert post.entry["source"] == "urn:agency:police-1:unreadable"
    assert post.entry["id"] == hashlib.sha256(post.message.value).hexdigest()


def test_a_copy_is_the_same_bytes_or_is_sealed_anew_under_the_same_id(folder: AgencyFolder) -> None:
    posting, told = Posting({"police-1": folder}), an_event()
    first, same, anew = (posting.post(one) for one in (told, replace(told, again=False), replace(told, again=True)))
    assert first.message == same.message != anew.message
    assert first.entry["id"] == anew.entry["id"]
