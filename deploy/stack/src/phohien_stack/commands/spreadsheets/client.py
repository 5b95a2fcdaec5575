"""content-api as a signed-in person, or as nobody."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from phohien_stack.commands.speech import language
from phohien_stack.embedded.errors import StackError
from phohien_stack.supervisor import record
from phohien_stack.supervisor.place import locate

SECONDS = 180
LISTED = 10

As = Annotated[
    str,
    typer.Option(
        "--as", envvar="PHOHIEN_USER", help="Your user name. || Tên đăng nhập của bạn."
    ),
]
Password = Annotated[
    str,
    typer.Option(
        envvar="PHOHIEN_PASSWORD",
        help="Else asked for; known for the sample people."
        " || Nếu không ghi thì được hỏi; người dùng mẫu đã có sẵn.",
    ),
]
Token = Annotated[
    str,
    typer.Option(
        envvar="PHOHIEN_TOKEN",
        help="A session's token or an API key, instead of signing in."
        " || Mã phiên hoặc khóa API, thay cho đăng nhập.",
    ),
]
Url = Annotated[
    str,
    typer.Option(
        envvar="PHOHIEN_CONTENT_URL",
        help="Else the stack's own. || Nếu không ghi thì dùng của bộ đang chạy.",
    ),
]


@dataclass(frozen=True, slots=True)
class Person:
    """Who speaks: by name and password, or by a token."""

    username: str = ""
    password: str = ""
    token: str = ""


@contextmanager
def opened(url: str, data: Path | None) -> Iterator[httpx.Client]:
    """A client of the stack's content-api, or of the one named."""
    found = url
    if not found:
        now = record.load(locate(data).record)
        found = now.urls.get("content", "") if now else ""
    if not found:
        raise StackError("no content-api: run `phohien up`, or name it with --url.")
    headers = {"accept-language": language(default="vi")}
    with httpx.Client(base_url=found, timeout=SECONDS, headers=headers) as client:
        yield client


@contextmanager
def speaking(person: Person, url: str, data: Path | None) -> Iterator[httpx.Client]:
    """The same, signed in; signed out again when it was us who signed in."""
    with opened(url, data) as client:
        if person.token:
            client.headers["authorization"] = f"Bearer {person.token}"
            yield client
            return
        sign_in(client, person.username, person.password, data)
        try:
            yield client
        finally:
            with suppress(httpx.HTTPError):
                client.delete("/staff/v1/session")


def sign_in(
    client: httpx.Client, username: str, password: str, data: Path | None
) -> None:
    if not username:
        told = "say who you are: --as, or PHOHIEN_USER, or PHOHIEN_TOKEN."
        raise typer.BadParameter(told)
    now = record.load(locate(data).record)
    known = {login.username: login.password for login in now.logins} if now else {}
    secret = (
        password or known.get(username) or typer.prompt("Password", hide_input=True)
    )
    body = {"username": username, "password": secret}
    answer = ask(client, "POST", "/staff/v1/session", json=body)
    client.headers["authorization"] = f"Bearer {answer.json()['token']}"


def ask(client: httpx.Client, method: str, path: str, **request: Any) -> httpx.Response:
    """Raises StackError with what the service says is to be done."""
    try:
        answer = client.request(method, path, **request)
    except httpx.HTTPError as error:
        raise StackError(f"{client.base_url}: {error!r}") from error
    if not answer.is_success:
        raise StackError(_said(answer))
    return answer


def save(client: httpx.Client, path: str, target: Path, **request: Any) -> int:
    """Streams an answer into a file; says how many bytes it is."""
    try:
        with client.stream("GET", path, **request) as answer:
            if not answer.is_success:
                answer.read()
                raise StackError(_said(answer))
            with target.open("wb") as file:
                for chunk in answer.iter_bytes():
                    file.write(chunk)
    except httpx.HTTPError as error:
        raise StackError(f"{client.base_url}: {error!r}") from error
    return target.stat().st_size


def _said(answer: httpx.Response) -> str:
    if "json" not in answer.headers.get("content-type", ""):
        return f"{answer.status_code} {answer.reason_phrase}"
    problem = answer.json()
    told = [f"  {e['pointer']}: {e['detail']}" for e in problem["errors"][:LISTED]]
    return "\n".join([f"{problem['title']}. {problem['detail']}", *told])
