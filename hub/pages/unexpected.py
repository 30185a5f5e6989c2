"""An error that nobody expected: a page with a reference number, and in the log its kind under that number."""

import secrets
from dataclasses import dataclass
from typing import ClassVar

import structlog

from hub.domain.errors import HubError

LOG = structlog.get_logger("hub.pages")
QUOTE = "If you report this, quote the reference number {reference}. It tells whoever looks into it what went wrong."


@dataclass
class Unexpected(HubError):
    """What is told of such an error: its reference, and nothing of what it was."""

    code: ClassVar[str] = "unexpected"


def noted(error: Exception) -> Unexpected:
    """Log an error under a new reference number, and return what its page says."""
    reference = secrets.token_hex(6)
    LOG.error("unexpected-error", reference=reference, exc_info=error)
    return Unexpected(QUOTE.format(reference=reference))
