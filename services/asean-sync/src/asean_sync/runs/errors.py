"""What can be wrong with a request for a run, by name."""

from phohien.errors import ConflictError, NotFoundError, Text


class RunOpenError(ConflictError):
    title = "A run for this target is already under way"
    title_vi = "Đích này đang có một lượt chạy"


class UnknownItemError(NotFoundError):
    title = "No such item is offered to this target or there already"
    title_vi = "Không có mục này trong đề cử cho đích, cũng chưa có tại đích"


class StalePlanError(ConflictError):
    title = "What would be done now is not what was approved"
    title_vi = "Việc sẽ làm bây giờ không còn đúng như kế hoạch đã duyệt"


def other_profile() -> StalePlanError:
    return StalePlanError(
        Text(
            vi="Hồ sơ đích đã thay đổi từ khi lập kế hoạch; hãy lập lại.",
            en="The profile is another one since the plan was made; plan again.",
        )
    )


class RunNotFoundError(NotFoundError):
    title = "No such run"
    title_vi = "Không có lượt chạy này"
