"""The headers of every page: nothing from elsewhere, no script, no frame, and nothing kept behind."""

from typing import Final

from fastapi import Response

# `same-origin` and not `no-referrer`: under the latter browsers send `Origin: null` with our own forms.
PAGE_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

ASSET_HEADERS: Final = PAGE_HEADERS | {"Cache-Control": "public, max-age=3600"}


def with_page_headers(response: Response) -> Response:
    """Add the headers that a page does not set itself."""
    for name, value in PAGE_HEADERS.items():
        response.headers.setdefault(name, value)
    return response
