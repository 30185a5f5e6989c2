"""Which policy engine decides: the embedded one, or the OPA server of the settings; both over the same files."""

from hub.config import Settings
from hub.domain.errors import Misconfigured
from hub.policy import EmbeddedEngine, OpaEngine, PolicyEngine, load_bundle


def open_engine(settings: Settings, kind: str) -> PolicyEngine:
    """Return the engine: `embedded`, or `opa` at the address that HUB_POLICY gives."""
    bundle = load_bundle(settings.policies)
    if kind == "embedded":
        return EmbeddedEngine(bundle)
    if not settings.policy.startswith(("http://", "https://")):
        raise Misconfigured("HUB_POLICY must be the http://host:port of an OPA server for the engine `opa`")
    return OpaEngine(settings.policy, bundle.digest)


def engine_of(settings: Settings) -> PolicyEngine:
    """Return the engine that HUB_POLICY chooses."""
    return open_engine(settings, "embedded" if settings.policy == "embedded" else "opa")
