"""The policy room: asks an engine what of a child's entries a reader may see. No answer means nothing is shown."""

from hub.policy.bundles import PolicyBundle, load_bundle
from hub.policy.decide import confirms, decide, decide_document
from hub.policy.decision import Decision, EntryDecision, Verdict
from hub.policy.embedded import EmbeddedEngine
from hub.policy.errors import PolicyUnavailable
from hub.policy.opa import OpaEngine
from hub.policy.port import PolicyEngine
from hub.policy.request import (
    Consent,
    DecisionRequest,
    Entry,
    Handling,
    HeldWithholding,
    Labels,
    Order,
    Purposeful,
    Relationship,
    Viewer,
)
from hub.policy.rules import RuleText, rule_texts

__all__ = [
    "Consent",
    "Decision",
    "DecisionRequest",
    "EmbeddedEngine",
    "Entry",
    "EntryDecision",
    "Handling",
    "HeldWithholding",
    "Labels",
    "OpaEngine",
    "Order",
    "PolicyBundle",
    "PolicyEngine",
    "PolicyUnavailable",
    "Purposeful",
    "Relationship",
    "RuleText",
    "Verdict",
    "Viewer",
    "confirms",
    "decide",
    "decide_document",
    "load_bundle",
    "rule_texts",
]
