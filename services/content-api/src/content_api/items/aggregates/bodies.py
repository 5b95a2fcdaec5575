"""The whole of an item as one value: what a revision stores and its hash covers."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from phohien.canonical import canonical_text, sha256_hex
from phohien.languages import SOURCE

Body = dict[str, Any]
Texts = Mapping[str, Any]


def hash_of(text: str) -> str:
    return sha256_hex(text.encode())


def source_hash(value: Any) -> str:
    return hash_of(canonical_text(value))


def texts_of(body: Body, lang: str) -> dict[str, Any]:
    return dict(body["languages"].get(lang, {}).get("texts", {}))


def title_of(body: Body) -> str:
    """Vietnamese, else English, else whatever there is first."""
    languages = body["languages"]
    for lang in (SOURCE, "en", *sorted(languages)):
        title = texts_of(body, lang).get("title")
        if title:
            return str(title)
    return ""


def with_languages(
    body: Body,
    texts: Mapping[str, Texts],
    *,
    before: Body | None,
    reviewed: Mapping[str, Collection[str]],
) -> Body:
    """`body` with these texts, each translated field knowing its source.

    A field that was typed anew, or that a translator says was checked again, is made
    from the present Vietnamese text; any other keeps the source it was made from.
    """
    source = texts.get(SOURCE, {})
    languages: dict[str, Any] = {}
    for lang, fields in texts.items():
        languages[lang] = {"texts": dict(fields)}
        if lang == SOURCE:
            continue
        old_texts = texts_of(before, lang) if before else {}
        old = before["languages"].get(lang, {}).get("sources", {}) if before else {}
        checked = reviewed.get(lang, ())
        languages[lang]["sources"] = {
            name: old[name]
            if name in old and old_texts.get(name) == value and name not in checked
            else source_hash(source[name])
            for name, value in fields.items()
            if name in source or name in old
            if name in source or old_texts.get(name) == value
        }
    return {**body, "languages": languages}


def stale_fields(body: Body, lang: str) -> list[str]:
    """Fields of `lang` whose Vietnamese source changed after they were made."""
    source = texts_of(body, SOURCE)
    made_from = body["languages"].get(lang, {}).get("sources", {})
    return sorted(
        name
        for name, hashed in made_from.items()
        if name not in source or source_hash(source[name]) != hashed
    )


def strings(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a value with its JSON Pointer."""
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            escaped = str(key).replace("~", "~0").replace("/", "~1")
            yield from strings(inner, f"{pointer}/{escaped}")
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from strings(inner, f"{pointer}/{index}")
