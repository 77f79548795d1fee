"""Serve the app with one more page, which says what the app believes about the request."""

from __future__ import annotations

from flask import request, session

from walks.commands.account import drop_root
from walks.commands.installation import open_app
from walks.commands.serve import Server
from walks.settings import Settings


def seen() -> dict[str, str | None]:
    session["visited"] = "yes"
    return {"address": request.remote_addr, "url": request.url}


if __name__ == "__main__":
    settings = Settings.from_environment()
    drop_root(settings)
    app = open_app(settings)
    app.add_url_rule("/seen", view_func=seen)
    Server(app, settings).run()
