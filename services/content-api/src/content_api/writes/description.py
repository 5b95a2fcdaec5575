"""What the description of the API says of keys that name a request."""

from typing import Any

from fastapi import FastAPI

from content_api.writes.repeating import HEADER, KEY

STAFF = "/staff/v1/"
PARAMETER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": (
        "Names this request, for example with a UUID. Sent again within 24 hours with"
        " the same body it is not carried out again: the first answer comes back, with"
        f" `Idempotency-Replayed: true`. The header is `{HEADER}` in any case."
    ),
    "schema": {"type": "string", "pattern": KEY, "maxLength": 200},
}


def describe(app: FastAPI) -> None:
    """Adds the header to every POST of the staff."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        schema = plain()
        for path, operations in schema["paths"].items():
            operation = operations.get("post")
            if operation is None or not path.startswith(STAFF):
                continue
            parameters = operation.setdefault("parameters", [])
            if PARAMETER not in parameters:
                parameters.append(PARAMETER)
        return schema

    app.openapi = openapi  # type: ignore[method-assign]  # as FastAPI documents it
