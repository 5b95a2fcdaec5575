"""Errors a service raises on purpose, named by what went wrong, not by HTTP number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence for a person, in the two languages every page speaks."""

    vi: str
    en: str

    def in_language(self, language: str) -> str:
        return self.vi if language == "vi" else self.en


def see_list(path: str) -> Text:
    """Of an id that is none: where those are that there are."""
    return Text(
        vi=f"Xem danh sách tại GET {path}.",
        en=f"See the list at GET {path}.",
    )


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field; `pointer` is a JSON Pointer into the body."""

    pointer: str
    detail: Text | str
    code: str


class AppError(Exception):
    """An expected failure. Its class name is its public code; see `problems`."""

    title: ClassVar[str]
    title_vi: ClassVar[str] = ""

    def __init__(
        self,
        detail: Text | str,
        *,
        errors: Sequence[FieldProblem] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail if isinstance(detail, str) else detail.en)
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})


class BadRequestError(AppError): ...


class UnauthenticatedError(AppError): ...


class ForbiddenError(AppError): ...


class NotFoundError(AppError): ...


class NotAcceptableError(AppError): ...


class ConflictError(AppError): ...


class GoneError(AppError): ...


class PreconditionFailedError(AppError): ...


class PreconditionRequiredError(AppError): ...


class TooLargeError(AppError): ...


class UnsupportedMediaError(AppError): ...


class InvalidError(AppError): ...


class TooManyRequestsError(AppError): ...


class UnavailableError(AppError): ...


class BodyTooDeepError(BadRequestError):
    title = "The body is nested too deep"
    title_vi = "Nội dung gửi lên lồng nhau quá sâu"


class BodyTooLargeError(TooLargeError):
    title = "The body is too large"
    title_vi = "Nội dung gửi lên quá lớn"
