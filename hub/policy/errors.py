"""What can go wrong when a decision is asked for. In every case nothing is shown.

PolicyError              (hub.domain.errors)
└── PolicyUnavailable    no answer, or one that is not a well-formed decision of the expected policy
"""

from dataclasses import dataclass
from typing import ClassVar

from hub.domain.errors import PolicyError


@dataclass
class PolicyUnavailable(PolicyError):
    """The engine is down, slow, of another policy, or gave something other than a decision."""

    code: ClassVar[str] = "policy-unavailable"
