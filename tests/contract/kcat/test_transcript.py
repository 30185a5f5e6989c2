"""The page for integrators without Python can be made again: sent by kcat, receipted, verified by OpenSSL."""

import subprocess
import sys
from pathlib import Path
from uuid import uuid4

from builders.secured_kafka import SecuredKafka

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "transcripts" / "kcat.md"


def headings(page: Path) -> list[str]:
    return [line for line in page.read_text("utf-8").splitlines() if line.startswith("## ")]


def test_the_transcript_can_be_made_again(secured_kafka: SecuredKafka, kcat: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    command = [sys.executable, str(ROOT / "infra" / "transcripts" / "kcat.py"), str(page), f"-{uuid4().hex[:8]}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert headings(page) == headings(PAGE)
    assert "Signature Verified Successfully" in page.read_text("utf-8")
    assert str(ROOT) not in page.read_text("utf-8") + PAGE.read_text("utf-8")
