"""An integrator follows the page word for word, and has a signed receipt by `hub-connect` and by curl."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "integrators.md").read_text(encoding="utf-8")
BLOCKS = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
START = "make demo\n"
SECONDS = 120


def commands(heading: str) -> str:
    """The commands of one section of the page, but for the one that starts the hub."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return "\n".join(block for block in BLOCKS.findall(section) if block != START)


@pytest.fixture
def follow(hub_address: str, hub_folder: Path, tmp_path: Path) -> "Follow":
    """Run commands of the page against the running hub, with its folder and this checkout's programs."""
    if shutil.which("curl") is None:
        pytest.fail("curl is missing: install it by your system's own means (Debian: apt-get install curl).")
    return Follow(hub_address, hub_folder, tmp_path)


class Follow:
    """Runs the page's commands as they stand, but for address, data folder and scratch folder."""

    def __init__(self, address: str, folder: Path, scratch: Path) -> None:
        self._replaced = {
            "http://127.0.0.1:8000": address,
            ".venv/bin/": f"{Path(sys.executable).parent}/",
            "var/": f"{folder}/",
            "/tmp/": f"{scratch}/",
        }
        self._folder = folder

    def __call__(self, *headings: str) -> str:
        script = "\n".join(commands(heading) for heading in headings)
        written = re.compile("|".join(map(re.escape, self._replaced)))
        script = written.sub(lambda found: self._replaced[found.group()], script)
        ran = subprocess.run(
            ["bash", "-u", "-c", f"export HUB_DATA={self._folder}\n{script}"],
            cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False,
        )  # fmt: skip
        return ran.stdout + ran.stderr


def test_the_page_leads_to_a_receipt_by_hub_connect_and_by_curl(follow: Follow) -> None:
    said = follow("A first receipt", "The same with curl")
    assert "Delivered 1; receipts: 1 accepted; waiting: 0." in said
    assert "/headline is too short" in said
    assert "is not an event that an agency of type childrens-social-care sends, but: police" in said
    assert "202 Accepted" in said
    assert "/v1/receipts/urn%3Aagency%3Asandbox%3Asamples/CURL-1" in said
    assert '"id":"CURL-1","revision":1,"outcome":"accepted"' in said


def test_an_agency_of_ones_own_is_registered_by_the_pages_command(follow: Follow, hub_folder: Path) -> None:
    assert "northshire-trust" in follow("Your own agency")
    assert (hub_folder / "agencies" / "northshire-trust" / "signing-key.jwk").is_file()
