"""An operator backs up, loses the store, and brings it back by command."""

import json
import shutil
from pathlib import Path

import pytest
from builders.command_line import HILL_SCHOOL, CommandLine


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[CommandLine, Path]:
    """A hub with an agency and a witness, backed up with its keys into a folder; no test changes it."""
    folder = tmp_path_factory.mktemp("kept")
    line = CommandLine(folder / "hub")
    line.folder.mkdir()
    line.said("agency", "add", "hill-school", *HILL_SCHOOL)
    told = line.said("backup", "--to", str(folder / "store"), "--keys-to", str(folder / "keys"), "--json")
    assert Path(json.loads(told)["backup"]).parent == folder / "store"
    return line, folder


def emptied(tmp_path: Path, line: CommandLine) -> CommandLine:
    """Another machine, on which only the master key has been put."""
    other = CommandLine(tmp_path / "hub")
    (other.folder / "keys").mkdir(mode=0o700, parents=True)
    shutil.copy(line.folder / "keys" / "master.key", other.folder / "keys" / "master.key")
    return other


def test_a_hub_comes_back_on_another_machine(kept: tuple[CommandLine, Path], tmp_path: Path) -> None:
    line, folder = kept
    other = emptied(tmp_path, line)
    told = json.loads(other.said("restore", str(folder / "store"), "--keys", str(folder / "keys"), "--json"))
    assert (told["keys"], told["topics"]) == ("from their backup", "from the backup")
    assert told["witness"].startswith("none")
    assert other.said("agency", "list", "--json") == line.said("agency", "list", "--json")
    assert json.loads(other.said("audit", "verify", "--json"))["sound"]


def test_a_loss_is_accepted_by_a_named_person_only(kept: tuple[CommandLine, Path]) -> None:
    line, _ = kept
    ran = line.run("restore", "--accept-loss", "--reason", "the disk died")
    assert (ran.returncode, "--operator" in ran.stderr) == (1, True)


def witness_told(line: CommandLine, **witness: str) -> str:
    """What the doctor says of the witness; its status is 1 all the same, since no intake ever ran here."""
    ran = line.run("doctor", "--json", **witness)
    said: dict[str, str] = json.loads(ran.stdout)
    assert (ran.returncode, said["intake"].partition(":")[0]) == (1, "not seen yet"), said
    return said["witness"]


def test_the_doctor_says_what_the_witness_was_told(kept: tuple[CommandLine, Path], tmp_path: Path) -> None:
    line, folder = kept
    other = CommandLine(tmp_path / "hub")
    shutil.copytree(line.folder, other.folder)
    witness = {"HUB_WITNESSES": str(tmp_path / "elsewhere")}
    assert "not been told" in witness_told(other, **witness)
    told = json.loads(other.said("restore", str(folder / "store"), "--replace", "--json", **witness))
    assert (told["readers"], told["missing"]) == ("open", [])
    assert "statement 1" in witness_told(other, **witness)
    shutil.rmtree(tmp_path / "elsewhere")
    ran = other.run("doctor", "--json", **witness)
    assert (ran.returncode, "closed to readers" in ran.stdout) == (1, True)
