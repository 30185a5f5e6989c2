"""The transcript of the docs can be made again: added, sent, read by kcat, refused, revoked; and holds no secret."""

import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

from builders.secured_kafka import SecuredKafka

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "transcripts" / "secured-kafka.md"


def headings(page: Path) -> list[str]:
    return [line for line in page.read_text("utf-8").splitlines() if line.startswith("#")]


def test_the_transcript_can_be_made_again(secured_kafka: SecuredKafka, tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "infra" / "transcripts" / "secured_kafka.py")]
    page = tmp_path / "page.md"
    done = subprocess.run([*command, str(page), f"-{uuid4().hex[:8]}"], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert headings(page) == headings(PAGE)
    text = page.read_text("utf-8")
    assert "safeguarding.receipt.v1" in text
    assert text.count("Topic authorization failed") == 2
    assert str(ROOT) not in text + PAGE.read_text("utf-8")
    assert os.environ["HUB_TEST_KAFKA_SECURE"] in text
