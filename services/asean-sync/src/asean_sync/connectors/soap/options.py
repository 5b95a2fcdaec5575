"""The part of a profile that `soap_xroad` alone reads."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from asean_sync.profiles.document import Problem, Profile
from asean_sync.profiles.mapping import Part, Path

# X-Road 4.0 §2.7 forbids more than this; a name is also an element here.
Identifier = Annotated[str, Field(pattern=r"^[^\s:;/\\%\x00-\x1f\x7f]{1,100}$")]
Name = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_.-]{0,99}$")]
ELEMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
MOST_INLINE_MB = 32


class Member(Part):
    """A subsystem by its four names in the exchange."""

    instance: Identifier
    member_class: Identifier
    member: Identifier
    subsystem: Identifier | None = None


class Operations(Part):
    """The service code of each thing we do; it is the element in the body, too."""

    create: Name
    update: Name | None = None
    withdraw: Name
    fetch: Name
    find: Name | None = None
    list: Name | None = None


class Answers(Part):
    """Where an answer says what, once its XML is read as nested fields."""

    id: Path = "id"
    url: Path = "url"
    # Of `find` and `list`: the objects, one or several; of `fetch`: what was sent, and
    # under which key.
    list: Path = "object"
    key: Path = "key"
    payload: Path = "payload"
    # True of an answer of `fetch` that says there is no such object.
    absent: Path = "!id"


class SoapOptions(Part):
    client: Member
    service: Member
    version: Identifier | None = None
    user: str = Field(min_length=1, max_length=100)
    # Of the elements in the body.
    namespace: str = Field(pattern=r"^[^\s<>\"]{1,300}$")
    # Gateways with an address for each operation: `/{operation}`.
    path: str = Field(default="/", pattern=r"^/[!-~]*$")
    operations: Operations
    # Each field an element of its own, or the whole payload as JSON in one element.
    payload: Literal["xml", "json"] = "xml"
    answers: Answers = Answers()


def problems(profile: Profile) -> Iterator[Problem]:
    if profile.ids is not None:
        yield ("ids",), "ids of our own are for rest_json"
    if profile.media is not None and profile.media.apart:
        yield ("media", "mode"), "files travel inside the message: the mode is inline"
    if profile.media is not None and profile.limits.max_media_mb > MOST_INLINE_MB:
        why = f"files inside a message need max_media_mb of at most {MOST_INLINE_MB}"
        yield ("limits", "max_media_mb"), why
    operations = profile.options.get("operations") or {}
    for capability, needed in (("find_by_key", "find"), ("list_all", "list")):
        if getattr(profile.capabilities, capability) and not operations.get(needed):
            yield ("options",), f"{capability} needs operations.{needed}"
    if profile.options.get("payload", "xml") == "xml":
        yield from _of_names(profile)


def _of_names(profile: Profile) -> Iterator[Problem]:
    for name in profile.map:
        if not ELEMENT.fullmatch(name):
            yield ("map", name), f"{name!r} cannot be the name of an element"
    if profile.format == "schema_org":
        why = "names such as @type are no elements: give options.payload: json"
        yield ("format",), why
