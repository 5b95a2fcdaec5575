from phohien.errors import ConflictError, InvalidError, NotFoundError, Text


class WebhookNotFoundError(NotFoundError):
    title = "No such webhook"
    title_vi = "Không có webhook này"


class DeliveryNotFoundError(NotFoundError):
    title = "No such delivery"
    title_vi = "Không có lần gửi này"


class ForbiddenAddressError(InvalidError):
    title = "A webhook may not reach this address"
    title_vi = "Webhook không được gọi tới địa chỉ này"


class TooManyWebhooksError(ConflictError):
    title = "There are enough webhooks"
    title_vi = "Đã đủ số webhook"


class UnknownInterestError(InvalidError):
    title = "There is no such type or language"
    title_vi = "Không có loại nội dung hoặc ngôn ngữ này"


def webhook_not_found() -> WebhookNotFoundError:
    return WebhookNotFoundError(
        Text(
            vi="Xem danh sách tại GET /staff/v1/webhooks.",
            en="See the list at GET /staff/v1/webhooks.",
        )
    )


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
