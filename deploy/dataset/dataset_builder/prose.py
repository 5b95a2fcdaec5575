"""Paragraphs, the list of sources and the notice, as the simple HTML of the types."""

import html
import re
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from dataset_builder.facts import Fact, addresses, fact, texts

NAMES = list[list[str]]


@cache
def words() -> dict[str, Any]:
    return texts("notices")


def paragraphs(text: str) -> str:
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
    return "".join(
        f"<p>{html.escape(' '.join(block.split()), quote=False)}</p>"
        for block in blocks
    )


def dated(row: Fact, lang: str) -> str:
    undated = words()["undated"]
    if row.as_of.startswith("undated (c."):
        return str(undated["about"][lang])
    if row.as_of == "undated":
        return str(undated["none"][lang])
    return str(words()["dated"][lang]).format(row.as_of.removesuffix("/undated"))


def _line(row: Fact, lang: str) -> str:
    links = "; ".join(
        f'<a href="{html.escape(url)}">'
        f"{html.escape(urlsplit(url).netloc.removeprefix('www.'))}</a>"
        for url in addresses(row)
    )
    return f"<li>{links or html.escape(row.source)} ({dated(row, lang)})</li>"


def footer(names: NAMES, lang: str) -> str:
    """Sources with their dates, then the notice."""
    lines = list(dict.fromkeys(_line(fact(*name), lang) for name in names))
    listed = ""
    if lines:
        listed = f"<h4>{words()['sources'][lang]}</h4><ul>{''.join(lines)}</ul>"
    return f"{listed}<p><em>{html.escape(notice(lang), quote=False)}</em></p>"


def notice(lang: str) -> str:
    return str(words()["notice"][lang])
