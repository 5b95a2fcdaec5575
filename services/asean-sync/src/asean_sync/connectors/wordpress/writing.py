"""From a payload to the fields of a post, and from a post back to what we compare.

Plain text is escaped on the way there: WordPress takes every text for HTML, and what it
thinks is none it takes away.
"""

import html
import json
import re
from collections.abc import Collection, Mapping
from typing import Any
from unicodedata import normalize

from asean_sync.connectors.wordpress.options import FEATURED, FILES, Options
from asean_sync.connectors.wordpress.slugs import slug_of

PLAIN = frozenset({"title", "excerpt", "caption", "alt_text", "description"})
# Of a post more is shown than was sent: counters, dates and links of the site itself.
KEPT = frozenset({"slug", "status", "title", "content", "password"}) | PLAIN
_SPACES = re.compile(r"[\r\n\t ]+")
_OCTET = re.compile(r"%(?=[0-9A-Fa-f]{2})")
_END_OF_TAG = re.compile(r"\s*/?>")


def escaped(name: str, value: Any) -> Any:
    """Of plain text; whatever else goes as it is."""
    if name not in PLAIN or not isinstance(value, str):
        return value
    safe = html.escape(value, quote=False)
    if name != "alt_text":
        return safe
    # sanitize_text_field() removes what looks like %AB; metadata lose backslashes.
    return _OCTET.sub("&#37;", safe).replace("\\", "&#92;")


def body(
    payload: Mapping[str, Any],
    key: str,
    options: Options,
    ids: Mapping[str, list[int]],
    mapped: Collection[str],
) -> dict[str, Any]:
    """The JSON of a post. `ids`: by field, the terms its values stand for."""
    sent: dict[str, Any] = {
        name: escaped(name, value)
        for name, value in payload.items()
        if name not in {FILES, FEATURED, *options.terms}
    }
    if {"content", FILES} & set(mapped):
        sent["content"] = content(payload)
    if FEATURED in mapped:
        sent[FEATURED] = _featured(payload)
    # What is mapped and has no value is emptied: an update leaves the rest as it was.
    for name in PLAIN & set(mapped):
        sent.setdefault(name, "")
    return {**sent, **ids, "slug": slug_of(key)}


def _featured(payload: Mapping[str, Any]) -> int:
    """The first picture: a site leaves out what is none, and says nothing."""
    shown = payload.get(FEATURED)
    listed = shown if isinstance(shown, list) else [shown]
    pictures = (
        int(one["id"])
        for one in listed
        if isinstance(one, dict) and one["mime"].startswith("image/")
    )
    return next(pictures, 0)


def content(payload: Mapping[str, Any]) -> str:
    """The text, and below it every file as the block the site's editor knows."""
    parts = [str(payload.get("content") or "")]
    parts += [_block(one) for one in payload.get(FILES) or []]
    return "\n\n".join(part for part in parts if part)


def _block(file: Mapping[str, Any]) -> str:
    said = {name: html.escape(str(value)) for name, value in file.items()}
    image = said.get("mime", "").startswith("image/")
    return _picture(said) if image else _download(said)


def _picture(said: Mapping[str, str]) -> str:
    below = " · ".join(
        said[name] for name in ("caption", "credit", "licence") if said.get(name)
    )
    caption = (
        f'<figcaption class="wp-element-caption">{below}</figcaption>' if below else ""
    )
    attributes = _attributes(
        {"id": said["id"], "sizeSlug": "large", "linkDestination": "none"}
    )
    return (
        f"<!-- wp:image {attributes} -->\n"
        f'<figure class="wp-block-image size-large"><img src="{said["url"]}" '
        f'alt="{said.get("alt", "")}" class="wp-image-{said["id"]}"/>{caption}'
        "</figure>\n<!-- /wp:image -->"
    )


def _download(said: Mapping[str, str]) -> str:
    name = said.get("caption") or said.get("alt") or said.get("filename") or said["url"]
    attributes = _attributes({"id": said["id"], "href": html.unescape(said["url"])})
    return (
        f"<!-- wp:file {attributes} -->\n"
        f'<div class="wp-block-file"><a href="{said["url"]}">{name}</a></div>\n'
        "<!-- /wp:file -->"
    )


def _attributes(given: Mapping[str, str]) -> str:
    """As WordPress writes them: nothing in it can end the comment it stands in."""
    members: dict[str, Any] = {**given, "id": int(given["id"])}
    text = json.dumps(members, ensure_ascii=False, separators=(",", ":"))
    for sign in ("--", "<", ">", "&"):
        text = text.replace(sign, "".join(f"\\u{ord(one):04x}" for one in sign))
    return text


def expected(
    payload: Mapping[str, Any], key: str, options: Options, mapped: Collection[str]
) -> dict[str, Any]:
    """What the site will show of a post: the counterpart of `shown`."""
    found = {
        name: value
        for name, value in payload.items()
        if name not in {FILES, *options.terms}
    }
    for name in PLAIN & found.keys():
        found[name] = _spaced(str(found[name]))
    if {"content", FILES} & set(mapped):
        found["content"] = _tags(content(payload))
    if FEATURED in mapped:
        found[FEATURED] = _featured(payload)
    for name in options.terms.keys() & payload.keys():
        found[name] = terms_as_compared(values_of(payload[name]))
    return {**found, "slug": slug_of(key)}


def shown(
    post: Mapping[str, Any],
    options: Options,
    names: Mapping[int, Mapping[str, str]],
    mapped: Collection[str],
) -> dict[str, Any]:
    """A post as the site tells it. `names`: of terms, by their id."""
    kept = {*mapped, *KEPT}
    found = {name: _raw(value) for name, value in post.items() if name in kept}
    for name in PLAIN & found.keys():
        found[name] = _spaced(html.unescape(str(found[name])))
    if isinstance(found.get("content"), str):
        found["content"] = _tags(found["content"])
    for name, terms in options.terms.items():
        if isinstance(found.get(name), list):
            found[name] = terms_as_compared(
                names.get(one, {}).get(terms.by) or one for one in found[name]
            )
    return found


def file_expected(form: Mapping[str, Any]) -> dict[str, Any]:
    """Of a file, what is told of it."""
    return {
        name: _spaced(str(value)) if name in PLAIN else value
        for name, value in form.items()
    }


def _raw(value: Any) -> Any:
    if isinstance(value, Mapping) and "rendered" in value:
        return value.get("raw", value["rendered"])
    return value


def _spaced(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _tags(text: str) -> str:
    """An account without `unfiltered_html` gets its `<br/>` back as `<br />`."""
    return _END_OF_TAG.sub(">", text)


def values_of(value: Any) -> list[str]:
    """One value or several, each once."""
    listed = value if isinstance(value, list) else [value]
    said = (_spaced(str(one)) for one in listed if one is not None)
    return [one for one in dict.fromkeys(said) if one]


def terms_as_compared(names: Any) -> list[str]:
    """In no order, and as WordPress tells names apart: not by capital letters."""
    return sorted({folded(str(name)) for name in names})


def folded(name: str) -> str:
    return normalize("NFC", name).casefold()
