"""One person at one service, over HTTP; a refusal ends the seeding and is shown."""

from typing import Any

import httpx

from phohien_stack.embedded.errors import StackError

TIMEOUT = httpx.Timeout(60, connect=5)
SHOWN = 600


class Desk:
    def __init__(self, base_url: str, token: str = "") -> None:
        self._base_url = base_url
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self._http = httpx.Client(
            base_url=base_url, headers=headers, timeout=TIMEOUT, trust_env=False
        )

    def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            answer = self._http.request(method, path, **options)
        except httpx.HTTPError as error:
            raise StackError(f"{method} {self._base_url}{path}: {error!r}") from error
        if not answer.is_success:
            raise StackError(
                f"{method} {self._base_url}{path} answers {answer.status_code}: "
                f"{answer.text[:SHOWN]}"
            )
        return answer

    def close(self) -> None:
        self._http.close()


def sign_in(base_url: str, username: str, password: str) -> str:
    """At content-api, the one place where people sign in."""
    nobody = Desk(base_url)
    try:
        answer = nobody.call(
            "POST",
            "/staff/v1/session",
            json={"username": username, "password": password},
        )
    finally:
        nobody.close()
    return str(answer.json()["token"])
