"""What a profile may say about one WordPress. Its fields are those of its REST API."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from asean_sync.profiles.document import Problem, Profile
from asean_sync.profiles.mapping import Part

RestBase = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,62}$")]
# Shown below the text as pictures and links; put together from the media mapped there.
FILES = "files"
FEATURED = "featured_media"
# What a post is known by is ours to say.
NOT_MAPPED = frozenset({"id", "slug"})
FORM = frozenset({"title", "caption", "alt_text", "description", "author"})


class Terms(Part):
    """How the values of a field stand for terms of a taxonomy.

    By name or slug they are looked up, and made where the profile says so; an id is
    taken as it is.
    """

    by: Literal["name", "slug", "id"] = "name"
    create: bool = False


class Options(Part):
    # Below base_url; `/?rest_route=` where a site has plain permalinks.
    root: str = Field(default="/wp-json", pattern=r"^/(\?rest_route=|[A-Za-z0-9_/-]+)$")
    # The address of the post type in the REST API: posts, or a type of the site's own.
    type: RestBase = "posts"
    # By the name of the field, which is also the address of the taxonomy.
    terms: dict[RestBase, Terms] = Field(default_factory=dict)
    # What is taken down can be brought back by the site's staff for some weeks, or not.
    withdraw: Literal["trash", "delete"] = "trash"
    # PUT and DELETE are told in a header, where a site's front server blocks them.
    only_post: bool = False


def problems(profile: Profile) -> Iterator[Problem]:
    options = Options.model_validate(profile.options)
    for name in sorted(NOT_MAPPED & profile.map.keys()):
        yield ("map", name), f"{name}: a post's is chosen by the connector"
    if not {"title", "content"} & profile.map.keys():
        yield ("map",), "a post needs a title or a content"
    for name in options.terms:
        if name not in profile.map:
            yield ("options", "terms", name), f"{name!r} is not mapped"
    yield from _of_files(profile)


def _of_files(profile: Profile) -> Iterator[Problem]:
    shown = [
        name
        for name in (FILES, FEATURED)
        if name in profile.map and profile.map[name].media is not None
    ]
    for name in (FILES, FEATURED):
        if name in profile.map and name not in shown:
            yield ("map", name), f"{name} shows media: it needs a `media` source"
    needed = {FILES: {"id", "url", "mime"}, FEATURED: {"id", "mime"}}
    for name in shown:
        media = profile.map[name].media
        lacking = needed[name] - media.fields.keys() if media else set()
        if lacking:
            yield (
                ("map", name, "media", "fields"),
                f"lacks {', '.join(sorted(lacking))}",
            )
    if profile.media is None:
        return
    if profile.media.mode != "multipart" or profile.media.json_field is not None:
        yield ("media", "mode"), "WordPress takes files as multipart, with plain fields"
    for name in sorted({*profile.media.form, *profile.media.const} - FORM):
        yield (
            ("media", "form"),
            f"no field {name!r}: a file has {', '.join(sorted(FORM))}",
        )
