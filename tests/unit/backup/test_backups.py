"""What a backup is made of, how one is chosen, and what is refused before anything is written."""

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from builders.audit import make_access

from hub.backup import bring_back, bring_keys_back, copy_keys, newest_until, store_copy, take
from hub.backup.manifest import must_be_whole, part_of, read_manifest
from hub.bootstrap.store import open_store
from hub.cli import Store
from hub.cli.backing import checkpoint_set_aside
from hub.config import Settings
from hub.domain.errors import Misconfigured, NotFound, Refused, Tampered

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass
class Place:
    """A hub with a backup of it, and an empty place to bring it back to."""

    store: Store
    backup: Path
    empty: Settings

    def brought_back(self, replace: bool = False, **changed: str) -> None:
        settings = self.empty.model_copy(update=changed)
        copy = store_copy(settings.store, settings.data)
        bring_back(settings, lambda: self.store.keys, copy, self.backup, NOON, replace=replace)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    store = open_store(Settings(data=tmp_path / "hub"), lambda: NOON)
    copy = store_copy("sqlite", tmp_path / "hub")
    folder, _ = take(store.settings, store.keys, copy, tmp_path / "backups", NOON)
    yield Place(store, folder, Settings(data=tmp_path / "empty"))
    store.close()


def test_a_store_comes_back_as_it_was_and_is_for_its_owner_alone(place: Place) -> None:
    place.brought_back()
    file = place.empty.data / "hub.db"
    assert file.stat().st_mode & 0o077 == 0
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT size FROM audit_head").fetchone() == (0,)


@pytest.mark.parametrize(("part", "size"), [("store", -1), ("policy.json", -1), ("store", 0)])
def test_a_part_that_was_cut_is_named(place: Place, part: str, size: int) -> None:
    file = place.backup / part
    file.write_bytes(file.read_bytes()[:size])
    with pytest.raises(Tampered, match=f"^{part} of .* was cut"):
        place.brought_back()
    assert not place.empty.data.exists()


@pytest.mark.parametrize("part", ["store", "policy.json"])
def test_a_part_with_one_byte_changed_is_named(place: Place, part: str) -> None:
    file = place.backup / part
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(Tampered, match=f"^{part} of .* was changed"):
        place.brought_back()


def test_a_part_that_is_missing_is_named(place: Place) -> None:
    (place.backup / "policy.json").unlink()
    with pytest.raises(Tampered, match=r"policy\.json is missing"):
        place.brought_back()


@pytest.mark.parametrize("name", ["topics.db", "store-wal", "store-journal"])
def test_a_file_that_nobody_signed_is_named(place: Place, name: str) -> None:
    (place.backup / name).write_bytes(b"put there by somebody")
    with pytest.raises(Tampered, match=f"holds {name}, which its manifest.json does not name"):
        place.brought_back()
    assert not place.empty.data.exists()


def test_a_part_that_leads_out_of_the_backup_is_missing_from_it(place: Place) -> None:
    outside = place.backup.parent / "outside"
    outside.write_bytes(b"not the backup's")
    outside_part = part_of(outside)
    manifest = read_manifest(place.backup)
    for name in ("../outside", str(outside)):
        led_out = replace(manifest, parts=(*manifest.parts, replace(outside_part, name=name)))
        with pytest.raises(Tampered, match="is missing"):
            must_be_whole(place.backup, led_out)


def test_a_manifest_that_the_hub_did_not_sign_is_refused(place: Place) -> None:
    file = place.backup / "manifest.json"
    file.write_text(file.read_text().replace("2026-03-02", "2026-03-03"))
    with pytest.raises(Tampered, match="not signed by this hub"):
        place.brought_back()


def test_a_folder_without_a_manifest_is_no_whole_backup(place: Place) -> None:
    (place.backup / "manifest.json").write_text("{}")
    with pytest.raises(Tampered, match="no whole backup"):
        place.brought_back()


def test_a_store_that_stands_there_is_kept_unless_told_and_then_set_aside(place: Place) -> None:
    place.brought_back()
    with pytest.raises(Refused, match="--replace"):
        place.brought_back()
    place.brought_back(replace=True)
    assert len(list(place.empty.data.glob("hub.db.before-*"))) == 1


def test_a_write_ahead_log_without_its_store_counts_as_something_that_stands_there(place: Place) -> None:
    place.empty.data.mkdir()
    (place.empty.data / "hub.db-wal").write_bytes(b"of another store")
    with pytest.raises(Refused):
        place.brought_back()


def test_a_backup_of_another_hub_is_refused(place: Place) -> None:
    with pytest.raises(Refused, match="hub-farshire"):
        place.brought_back(id="hub-farshire")


def test_the_newest_backup_until_the_moment_is_chosen(place: Place, tmp_path: Path) -> None:
    copy = store_copy("sqlite", tmp_path / "hub")
    later = NOON + timedelta(hours=1)
    second, _ = take(place.store.settings, place.store.keys, copy, tmp_path / "backups", later)
    place_of_all = tmp_path / "backups"
    assert newest_until(place_of_all, None) == second
    assert newest_until(place_of_all, later - timedelta(seconds=1)) == place.backup
    assert newest_until(place.backup, None) == place.backup
    with pytest.raises(NotFound):
        newest_until(place_of_all, NOON - timedelta(seconds=1))


def test_copies_of_the_keys_live_thirty_five_days(place: Place, tmp_path: Path) -> None:
    keys = place.store.settings.keys_folder
    for days in (0, 30, 36):
        copy_keys(keys, tmp_path / "keys", "hub-northshire", NOON + timedelta(days=days))
    assert len(list((tmp_path / "keys").iterdir())) == 2


def test_a_copy_of_the_keys_never_holds_the_master_key(place: Place, tmp_path: Path) -> None:
    folder = copy_keys(place.store.settings.keys_folder, tmp_path / "keys", "hub-northshire", NOON)
    master = (place.store.settings.keys_folder / "master.key").read_bytes()
    assert [file.name for file in folder.iterdir()] == ["keys.db"]
    assert master not in (folder / "keys.db").read_bytes()


def test_keys_come_back_beside_their_master_key_only(place: Place, tmp_path: Path) -> None:
    folder = copy_keys(place.store.settings.keys_folder, tmp_path / "keys", "hub-northshire", NOON)
    there = tmp_path / "there"
    there.mkdir(mode=0o700)
    with pytest.raises(Misconfigured, match=r"master\.key"):
        bring_keys_back(there, folder)
    shutil.copy(place.store.settings.keys_folder / "master.key", there)
    with pytest.raises(Misconfigured, match="--keys"):
        bring_keys_back(there, None)
    bring_keys_back(there, tmp_path / "keys")
    assert (there / "keys.db").exists()


def test_a_kept_checkpoint_that_reaches_further_than_the_backup_is_set_aside_and_told(place: Place) -> None:
    place.store.audit.record(make_access("a-look"))
    latest = place.empty.data / "checkpoints" / "latest"
    place.brought_back()
    place.store.audit.keep_checkpoint(latest)
    restored = open_store(place.empty, lambda: NOON)
    told = checkpoint_set_aside(place.empty, restored)
    assert "until-1-leaves" in told["checkpoint"]
    assert not latest.exists()
    assert checkpoint_set_aside(place.empty, restored) == {}
    restored.close()


def test_a_backup_is_as_old_as_its_manifest_says_whatever_its_folder_is_called(place: Place, tmp_path: Path) -> None:
    copy = store_copy("sqlite", tmp_path / "hub")
    later = NOON + timedelta(hours=1)
    newest, _ = take(place.store.settings, place.store.keys, copy, tmp_path / "backups", later)
    place.backup.rename(place.backup.with_name("hub-northshire-20990101T000000000000Z"))
    named_by_hand = newest.rename(newest.with_name("before-the-move"))
    assert newest_until(tmp_path / "backups", None) == named_by_hand


def test_a_backup_that_broke_off_is_none_and_one_that_cannot_be_read_is_named(place: Place) -> None:
    broken = place.backup.with_name("hub-northshire-20990101T000000000000Z.partial")
    broken.mkdir()
    (broken / "manifest.json").write_text("{")
    assert newest_until(place.backup.parent, None) == place.backup
    broken.rename(broken.with_suffix(""))
    with pytest.raises(Tampered, match="hub-northshire-2099"):
        newest_until(place.backup.parent, None)
