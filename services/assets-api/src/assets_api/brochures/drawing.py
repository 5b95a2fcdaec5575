"""The finished page: templates filled in, and what a browser may do with them."""

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from assets_api.brochures.wording import WORDS

PLACE = "assets_api.brochures"


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader(PLACE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _text(name: str) -> str:
    return (files(PLACE) / "templates" / name).read_text("utf-8").strip()


def _hash(text: str) -> str:
    digest = b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def policy(media: str) -> str:
    """Pictures from here or the media host; our one style and one script; no more."""
    parts = urlsplit(media)
    pictures = f" {parts.scheme}://{parts.netloc}" if media else ""
    return (
        f"default-src 'none'; img-src 'self'{pictures};"
        f" style-src {_hash(_text('brochure.css'))};"
        f" script-src {_hash(_text('turning.js'))};"
        " form-action 'self'; base-uri 'none'"
    )


def page(name: str, tongue: str, facts: Mapping[str, Any]) -> str:
    # Both are files of this package, and stand in the page as they are.
    style, script = Markup(_text("brochure.css")), Markup(_text("turning.js"))  # noqa: S704 -- no word of a user is in them
    return (
        _environment()
        .get_template(name)
        .render(**facts, tongue=tongue, say=WORDS[tongue], style=style, script=script)
    )
