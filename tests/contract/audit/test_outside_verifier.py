"""A verifier in another language, on libraries by other authors, accepts the log's proofs and refuses changed ones."""

import json
import subprocess
from pathlib import Path

import pytest
from joserfc.jwk import OKPKey

from hub.audit import verifier_key

SOURCE = Path(__file__).resolve().parents[3] / "infra" / "verifier"


@pytest.fixture(scope="session")
def verifier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    program = tmp_path_factory.mktemp("verifier") / "verifier"
    built = subprocess.run(["go", "build", "-o", program, "."], cwd=SOURCE, capture_output=True, text=True, timeout=300)
    assert built.returncode == 0, built.stderr
    return program


@pytest.fixture
def proved(sqlite_store, an_access):
    for number in range(11):
        sqlite_store.log.record(an_access(f"a{number}"))
        sqlite_store.save(number)
    return sqlite_store


def run(verifier: Path, key: str, proof: dict[str, object]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([verifier, key], input=json.dumps(proof), capture_output=True, text=True, timeout=30)


@pytest.mark.parametrize("audit_id", ["a0", "a5", "a10"])
def test_a_proof_of_the_log_is_accepted(verifier, proved, audit_id):
    answer = run(verifier, proved.log.verifier_key, proved.log.proof(audit_id).to_json())
    assert (answer.returncode, answer.stdout) == (0, "hub-northshire 66\n"), answer.stderr


@pytest.mark.parametrize("field", ["leaf_index", "leaf_hash", "path", "checkpoint"])
def test_a_changed_proof_is_refused(verifier, proved, field):
    other = proved.log.proof("a5").to_json()[field]
    if field == "checkpoint":
        other = str(other).replace("\n66\n", "\n65\n")
    answer = run(verifier, proved.log.verifier_key, {**proved.log.proof("a0").to_json(), field: other})
    assert answer.returncode == 1
    assert answer.stderr.startswith("not proved: ")


def test_a_proof_under_another_key_is_refused(verifier, proved):
    other = verifier_key("hub-northshire", OKPKey.generate_key("Ed25519"))
    answer = run(verifier, other, proved.log.proof("a0").to_json())
    assert answer.returncode == 1
    assert "signature" in answer.stderr
