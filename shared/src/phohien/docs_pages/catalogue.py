"""Every problem this service can answer with."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus

from phohien.errors import AppError, Text
from phohien.problems import code_of, status_of
from phohien.schemas import Out


class TwoTongues(Out):
    """One sentence in the two languages every page speaks."""

    vi: str
    en: str


class ProblemKind(Out):
    """A problem code: what it means and what to do. The code never changes."""

    type: str
    code: str
    status: int
    title: TwoTongues
    advice: TwoTongues


INVALID_REQUEST = "invalid-request"
_TITLE_INVALID = Text(
    vi="Yêu cầu không đúng khuôn dạng", en="The request does not match the schema"
)
_ADVICE: Mapping[int, Text] = {
    400: Text(
        vi="Sửa yêu cầu theo detail rồi gửi lại; gửi y nguyên sẽ bị từ chối nữa.",
        en="Correct the request as detail says; sent unchanged it fails again.",
    ),
    401: Text(
        vi="Đăng nhập lại, hoặc gửi khóa còn hiệu lực trong tiêu đề Authorization.",
        en="Sign in again, or send a valid key in the Authorization header.",
    ),
    403: Text(
        vi="Việc này thuộc vai trò hoặc cơ quan khác; hỏi người quản trị của cơ quan.",
        en="This belongs to another role or agency; ask your agency's operator.",
    ),
    404: Text(
        vi="Kiểm tra lại khóa hoặc địa chỉ; danh sách nằm ở địa chỉ cấp trên.",
        en="Check the key or the address; the list is one level up.",
    ),
    409: Text(
        vi="Đọc lại trạng thái hiện tại, rồi quyết định có làm tiếp hay không.",
        en="Read the present state again, then decide whether to go on.",
    ),
    410: Text(
        vi="Nội dung đã được gỡ xuống; hãy gỡ mọi bản sao mà bạn đang giữ.",
        en="It was taken down; remove every copy you keep.",
    ),
    406: Text(
        vi="Gửi tiêu đề Accept với một trong những dạng nêu trong detail, hoặc bỏ đi.",
        en="Send one of the forms that detail names as Accept, or leave Accept out.",
    ),
    412: Text(
        vi="Người khác đã sửa trước; đọc bản mới, gộp thay đổi rồi gửi với ETag mới.",
        en="Someone was faster; read the new version, merge, send its ETag.",
    ),
    413: Text(
        vi="Gửi tệp hoặc nội dung nhỏ hơn giới hạn ghi trong detail.",
        en="Send a file or body below the limit that detail names.",
    ),
    415: Text(
        vi="Gửi đúng loại nội dung mà địa chỉ này nhận; xem /docs.",
        en="Send the kind of content this address takes; see /docs.",
    ),
    422: Text(
        vi="Sửa từng trường nêu trong errors rồi gửi lại.",
        en="Correct each field that errors names, then send it again.",
    ),
    428: Text(
        vi="Đọc bản hiện tại, rồi gửi ETag của nó trong tiêu đề If-Match.",
        en="Read the present version and send its ETag as the If-Match header.",
    ),
    429: Text(
        vi="Chờ hết số giây ghi trong tiêu đề Retry-After rồi gửi lại.",
        en="Wait as many seconds as the Retry-After header says.",
    ),
    503: Text(
        vi="Gửi lại sau ít giây; nếu kéo dài, báo người vận hành kèm trace_id.",
        en="Send it again in a few seconds; if it lasts, give the operator trace_id.",
    ),
}


def kinds() -> dict[str, ProblemKind]:
    """All of them by code, in alphabetical order."""
    found = {INVALID_REQUEST: _kind(INVALID_REQUEST, 422, _TITLE_INVALID)}
    for error in _descendants(AppError):
        if "title" in vars(error):
            title = Text(vi=error.title_vi or error.title, en=error.title)
            code = code_of(error)
            found[code] = _kind(code, status_of(error), title)
    return dict(sorted(found.items()))


def _descendants(error: type[AppError]) -> Iterator[type[AppError]]:
    for child in error.__subclasses__():
        yield child
        yield from _descendants(child)


def _kind(code: str, status: int, title: Text) -> ProblemKind:
    phrase = HTTPStatus(status).phrase
    advice = _ADVICE.get(status, Text(vi=phrase, en=phrase))
    return ProblemKind(
        type=f"/problems/{code}",
        code=code,
        status=status,
        title=TwoTongues(vi=title.vi, en=title.en),
        advice=TwoTongues(vi=advice.vi, en=advice.en),
    )
