"""A checkpoint is a signed note of the public format, and the one that is kept never goes back."""

import base64
import hashlib

import pytest
from joserfc.jwk import OKPKey

from exchange.merkle import leaf_hash
from hub.audit.checkpoint import Checkpoint, keep_checkpoint, opened, read, sign, verifier_key
from hub.audit.tree import Frontier
from hub.domain.errors import AuditError, Tampered

KEY = OKPKey.generate_key("Ed25519")
CHECKPOINT = Checkpoint("hub-northshire", 8, hashlib.sha256(b"root").digest())
VERIFIER = verifier_key("hub-northshire", KEY)


def test_a_note_is_written_line_by_line_as_the_format_says():
    origin, size, root, empty, signature, end = sign(CHECKPOINT, KEY).split("\n")
    assert (origin, size, base64.b64decode(root)) == ("hub-northshire", "8", CHECKPOINT.root)
    assert (empty, end) == ("", "")
    assert signature.startswith("\N{EM DASH} hub-northshire ")
    assert len(base64.b64decode(signature.rsplit(" ", 1)[1])) == 4 + 64


def test_the_verifier_key_names_its_key_by_the_hash_the_format_says():
    name, key_hash, encoded = VERIFIER.split("+", 2)
    public = base64.b64decode(encoded)
    assert public[:1] == b"\x01"
    assert key_hash == hashlib.sha256(name.encode() + b"\n" + public).hexdigest()[:8]


def test_a_signed_note_opens_with_its_key():
    assert opened(sign(CHECKPOINT, KEY), VERIFIER) == CHECKPOINT


def test_a_note_that_witnesses_cosigned_still_opens():
    note = "\n".join([sign(CHECKPOINT, KEY).rstrip("\n"), "\N{EM DASH} witness.example AAAAAAAA", ""])
    assert opened(note, VERIFIER) == CHECKPOINT


@pytest.mark.parametrize(
    ("old", "new"), [("\n8\n", "\n9\n"), ("hub-northshire\n8", "hub-southshire\n8"), ("\n\n", "\n")]
)
def test_a_changed_note_does_not_open(old, new):
    with pytest.raises(Tampered):
        opened(sign(CHECKPOINT, KEY).replace(old, new, 1), VERIFIER)


def test_a_note_of_another_key_does_not_open():
    with pytest.raises(Tampered, match="no valid signature"):
        opened(sign(CHECKPOINT, OKPKey.generate_key("Ed25519")), VERIFIER)


@pytest.mark.parametrize(
    "note", ["", "hub\n8\n", "hub\neight\nAAAA\n", "hub\n08\n" + "A" * 43 + "=\n", "hub\n8\nAAAA\n"]
)
def test_what_is_no_checkpoint_is_not_read(note):
    with pytest.raises(Tampered):
        read(note)


def grown(size: int, first: bytes = b"0") -> Checkpoint:
    frontier = Frontier()
    for number in range(size):
        frontier, _ = frontier.append(leaf_hash(first if number == 0 else bytes([number])))
    return Checkpoint("hub", size, frontier.root())


def no_proof(old: int, new: int) -> list[bytes]:
    return []


def one_leaf_more(old: int, new: int) -> list[bytes]:
    return [leaf_hash(b"\x01")]


def test_a_newer_checkpoint_replaces_the_kept_one(tmp_path):
    file = tmp_path / "checkpoints" / "latest"
    for size in (1, 1, 2):
        keep_checkpoint(file, sign(grown(size), KEY), no_proof if size == 1 else one_leaf_more)
    assert read(file.read_text()).size == 2
    assert [each.name for each in file.parent.iterdir()] == ["latest"]


@pytest.mark.parametrize("newer", [grown(1), grown(2, b"another"), grown(3)])
def test_a_checkpoint_that_does_not_continue_the_kept_one_is_refused(tmp_path, newer):
    keep_checkpoint(tmp_path / "latest", sign(grown(2), KEY), no_proof)
    with pytest.raises(AuditError, match="hub audit verify"):
        keep_checkpoint(tmp_path / "latest", sign(newer, KEY), no_proof)
    assert read((tmp_path / "latest").read_text()) == grown(2)
