"""`If-Match`: a write names the state it was made from, or it is not done."""

from phohien.errors import PreconditionFailedError, PreconditionRequiredError, Text


class IfMatchRequiredError(PreconditionRequiredError):
    title = "This write needs If-Match"
    title_vi = "Yêu cầu ghi này cần tiêu đề If-Match"


class StaleStateError(PreconditionFailedError):
    title = "Somebody changed this since you read it"
    title_vi = "Nội dung đã được người khác sửa sau khi bạn đọc"


def etag(value: str) -> str:
    return f'"{value}"'


def tags(header: str) -> set[str]:
    """Weak tags never match here: two states of a draft are equal or they are not."""
    return {part.strip().strip('"') for part in header.split(",") if part.strip()}


def stale(current: str) -> StaleStateError:
    return StaleStateError(
        Text(
            vi=f'Hãy đọc lại, ghép phần sửa của bạn vào rồi gửi If-Match: "{current}".',
            en=f'Read it again, merge your change, then send If-Match: "{current}".',
        ),
        headers={"ETag": etag(current)},
    )


def not_what_was_read(current: str) -> StaleStateError:
    """For an order that carries `if_hash`: whoever signs has to read this first."""
    return StaleStateError(
        Text(
            vi=f"Hãy đọc lại rồi gửi if_hash là hash vừa đọc; hiện nay là {current}.",
            en=f"Read it again and send its hash as if_hash; it is {current} now.",
        ),
        headers={"ETag": etag(current)},
    )


def demand(header: str | None, *current: str) -> None:
    """Passes when the header names one of `current`; the first is the one to show."""
    if header is None:
        raise IfMatchRequiredError(
            Text(
                vi=f'Gửi kèm If-Match: "{current[0]}" (ETag của bản bạn đã đọc).',
                en=f'Send If-Match: "{current[0]}" (the ETag of what you read).',
            ),
            headers={"ETag": etag(current[0])},
        )
    if not tags(header) & set(current):
        raise stale(current[0])
