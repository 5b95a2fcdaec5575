"""Kinds of text: one line, several lines, or simple HTML that is always clean."""

import html
import re
from typing import Annotated

import nh3
from pydantic import AfterValidator, StringConstraints, WithJsonSchema

from content_api.types.values.wording import refusal

LINE = 300
LINES = 8_000
RICH = 200_000
TAGS = frozenset(
    {"p", "br", "strong", "em", "u", "s", "sub", "sup", "h2", "h3", "h4", "a"}
    | {"ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td"}
)
ATTRIBUTES = {"a": {"href", "title"}, "td": {"colspan"}, "th": {"colspan"}}
SCHEMES = {"http", "https", "mailto"}
DEEPEST = 100
# `x < y` and `a <b` are words; a tag has an end.
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)(?:\s[^<>]*|/)?>")
# Without an end tag of their own, as pages are typed.
LEFT_OPEN = frozenset(
    {"p", "br", "li", "td", "th", "tr", "thead", "tbody", "tfoot", "colgroup", "col"}
    | {"img", "hr", "input", "meta", "link", "source", "wbr", "option", "dt", "dd"}
)


def clean_html(text: str) -> str:
    """The allowed subset; text without any tag becomes paragraphs. Idempotent."""
    _refuse_depth(text)
    cleaned = _cleaned(text if _TAG.search(text) else _paragraphs(text))
    if cleaned and not _TAG.search(cleaned):
        # What is left of a page may be words alone.
        cleaned = _cleaned(_paragraphs(cleaned))
    if not cleaned:
        raise refusal(
            "nothing-left",
            vi="Không còn nội dung sau khi bỏ mã không được phép; hãy nhập lại.",
            en="Nothing is left once what may not be there is gone; write the text.",
        )
    if len(cleaned) > RICH:
        raise refusal(
            "too-long",
            vi=f"Dài quá {RICH} ký tự khi viết thành HTML; hãy rút ngắn.",
            en=f"Longer than {RICH} characters as HTML; shorten it.",
        )
    return cleaned


def _paragraphs(text: str) -> str:
    blocks = [block.strip() for block in re.split(r"\n\s*\n", html.unescape(text))]
    return "".join(
        f"<p>{html.escape(block, quote=False)}</p>".replace("\n", "<br>")
        for block in blocks
        if block
    )


def _refuse_depth(text: str) -> None:
    """Thousands of lists in one another cost a parser seconds, and are no text."""
    depth = 0
    for found in _TAG.finditer(text):
        if found[2].lower() not in LEFT_OPEN:
            depth = max(0, depth - 1) if found[1] else depth + 1
        if depth > DEEPEST:
            raise refusal(
                "nested-too-deep",
                vi="Các khối lồng nhau quá sâu; hãy dán lại dưới dạng văn bản thường.",
                en="Blocks stand in one another too deeply; paste it as plain text.",
            )


def _cleaned(text: str) -> str:
    return nh3.clean(
        text,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=set(SCHEMES),
        link_rel=None,
    ).strip()


Line = Annotated[str, StringConstraints(min_length=1, max_length=LINE)]
Lines = Annotated[str, StringConstraints(min_length=1, max_length=LINES)]
Rich = Annotated[
    str,
    StringConstraints(min_length=1, max_length=RICH),
    AfterValidator(clean_html),
    WithJsonSchema(
        {
            "type": "string",
            "minLength": 1,
            "maxLength": RICH,
            "contentMediaType": "text/html",
        }
    ),
]
