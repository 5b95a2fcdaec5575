from phohien.errors import GoneError, Text


class NoLongerAnsweredError(GoneError):
    title = "This part of the API has come to its end"
    title_vi = "Phần này của giao diện đã ngừng phục vụ"


def no_longer_answered(what: str, day: str, successor: str | None) -> GoneError:
    instead = successor or "/docs"
    return NoLongerAnsweredError(
        Text(
            vi=f"«{what}» đã ngừng từ {day}; hãy dùng {instead}.",
            en=f"“{what}” ended on {day}; use {instead} instead.",
        )
    )
