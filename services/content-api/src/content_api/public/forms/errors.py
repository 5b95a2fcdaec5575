"""What a reader asked for that there is not: a parameter, a field, a format."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from phohien.errors import (
    FieldProblem,
    InvalidError,
    NotAcceptableError,
    Text,
)

MOST_LISTED = 40
SHOWN = 80


class UnknownParameterError(InvalidError):
    title = "A parameter or a name in it is not known"
    title_vi = "Có tham số hoặc tên trong tham số không tồn tại"


class WrongFilterError(InvalidError):
    title = "A filter or a sort does not fit the question"
    title_vi = "Điều kiện lọc hoặc sắp xếp không hợp với yêu cầu"


class NoSuchFormError(NotAcceptableError):
    title = "There is no such representation"
    title_vi = "Không có dạng dữ liệu được yêu cầu"


def unknown_name(parameter: str, name: str, known: Iterable[str]) -> FieldProblem:
    """`name` in `parameter`, or the parameter itself when both are the same."""
    listed = sorted(set(known))
    near = get_close_matches(name, listed, 1)
    some = ", ".join(listed[:MOST_LISTED])
    shown = name[:SHOWN]
    if near:
        hint = Text(vi=f"có phải «{near[0]}»?", en=f"did you mean “{near[0]}”?")
    else:
        hint = Text(vi=f"hãy chọn trong: {some}.", en=f"choose among: {some}.")
    return FieldProblem(
        pointer=f"/query/{parameter[:SHOWN]}",
        detail=Text(
            vi=f"Không có «{shown}»; {hint.vi}", en=f"There is no “{shown}”; {hint.en}"
        ),
        code="unknown-name",
    )


def unknown_names(problems: Sequence[FieldProblem]) -> UnknownParameterError:
    return UnknownParameterError(_both(problems), errors=problems)


def wrong_filter(parameter: str, vi: str, en: str) -> WrongFilterError:
    problem = FieldProblem(f"/query/{parameter}", Text(vi=vi, en=en), "wrong-filter")
    return WrongFilterError(Text(vi=vi, en=en), errors=[problem])


def does_not_go(parameter: str, media_type: str) -> WrongFilterError:
    return wrong_filter(
        parameter,
        vi=f"Với {media_type} không dùng được {parameter}; hãy bỏ tham số này.",
        en=f"{media_type} does not go with {parameter}; leave it out.",
    )


def no_such_form(offered: Sequence[str]) -> NoSuchFormError:
    listed = ", ".join(offered)
    return NoSuchFormError(
        Text(
            vi=f"Tiêu đề Accept phải nhận một trong: {listed}.",
            en=f"Let the Accept header take one of: {listed}.",
        ),
        headers={"vary": "Accept, Accept-Language"},
    )


def _both(problems: Sequence[FieldProblem]) -> Text:
    first = problems[0].detail
    return first if isinstance(first, Text) else Text(vi=first, en=first)
