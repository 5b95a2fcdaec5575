"""Why an asset must stay, or why a hold does."""

from datetime import date

from phohien.errors import ConflictError, InvalidError, NotFoundError, Text


class AssetKeptError(ConflictError):
    title = "The asset must not be deleted"
    title_vi = "Tệp đang bị giữ, không được xóa"

    def __init__(self, until: date | None) -> None:
        vi = f"đến hết ngày {until:%d/%m/%Y}" if until else "cho tới khi có lệnh gỡ"
        en = f"until the end of {until}" if until else "until the order is lifted"
        super().__init__(
            Text(
                vi=f"Tệp được giữ {vi}; xem lý do ở mục giữ tệp.",
                en=f"It is kept {en}; the list of its holds says why.",
            )
        )


class HoldNotFoundError(NotFoundError):
    title = "No such hold"
    title_vi = "Không có lệnh giữ này"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Tệp này không có lệnh giữ nào với mã đã cho.",
                en="The asset has no hold with this id.",
            )
        )


class HoldLiftedError(ConflictError):
    title = "The hold has ended already"
    title_vi = "Lệnh giữ đã kết thúc"

    def __init__(self) -> None:
        super().__init__(
            Text(vi="Không cần làm gì thêm.", en="There is nothing left to lift.")
        )


class RetentionNotLiftedError(ConflictError):
    title = "A retention ends on its day, not before"
    title_vi = "Thời hạn lưu giữ không rút ngắn được"

    def __init__(self, until: date) -> None:
        super().__init__(
            Text(
                vi=f"Thời hạn lưu giữ tự hết sau ngày {until:%d/%m/%Y}.",
                en=f"It ends by itself after {until}.",
            )
        )


class RetentionDayError(InvalidError):
    title = "A retention needs a day that is still to come"
    title_vi = "Thời hạn lưu giữ phải có ngày kết thúc trong tương lai"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Nêu ngày cuối cùng phải giữ, sau hôm nay và trong vòng 100 năm;"
                " lệnh giữ theo yêu cầu thì không nêu ngày.",
                en="Name its last day, after today and within 100 years; an order has"
                " no day.",
            )
        )
