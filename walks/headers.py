"""The headers that keep a page to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import request

if TYPE_CHECKING:
    from flask import Flask, Response


def register(app: Flask) -> None:
    """Send the security headers with every answer."""
    settings = app.config["WALKS"]
    policy = _policy(settings.pictured_tiles)
    is_https = (settings.public_url or "").startswith("https:")

    @app.after_request
    def add(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("X-Frame-Options", "DENY")
        # Tile servers ask for the site's address, and need no more than that.
        response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", _devices(request.blueprint))
        if is_https:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _devices(part: str | None) -> str:
    """What a page may ask of its phone: only residents record voice notes."""
    microphone = "(self)" if part == "shell" else "()"
    return f"geolocation=(self), camera=(self), microphone={microphone}, payment=()"


def _policy(tile_url: str | None) -> str:
    tiles = ""
    if tile_url:
        address = urlsplit(tile_url.replace("{s}", "*").replace("{", "").replace("}", ""))
        tiles = f" {address.scheme}://{address.netloc}" if address.netloc else ""
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src 'self' data: blob:{tiles}",
            "font-src 'self'",
            "media-src 'self' blob:",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )
