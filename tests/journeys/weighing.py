"""Walks served over HTTP in this process, every answer weighed as it leaves."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wsgi import ClosingIterator

ANSWER = "tests.answer"


@dataclass
class Travelled:
    """One answer as it left the server: its path, and the bytes of its body as they were packed."""

    path: str
    size: int = 0


TRAVELLED: list[Travelled] = []


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve the app on a free port of this machine alone; gives its address."""
    server = make_server("127.0.0.1", 0, _weighing(app), threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name
        """Say nothing: the test says what went wrong."""

    def connection_dropped(
        self, _error: BaseException, environ: dict[str, Any] | None = None
    ) -> None:
        """Close an answer that a browser no longer wants: werkzeug's server may not get to it."""
        if environ and ANSWER in environ:
            environ[ANSWER].close()


def _weighing(app: Flask) -> Callable[..., Any]:
    """The app, leaving each answer in the environment for whoever has to close it, and weighed."""

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        weighed = Travelled(environ["PATH_INFO"])
        TRAVELLED.append(weighed)
        environ[ANSWER] = ClosingIterator(
            _weighed(found := app(environ, start_response), weighed), getattr(found, "close", None)
        )
        return environ[ANSWER]

    return answer


def _weighed(blocks: Iterable[bytes], answer: Travelled) -> Iterator[bytes]:
    for block in blocks:
        answer.size += len(block)
        yield block
