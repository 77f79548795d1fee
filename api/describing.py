"""How this API is read and described: strict JSON in, problems out, all of it in OpenAPI."""

from __future__ import annotations

import json
from http import HTTPStatus
from itertools import groupby
from typing import TYPE_CHECKING, Any, NoReturn

import flask_smorest
from flask import current_app
from marshmallow import Schema
from marshmallow import fields as f
from webargs.core import missing
from webargs.flaskparser import FlaskParser, is_json_request

from api.values import sentences
from walks.problems import KINDS, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Request
    from marshmallow import ValidationError

PROBLEM = "application/problem+json"


class ProblemSchema(Schema):
    """A refusal (RFC 9457)."""

    type = f.String(required=True, metadata={"description": "The kind of refusal, as a path."})
    title = f.String(required=True, metadata={"description": "In the language of the request."})
    status = f.Integer(required=True)
    detail = f.String(required=True, metadata={"description": "What to do next."})
    code = f.String(required=True, metadata={"description": "The kind of refusal, as a word."})
    errors = f.Dict(
        keys=f.String(),
        values=f.List(f.String()),
        metadata={"description": "With “invalid”: field → what is wrong with it."},
    )


class Parser(FlaskParser):
    """Reads JSON as RFC 8259 has it: no NaN, no Infinity, no more bytes than a setting allows."""

    def load_json(self, req: Request, schema: Schema) -> Any:
        """The body as JSON.

        Raises:
            Problem: "malformed" when it is none.
            RequestEntityTooLarge: it has more bytes than so many observations may have.
        """
        if not is_json_request(req):
            raise Problem("malformed")
        observations = getattr(schema, "observations", 1)
        req.max_content_length = current_app.config["WALKS"].observation_max_bytes * observations
        try:
            return json.loads(req.get_data().decode("utf-8"), parse_constant=_refuse)
        except (ValueError, RecursionError) as reason:
            raise Problem("malformed") from reason

    def load_querystring(self, req: Request, schema: Schema) -> Any:
        """The query of the address; what is not there is missing."""
        return super().load_querystring(req, schema) or missing

    def handle_error(self, error: ValidationError, *_: object, **__: object) -> NoReturn:
        """Tell what is wrong, field by field.

        Raises:
            Problem: "invalid".
        """
        by_location: Any = error.messages
        inside = next(iter(by_location.values()))
        raise Problem("invalid", members={"errors": sentences(inside)}) from error


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


class Blueprint(flask_smorest.Blueprint):
    """A noun of the API."""

    ARGUMENTS_PARSER = Parser()

    def refuses(self, *codes: str) -> Callable[[Any], Any]:
        """Describe which problems an operation answers with, by their codes."""

        def describe(view: Any) -> Any:
            by_status = sorted(codes, key=lambda code: KINDS[code].status)
            for status, same in groupby(by_status, key=lambda code: KINDS[code].status):
                view = self.alt_response(
                    status,
                    schema=ProblemSchema,
                    content_type=PROBLEM,
                    description=f"{HTTPStatus(status).phrase}: {', '.join(sorted(same))}",
                )(view)
            return view

        return describe

    def _prepare_arguments_doc(self, doc: Any, doc_info: Any, **kwargs: Any) -> Any:
        """Leave the answer to wrong input to `refuses`, which names its problem."""
        doc_info.get("arguments", {}).pop("responses", None)
        return super()._prepare_arguments_doc(doc, doc_info, **kwargs)


class Api(flask_smorest.Api):
    """The API's description. Refusals are told by the app, as everywhere else."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_pagination_header(self) -> None:
        """Describe none: pages are read on by key."""

    def _register_error_handlers(self) -> None:
        """Leave them to walks/refusals.py."""
