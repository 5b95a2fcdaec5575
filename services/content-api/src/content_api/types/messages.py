"""What pydantic found, said so that an officer knows what to do, in both languages."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from phohien.errors import FieldProblem, Text

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

# Keys are pydantic's error types; braces take the limits pydantic reports.
WORDS: Mapping[str, tuple[str, Text]] = {
    "missing": (
        "missing",
        Text(
            vi="Còn thiếu trường này; hãy bổ sung.", en="This field is missing; add it."
        ),
    ),
    "extra_forbidden": (
        "unknown-field",
        Text(
            vi="Loại nội dung này không có trường như vậy; hãy bỏ hoặc sửa tên trường.",
            en="This content type has no such field; remove it or correct its name.",
        ),
    ),
    "string_too_short": (
        "too-short",
        Text(vi="Không để trống trường này.", en="Do not leave this field empty."),
    ),
    "string_too_long": (
        "too-long",
        Text(
            vi="Dài quá {max_length} ký tự; hãy rút ngắn.",
            en="Longer than {max_length} characters; shorten it.",
        ),
    ),
    "string_pattern_mismatch": (
        "wrong-form",
        Text(
            vi="Sai cách viết; mẫu đúng là {pattern}.",
            en="Not in the right form; the pattern is {pattern}.",
        ),
    ),
    "literal_error": (
        "not-in-list",
        Text(
            vi="Giá trị này không được phép; hãy chọn: {expected}.",
            en="This value is not allowed; choose: {expected}.",
        ),
    ),
    "greater_than_equal": (
        "too-small",
        Text(vi="Không được nhỏ hơn {ge}.", en="Must not be less than {ge}."),
    ),
    "less_than_equal": (
        "too-large",
        Text(vi="Không được lớn hơn {le}.", en="Must not be more than {le}."),
    ),
    "too_short": (
        "too-few",
        Text(
            vi="Cần ít nhất {min_length} mục.", en="At least {min_length} are needed."
        ),
    ),
    "too_long": (
        "too-many",
        Text(vi="Nhiều nhất {max_length} mục.", en="At most {max_length} are allowed."),
    ),
}
KINDS: tuple[tuple[str, str, Text], ...] = (
    ("string", "not-text", Text(vi="Phải là chữ.", en="Must be text.")),
    (
        "int",
        "not-a-whole-number",
        Text(vi="Phải là số nguyên.", en="Must be a whole number."),
    ),
    (
        "bool",
        "not-yes-or-no",
        Text(vi="Phải là true hoặc false.", en="Must be true or false."),
    ),
    (
        "date",
        "not-a-date",
        Text(
            vi="Phải là một ngày có thật, viết như 2025-08-31.",
            en="Must be a real day, written like 2025-08-31.",
        ),
    ),
    ("tuple", "not-a-list", Text(vi="Phải là danh sách.", en="Must be a list.")),
    (
        "model",
        "not-an-object",
        Text(vi="Phải gồm các trường con.", en="Must be an object with fields."),
    ),
)
UNIT = Text(
    vi="Đơn vị của số liệu này phải là {expected}; hãy đổi đơn vị và giá trị.",
    en="The unit of this figure must be {expected}; convert both unit and value.",
)


def problem(prefix: str, found: "ErrorDetails") -> FieldProblem:
    """One problem; the value itself is never repeated."""
    pointer = prefix + "".join(f"/{_escape(part)}" for part in found["loc"])
    context = {key: str(value) for key, value in found.get("ctx", {}).items()}
    kind = found["type"]
    if "vi" in context and "en" in context:
        return FieldProblem(pointer, Text(vi=context["vi"], en=context["en"]), kind)
    if kind == "literal_error" and found["loc"][-1] == "unit":
        return FieldProblem(pointer, _fill(UNIT, context), "unit-not-allowed")
    if kind in WORDS:
        code, words = WORDS[kind]
        return FieldProblem(pointer, _fill(words, context), code)
    for start, code, words in KINDS:
        if kind.startswith(start):
            return FieldProblem(pointer, words, code)
    return FieldProblem(pointer, found["msg"], kind.replace("_", "-"))


def _fill(words: Text, context: Mapping[str, Any]) -> Text:
    plain = {key: str(value).replace("'", "") for key, value in context.items()}
    vi = {**plain, "expected": plain.get("expected", "").replace(" or ", " hoặc ")}
    return Text(vi=words.vi.format(**vi), en=words.en.format(**plain))


def _escape(part: str | int) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")
