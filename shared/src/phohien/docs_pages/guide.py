"""The guide for portals as a page, from the Markdown its examples are tested in."""

from functools import lru_cache
from pathlib import Path

TONGUES = ("vi", "en")


@lru_cache(maxsize=4)
def body(path: Path) -> str:
    """HTML; what looks like HTML in the text stays text."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 -- sixty modules for one page

    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    rendered: str = markdown.render(path.read_text("utf-8"))
    return rendered
