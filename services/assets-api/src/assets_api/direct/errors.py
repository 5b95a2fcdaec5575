"""Why a file cannot go straight to the store."""

from collections.abc import Sequence

from phohien.errors import ConflictError, FieldProblem, Text

MOST_NAMED = 20


class UploadDirectNotOfferedError(ConflictError):
    title = "Files cannot be sent straight to the store here"
    title_vi = "Không gửi thẳng tệp tới kho được"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Kho tệp ở đây không mở ra ngoài, hoặc không giữ đúng độ dài và mã"
                " kiểm tra đã ký. Hãy gửi bằng tus tại /staff/v1/uploads.",
                en="The store is not open to others here, or does not keep to the"
                " signed length and checksum. Send it by tus at /staff/v1/uploads.",
            ),
            headers={"link": '</staff/v1/uploads>; rel="alternate"'},
        )


class UploadPartsMissingError(ConflictError):
    title = "Parts of the file are missing"
    title_vi = "Còn thiếu phần của tệp"

    def __init__(self, numbers: Sequence[int]) -> None:
        listed = ", ".join(str(number) for number in numbers[:MOST_NAMED])
        more = "…" if len(numbers) > MOST_NAMED else ""
        super().__init__(
            Text(
                vi=f"Kho chưa có {len(numbers)} phần: {listed}{more}. Hãy xin địa chỉ"
                " và gửi các phần này.",
                en=f"The store lacks {len(numbers)} parts: {listed}{more}. Ask for"
                " addresses and send these.",
            )
        )


class UploadPartsChangedError(ConflictError):
    title = "A part is not the one it is said to be"
    title_vi = "Có phần khác với mã kiểm tra đã nêu"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Mã SHA-256 nêu ra khác mã của phần đã gửi. Hãy tính lại, hoặc gửi"
                " lại phần đó.",
                en="A SHA-256 given here is not that of the part that was sent. Compute"
                " it again, or send that part again.",
            )
        )


class UploadPartNumberError(ConflictError):
    title = "The file has no such part"
    title_vi = "Tệp không có phần này"

    def __init__(self, place: int, parts: int) -> None:
        super().__init__(
            Text(
                vi=f"Các phần đánh số từ 1 đến {parts}, mỗi số một lần.",
                en=f"Parts are numbered from 1 to {parts}, each once.",
            ),
            errors=[
                FieldProblem(
                    f"/parts/{place}/number",
                    Text(vi=f"từ 1 đến {parts}", en=f"from 1 to {parts}"),
                    "range",
                )
            ],
        )
