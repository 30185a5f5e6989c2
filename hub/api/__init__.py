"""The interface for programs: HTTP and JSON, every answer through `access`, every error as problem+json."""

from hub.api.app import addresses, build_app
from hub.api.asking import reason_in, viewer_of
from hub.api.development import DevelopmentIssuer, User
from hub.api.events import receipt_path
from hub.api.oidc import IssuerKeys
from hub.api.services import Receipts, Services
from hub.api.tokens import Authenticator, Caller, TokenAuthenticator

__all__ = [
    "Authenticator",
    "Caller",
    "DevelopmentIssuer",
    "IssuerKeys",
    "Receipts",
    "Services",
    "TokenAuthenticator",
    "User",
    "addresses",
    "build_app",
    "reason_in",
    "receipt_path",
    "viewer_of",
]
