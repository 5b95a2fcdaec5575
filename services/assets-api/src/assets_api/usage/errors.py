"""Why an asset is not deleted."""

from collections.abc import Sequence

from phohien.errors import ConflictError, FieldProblem, Text, UnavailableError


class AssetInUseError(ConflictError):
    title = "The asset is in use"
    title_vi = "Tệp đang được dùng"

    def __init__(self, uses: Sequence[FieldProblem]) -> None:
        super().__init__(
            Text(
                vi="Gỡ tệp khỏi những nơi nêu dưới đây rồi xóa lại; hoặc rút tệp nếu"
                " không được phép dùng nữa.",
                en="Take it out of the places below and delete it again; or withdraw it"
                " if it may no longer be used.",
            ),
            errors=uses,
        )


class UsageUnknownError(UnavailableError):
    title = "Where the asset is used cannot be asked right now"
    title_vi = "Chưa hỏi được tệp đang dùng ở đâu"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Chưa xóa gì cả; hãy thử lại sau ít phút.",
                en="Nothing has been deleted; try again in some minutes.",
            ),
            headers={"retry-after": "10"},
        )
