"""The two texts every type has; a type adds its own after them."""

from typing import Annotated

from content_api.types.values.texts import Line, Lines
from content_api.types.values.wording import label
from phohien.schemas import In


class Heading(In):
    """Title and summary in one language."""

    title: Annotated[Line, label("Tên, tiêu đề", "Title")]
    summary: Annotated[Lines | None, label("Tóm tắt", "Summary")] = None
