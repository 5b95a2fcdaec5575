"""Kinds of text: one line, several lines, or simple HTML that is always clean."""

import html
import re
from typing import Annotated

import nh3
from pydantic import AfterValidator, StringConstraints, WithJsonSchema

LINE = 300
LINES = 8_000
RICH = 200_000
TAGS = frozenset(
    {"p", "br", "strong", "em", "u", "s", "sub", "sup", "h2", "h3", "h4", "a"}
    | {"ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td"}
)
ATTRIBUTES = {"a": {"href", "title"}, "td": {"colspan"}, "th": {"colspan"}}
SCHEMES = {"http", "https", "mailto"}
_TAG = re.compile(r"</?[a-zA-Z]")


def clean_html(text: str) -> str:
    """The allowed subset; text without any tag becomes paragraphs. Idempotent."""
    if not _TAG.search(text):
        blocks = [block.strip() for block in re.split(r"\n\s*\n", html.unescape(text))]
        text = "".join(
            f"<p>{html.escape(block, quote=False)}</p>".replace("\n", "<br>")
            for block in blocks
            if block
        )
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
