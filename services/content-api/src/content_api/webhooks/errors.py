from datetime import datetime

from phohien.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    Text,
    see_list,
)


class WebhookNotFoundError(NotFoundError):
    title = "No such webhook"
    title_vi = "Không có webhook này"


class DeliveryNotFoundError(NotFoundError):
    title = "No such delivery"
    title_vi = "Không có lần gửi này"


class ForbiddenAddressError(InvalidError):
    title = "This address may not be called from here"
    title_vi = "Không được gọi tới địa chỉ này từ hệ thống"


class TooManyWebhooksError(ConflictError):
    title = "There are enough webhooks"
    title_vi = "Đã đủ số webhook"


class SecretBeingReplacedError(ConflictError):
    title = "The secret is being replaced already"
    title_vi = "Khóa bí mật đang được thay"


class UnknownInterestError(InvalidError):
    title = "There is no such type or language"
    title_vi = "Không có loại nội dung hoặc ngôn ngữ này"


def webhook_not_found() -> WebhookNotFoundError:
    return WebhookNotFoundError(see_list("/staff/v1/webhooks"))


def delivery_not_found() -> DeliveryNotFoundError:
    return DeliveryNotFoundError(
        Text(
            vi="Xem nhật ký gửi của webhook; nhật ký cũ hơn 30 ngày đã được xóa.",
            en="See the webhook's log; what is older than 30 days is gone from it.",
        )
    )


def forbidden_address(why: Text) -> ForbiddenAddressError:
    return ForbiddenAddressError(why)


def too_many_webhooks(most: int) -> TooManyWebhooksError:
    return TooManyWebhooksError(
        Text(
            vi=f"Xóa bớt: nhiều nhất là {most} webhook.",
            en=f"Delete some: there may be {most} webhooks at most.",
        )
    )


def unknown_interest(name: str) -> UnknownInterestError:
    return UnknownInterestError(
        Text(
            vi=f"Không có «{name}». Xem /v1/types và /v1/languages.",
            en=f"There is no “{name}”. See /v1/types and /v1/languages.",
        )
    )


def secret_being_replaced(until: datetime) -> SecretBeingReplacedError:
    when = until.isoformat(timespec="seconds")
    return SecretBeingReplacedError(
        Text(
            vi=f"Khóa cũ còn hiệu lực đến {when}. Chờ hết hạn, gọi …/secret/retire khi"
            " cổng đã dùng khóa mới, hoặc gửi overlap_hours = 0 để bỏ ngay khóa cũ.",
            en=f"The former one is valid until {when}. Wait for it, or POST"
            " …/secret/retire when the portal has the new one, or send"
            " overlap_hours = 0 to end every former one at once.",
        )
    )
