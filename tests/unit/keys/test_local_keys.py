"""The key folder: made once, refused when it is wrong, and forgetful for good where it must be."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from joserfc import jwe, jws

from hub.domain.errors import KeyMissing, Misconfigured, Refused, Tampered
from hub.keys import LocalKeys, Secret, open_sealed, seal


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "keys"


def test_a_key_made_once_is_the_same_after_a_restart(folder):
    first = LocalKeys(folder)
    first.make(["aggregate:a", "audit"])
    sealed = seal(first.cipher("aggregate:a"), b"words")
    first.close()
    again = LocalKeys(folder)
    again.make(["aggregate:a"])
    assert open_sealed(again.cipher("aggregate:a"), sealed) == b"words"


def test_each_name_has_a_key_of_its_own(folder):
    keys = LocalKeys(folder)
    keys.make(["aggregate:a", "aggregate:b"])
    with pytest.raises(Tampered):
        open_sealed(keys.cipher("aggregate:b"), seal(keys.cipher("aggregate:a"), b"words"))


def test_a_name_never_made_is_missing(folder):
    with pytest.raises(KeyMissing, match="aggregate:nobody"):
        LocalKeys(folder).cipher("aggregate:nobody")


def test_a_destroyed_key_is_gone_and_never_made_again(folder):
    keys = LocalKeys(folder)
    keys.make(["aggregate:a"])
    keys.cipher("aggregate:a")
    keys.destroy("aggregate:a")
    with pytest.raises(KeyMissing, match="destroyed"):
        keys.cipher("aggregate:a")
    with pytest.raises(KeyMissing, match="destroyed"):
        keys.make(["aggregate:a"])


def test_no_key_is_made_when_one_of_the_names_was_destroyed(folder):
    keys = LocalKeys(folder)
    keys.destroy("aggregate:a")
    with pytest.raises(KeyMissing, match="destroyed"):
        keys.make(["aggregate:a", "aggregate:b"])
    with pytest.raises(KeyMissing, match="no key is named"):
        keys.cipher("aggregate:b")


def test_another_process_stops_using_a_key_destroyed_here(folder):
    here, there = LocalKeys(folder), LocalKeys(folder)
    here.make(["aggregate:a", "aggregate:b"])
    there.cipher("aggregate:a")
    here.destroy("aggregate:a")
    with pytest.raises(KeyMissing):
        there.cipher("aggregate:a")
    there.cipher("aggregate:b")


def test_what_another_process_destroys_counts_from_the_end_of_a_block(folder):
    here, there = LocalKeys(folder), LocalKeys(folder)
    here.make(["aggregate:a"])
    with there.at_once():
        there.cipher("aggregate:a")
        here.destroy("aggregate:a")
        there.cipher("aggregate:a")
    with pytest.raises(KeyMissing):
        there.cipher("aggregate:a")


def test_a_block_begins_with_what_was_destroyed_before_it(folder):
    here, there = LocalKeys(folder), LocalKeys(folder)
    here.make(["aggregate:a"])
    there.cipher("aggregate:a")
    here.destroy("aggregate:a")
    with there.at_once(), pytest.raises(KeyMissing):
        there.cipher("aggregate:a")


def test_a_block_of_one_thread_leaves_the_others_looking(folder):
    here, there = LocalKeys(folder), LocalKeys(folder)
    here.make(["aggregate:a"])
    with there.at_once(), ThreadPoolExecutor(1) as pool:
        there.cipher("aggregate:a")
        here.destroy("aggregate:a")
        with pytest.raises(KeyMissing):
            pool.submit(there.cipher, "aggregate:a").result()


def test_nothing_of_a_destroyed_key_stays_in_the_folder(folder):
    keys = LocalKeys(folder)
    keys.make(["aggregate:a"])
    wrapped = row(folder, "aggregate:a")
    assert wrapped in b"".join(file.read_bytes() for file in folder.iterdir())
    keys.destroy("aggregate:a")
    assert wrapped not in b"".join(file.read_bytes() for file in folder.iterdir())


def test_the_keys_the_hub_runs_on_are_never_destroyed(folder):
    with pytest.raises(Refused):
        LocalKeys(folder).destroy("hub:signing")


def test_more_keys_than_are_kept_in_memory_can_be_used(folder):
    keys = LocalKeys(folder)
    names = [f"aggregate:{number}" for number in range(4200)]
    keys.make(names)
    sealed = {name: seal(keys.cipher(name), name.encode(), name) for name in names}
    opened = {name: open_sealed(keys.cipher(name), each, name) for name, each in sealed.items()}
    assert opened == {name: name.encode() for name in names}


def test_processes_and_threads_that_make_the_same_names_at_once_share_the_keys(folder):
    program = (
        "import sys; from pathlib import Path; from hub.keys import LocalKeys, Secret;"
        "keys = LocalKeys(Path(sys.argv[1])); keys.make(f'aggregate:{n}' for n in range(50));"
        "print(keys.signing_key.kid, keys.secret(Secret.IDENTITY).hex(), keys._wrapped.read('aggregate:7').hex())"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    answers = [process.communicate(timeout=60)[0] for process in started]
    assert [process.returncode for process in started] == [0, 0, 0, 0]
    assert len(set(answers)) == 1


def test_threads_may_make_and_use_keys_together(folder):
    keys = LocalKeys(folder)

    def work(offset: int) -> int:
        for number in range(offset, offset + 40):
            keys.make([f"aggregate:{number}"])
            keys.cipher(f"aggregate:{number}")
        return offset

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, (0, 10, 20, 30))) == [0, 10, 20, 30]


def test_the_signing_key_signs_and_its_id_is_its_thumbprint(folder):
    key = LocalKeys(folder).signing_key
    token = jws.serialize_compact({"alg": "Ed25519"}, b"receipt", key, algorithms=["Ed25519"])
    assert jws.deserialize_compact(token, key, algorithms=["Ed25519"]).payload == b"receipt"
    assert key.kid == key.thumbprint() == LocalKeys(folder).signing_key.kid


def test_what_is_sealed_to_the_hub_opens_after_a_restart(folder):
    header = {"alg": "ECDH-ES", "enc": "A256GCM"}
    sealed = jwe.encrypt_compact(header, b"concern", LocalKeys(folder).opening_key)
    assert jwe.decrypt_compact(sealed, LocalKeys(folder).opening_key).plaintext == b"concern"


def test_each_use_has_a_secret_of_its_own_that_lasts(folder):
    first, again = LocalKeys(folder), LocalKeys(folder)
    secrets = [first.secret(use) for use in Secret]
    assert secrets == [again.secret(use) for use in Secret]
    assert len(set(secrets)) == len(Secret)
    assert {len(secret) for secret in secrets} == {32}


def test_everything_in_the_folder_is_for_the_owner_alone(folder):
    LocalKeys(folder).make(["aggregate:a"])
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}


@pytest.mark.parametrize(("place", "mode"), [("", 0o755), ("master.key", 0o644)])
def test_a_start_is_refused_when_others_may_read_the_keys(folder, place, mode):
    LocalKeys(folder)
    (folder / place).chmod(mode)
    with pytest.raises(Misconfigured, match="open to other users"):
        LocalKeys(folder)


def test_a_start_is_refused_without_the_master_key(folder):
    LocalKeys(folder)
    (folder / "master.key").unlink()
    with pytest.raises(Misconfigured, match="missing"):
        LocalKeys(folder)
    assert not (folder / "master.key").exists()


@pytest.mark.parametrize(("content", "said"), [(bytes(32), "does not open"), (b"short", "5 bytes")])
def test_a_start_is_refused_with_another_master_key(folder, content, said):
    LocalKeys(folder)
    (folder / "master.key").write_bytes(content)
    with pytest.raises(Misconfigured, match=said):
        LocalKeys(folder)


def test_a_wrapped_key_moved_to_another_name_does_not_open(folder):
    keys = LocalKeys(folder)
    keys.make(["aggregate:a", "aggregate:b"])
    with sqlite3.connect(folder / "keys.db") as table:
        table.execute("UPDATE keys SET wrapped = ? WHERE name = 'aggregate:a'", (row(folder, "aggregate:b"),))
    with pytest.raises(Tampered):
        keys.cipher("aggregate:a")
    assert keys.unreadable() == ["aggregate:a"]


def test_a_folder_in_order_has_no_unreadable_key(folder):
    keys = LocalKeys(folder)
    keys.make(["aggregate:a", "aggregate:b"])
    keys.destroy("aggregate:b")
    assert keys.unreadable() == []


def row(folder: Path, name: str) -> bytes:
    """The wrapped key as it lies in the table."""
    with sqlite3.connect(folder / "keys.db") as table:
        return table.execute("SELECT wrapped FROM keys WHERE name = ?", (name,)).fetchone()[0]
