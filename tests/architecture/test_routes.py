"""Rules every route and every described answer keeps, in all three services."""

from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

SERVICES = ("content_api", "assets_api", "asean_sync")
ENVIRONMENT = {
    "PHOHIEN_DATABASE_URL": "postgresql://nobody:nothing@127.0.0.1:9/nowhere",
    "PHOHIEN_S3_ENDPOINT": "127.0.0.1:9",
    "PHOHIEN_S3_ACCESS_KEY": "nobody",
    "PHOHIEN_S3_SECRET_KEY": "nothing",
}


@pytest.fixture(scope="module", params=SERVICES)
def app(request) -> FastAPI:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        settings = import_module(f"{request.param}.settings").Settings()
        return import_module(f"{request.param}.app").create_app(settings)


@pytest.fixture(scope="module")
def schema(app) -> dict[str, Any]:
    return app.openapi()


def routes_of(router) -> Iterator[APIRoute]:
    for route in router.routes:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):
            yield from routes_of(route.original_router)


def policies(dependant: Dependant) -> Iterator[str]:
    for dependency in dependant.dependencies:
        if getattr(dependency.call, "__phohien_policy__", False):
            yield dependency.call.__name__
        yield from policies(dependency)


def answers(schema: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every described answer, by operation and status."""
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            for status, answer in operation["responses"].items():
                yield f"{method.upper()} {path} {status}", answer


def names_in(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"].rpartition("/")[2]
        for value in part.values():
            yield from names_in(value)
    elif isinstance(part, list):
        for value in part:
            yield from names_in(value)


def test_there_are_routes_to_look_at(app) -> None:
    assert len(list(routes_of(app))) > 3


def test_every_route_has_exactly_one_policy(app) -> None:
    counted = {
        f"{sorted(route.methods)} {route.path}": list(policies(route.dependant))
        for route in routes_of(app)
    }

    assert {path: found for path, found in counted.items() if len(found) != 1} == {}


def test_every_route_speaks_to_clients(app) -> None:
    """The docstring is the description in OpenAPI; the name is the client's method."""
    listed = [route for route in routes_of(app) if route.include_in_schema]
    names = [route.name for route in listed]

    assert [route.path for route in listed if not route.description] == []
    assert [name for name, times in Counter(names).items() if times > 1] == []


def test_every_field_of_an_answer_is_required(schema) -> None:
    """A client needs no guesses: a field without a value is there and null."""
    models = schema["components"]["schemas"]
    seen: set[str] = set()
    waiting = {name for _, answer in answers(schema) for name in names_in(answer)}
    while waiting:
        name = waiting.pop()
        seen.add(name)
        waiting |= set(names_in(models[name])) - seen
    optional = {
        name: sorted(set(models[name]["properties"]) - set(models[name]["required"]))
        for name in sorted(seen)
        if models[name].get("properties", {}).keys()
        - set(models[name].get("required", []))
    }

    assert optional == {}


def test_every_refusal_is_a_problem_document(schema) -> None:
    """416 says all it has to say in Content-Range."""
    other = [
        where
        for where, answer in answers(schema)
        if where.rpartition(" ")[2] >= "400"
        and not where.endswith(" 416")
        and "application/problem+json" not in answer.get("content", {})
    ]

    assert other == []


def test_names_in_the_description_are_clean(schema) -> None:
    """What a client generator would turn into an ugly name."""
    ugly = [
        name
        for name in schema["components"]["schemas"]
        if name.endswith("_") or "__" in name or name.startswith(("HTTPValid", "Body_"))
    ]

    assert ugly == []
