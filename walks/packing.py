"""Pages and answers travel packed, except where a secret stands in them.

What compresses well tells its length: somebody who can make a browser ask for a page again and
again, with words of their own in it, could guess a secret on that page from how long it gets
(BREACH). The one secret that stands in pages is the token against forgery, so a page that holds it
travels as it is. The resident's pages hold none, and what the API answers to a phone's token no
stranger's page can ask for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g
from flask_compress import Compress

if TYPE_CHECKING:
    from flask import Flask, Response

LEAST_BYTES = 1024  # of an answer that is worth the work


def register(app: Flask) -> None:
    """Pack HTML and JSON by brotli, else gzip, as the browser can read them."""
    app.config.update(
        COMPRESS_REGISTER=False,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=6,
        COMPRESS_MIN_SIZE=LEAST_BYTES,
        COMPRESS_STREAMS=False,  # an export has its own way
        COMPRESS_EVALUATE_CONDITIONAL_REQUEST=False,
        COMPRESS_MIMETYPES=[
            "application/json",
            "application/problem+json",
            "text/html",
            "text/javascript",
        ],
    )
    packing = Compress(app)

    @app.after_request
    def pack(response: Response) -> Response:
        if "csrf_token" in g or response.is_streamed:
            return response
        packed: Response = packing.after_request(response)
        return packed
