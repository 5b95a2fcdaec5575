"""What the blocks that only `rest_json` reads say against each other. Pure."""

from collections.abc import Iterator

from asean_sync.profiles.document import Problem, Profile
from asean_sync.profiles.wire import Endpoints


def problems(profile: Profile) -> Iterator[Problem]:
    if (profile.media is None) != (profile.calls.media is None):
        block = ("endpoints", "media") if profile.media is None else ("media",)
        yield block, "media and endpoints.media go together"
    for kind, endpoints in _endpoints(profile).items():
        yield from _of_endpoints(profile, kind, endpoints)
    yield from _of_tickets(profile)


def _endpoints(profile: Profile) -> dict[str, Endpoints]:
    found = {"items": profile.calls.items}
    if profile.calls.media is not None:
        found["media"] = profile.calls.media
    return found


def _of_endpoints(
    profile: Profile, kind: str, endpoints: Endpoints
) -> Iterator[Problem]:
    place = ("endpoints", kind)
    by_own_id = profile.ids is not None
    if profile.capabilities.find_by_key and endpoints.find is None and not by_own_id:
        yield place, f"find_by_key needs endpoints.{kind}.find"
    if profile.capabilities.list_all and endpoints.list is None:
        yield place, f"list_all needs endpoints.{kind}.list"
    if profile.capabilities.withdraw and endpoints.withdraw is None:
        yield place, f"endpoints.{kind}.withdraw, or capabilities: {{withdraw: false}}"
    if not by_own_id and "{id}" in endpoints.create.template:
        why = f"{kind}: only with `ids` is an id known before the creation"
        yield (*place, "create"), why
    for name, call in endpoints.calls().items():
        if call.pages is not None and name not in {"find", "list"}:
            why = f"endpoints.{kind}.{name}: only find and list have pages"
            yield (*place, name, "pages"), why


def _of_tickets(profile: Profile) -> Iterator[Problem]:
    if profile.calls.tickets is not None:
        return
    for kind, endpoints in _endpoints(profile).items():
        for name, call in endpoints.calls().items():
            if call.answers_later:
                why = "a call that gives a ticket needs endpoints.tickets"
                yield ("endpoints", kind, name), why
