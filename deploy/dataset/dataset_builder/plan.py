"""The 2020 plan from Markdown to the simple HTML of the types."""

import html
import re

from dataset_builder.facts import BUILDER

_HEADING = re.compile(r"#{1,6}\s*")
_LINK = re.compile(r"\[([^\]]+)\]\((http[^)]+)\)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_SUP = re.compile(r"&lt;sup&gt;(.+?)&lt;/sup&gt;")


def plan_html() -> str:
    text = (BUILDER / "texts/plan-2020.md").read_text("utf-8")
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
    return "".join(_html(block) for block in _joined(blocks))


def _joined(blocks: list[str]) -> list[str]:
    """A sentence broken by a page of the original is one sentence again."""
    joined: list[str] = []
    for block in blocks:
        if joined and block[0].islower() and not re.match(r"[a-zđ]\)", block):
            joined[-1] += f" {block}"
        else:
            joined.append(block)
    return joined


def _html(block: str) -> str:
    if block.startswith("- "):
        entries = [line.removeprefix("- ") for line in block.splitlines()]
        return "<ul>" + "".join(f"<li>{_inline(e)}</li>" for e in entries) + "</ul>"
    lines = [_inline(_HEADING.sub("", line).strip()) for line in block.splitlines()]
    if _HEADING.match(block) or re.fullmatch(r"\*\*[IVX\d]+\..+\*\*", block):
        heading = re.sub(r"</?strong>", "", " ".join(lines))
        level = "h3" if re.match(r"[IVX]+\.", heading) else "h4"
        return f"<{level}>{heading}</{level}>"
    return f"<p>{'<br>'.join(lines)}</p>"


def _inline(text: str) -> str:
    escaped = html.escape(text.strip(), quote=False)
    escaped = _LINK.sub(r'<a href="\2">\1</a>', escaped)
    escaped = _SUP.sub(r"<sup>\1</sup>", escaped)
    return _BOLD.sub(r"<strong>\1</strong>", escaped)
