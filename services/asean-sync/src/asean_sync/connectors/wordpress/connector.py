"""A WordPress as a target: a profile, and no plugin at the site."""

from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from typing_extensions import override

from asean_sync.connectors.answers import document_of, parsed
from asean_sync.connectors.classify import classify
from asean_sync.connectors.client import Client
from asean_sync.connectors.interface import (
    Capabilities,
    Connector,
    Contract,
    Finding,
    ListingError,
    Role,
    Wanted,
)
from asean_sync.connectors.outcomes import (
    Op,
    Outcome,
    Prepared,
    RemoteRef,
    Sighting,
    Silence,
    Verdict,
)
from asean_sync.connectors.rest.checks import findings
from asean_sync.connectors.wordpress import reading, writing
from asean_sync.connectors.wordpress.discovery import Discovery
from asean_sync.connectors.wordpress.options import Options, problems
from asean_sync.connectors.wordpress.requests import Requests, told
from asean_sync.connectors.wordpress.slugs import key_of, twins_of
from asean_sync.connectors.wordpress.terms import Terms, embedded, searchable
from asean_sync.profiles.document import Profile
from asean_sync.profiles.kinds import Spec
from phohien import clock

PER_PAGE = 100
MOST_PAGES = 10_000
FIELDS = "id,slug,status,link,source_url"


class WordPress(Connector):
    kind: ClassVar[str] = "wordpress"

    def __init__(self, profile: Profile, client: Client) -> None:
        super().__init__(profile, client)
        self._options = Options.model_validate(profile.options)
        self._requests = Requests(self._options, profile.sent_headers)
        self._terms = Terms(self._options)

    @override
    @classmethod
    def spec(cls) -> Spec:
        return Spec(
            options=Options,
            needs=frozenset({"base_url", "auth"}),
            ignores=frozenset({"endpoints", "ids", "capabilities"}),
            problems=problems,
        )

    @override
    def capabilities(self) -> Capabilities:
        return Capabilities(find_by_key=True, read_back=True, list_all=True)

    @override
    def can_update(self, role: Role) -> bool:
        return True

    @override
    async def provide(self, wanted: Wanted) -> Prepared | Outcome | None:
        """Terms a post names are looked up, and made where the profile says so."""
        if wanted.role is not Role.ITEM or wanted.payload is None:
            return None
        for name, value in self._terms.no_ids(wanted.payload):
            why = f"{value!r} in {name} is no number of a term"
            return Outcome(Verdict.REJECTED, why=why)
        return await self._provide_terms(wanted, wanted.payload)

    async def _provide_terms(
        self, wanted: Wanted, payload: Mapping[str, Any]
    ) -> Prepared | Outcome | None:
        for place in list(self._terms.lacking(payload)):
            outcome = await self._look_up(place)
            if outcome.verdict is not Verdict.APPLIED:
                return outcome
            if self._terms.learn(place, outcome):
                continue
            name, value = place
            if self._options.terms[name].create:
                return self._requests.term(name, value, wanted)
            why = f"the site has no {value!r} in {name}, and we are not to make it"
            return Outcome(Verdict.REJECTED, why=why)
        return None

    async def _look_up(self, place: tuple[str, str]) -> Outcome:
        name, value = place
        asked = {"slug": value}
        if self._options.terms[name].by == "name":
            # Whole names cannot be asked for; what contains it is sifted by us.
            asked = {"search": searchable(value)}
        query = {**asked, "per_page": str(PER_PAGE), "_fields": "id,name,slug"}
        return await self._look(Op.FIND, self._requests.path(name, **query), Role.ITEM)

    @override
    def prepare(self, wanted: Wanted) -> Prepared:
        if wanted.op is Op.WITHDRAW:
            return self._requests.delete(wanted)
        if wanted.file is not None:
            return self._requests.upload(wanted)
        if wanted.role is Role.MEDIA:
            return self._requests.write(wanted, told(wanted))
        payload = wanted.payload or {}
        ids = self._terms.ids(payload)
        mapped = self._mapped(wanted.role)
        post = writing.body(payload, wanted.key, self._options, ids, mapped)
        return self._requests.write(wanted, post)

    @override
    async def send(self, prepared: Prepared, role: Role) -> Outcome:
        answer = await self._client.exchange(prepared)
        known = prepared.remote_id is not None
        outcome = self._classified(prepared.op, answer, role, id_known=known)
        if prepared.op is Op.PROVIDE:
            outcome, number = reading.made_term(outcome)
            if number is not None:
                self._terms.remember(self._requests.term_of(prepared), number)
            return outcome
        if outcome.verdict is not Verdict.APPLIED or prepared.op is Op.WITHDRAW:
            return outcome
        return reading.identified(outcome, prepared)

    @override
    async def find(self, role: Role, key: str) -> Sighting:
        slugs = ",".join(twins_of(key))
        path = self._list_path(role, slug=slugs)
        outcome = await self._look(Op.FIND, path, role)
        if outcome.verdict is not Verdict.APPLIED:
            return Sighting(outcome)
        refs = reading.references(outcome)
        if refs is None:
            return Sighting(_unreadable(outcome, "no list of posts"))
        # A plugin that ignores the filter would show everything as ours.
        ours = [ref for ref in refs if ref.key == key]
        return Sighting(outcome, tuple(sorted(ours, key=lambda ref: ref.order)))

    @override
    async def fetch(self, role: Role, remote_id: str) -> Sighting:
        query = {"context": "edit"}
        if role is Role.ITEM:
            query["_embed"] = "wp:term"
        path = self._requests.path(self._requests.collection(role), remote_id, **query)
        outcome = await self._look(Op.FETCH, path, role)
        if outcome.verdict is not Verdict.APPLIED or outcome.reply is None:
            return Sighting(outcome)
        post = parsed(outcome.reply)
        if not isinstance(post, dict):
            return Sighting(_unreadable(outcome, "not a JSON object"))
        key = key_of(str(post.get("slug")))
        state = writing.shown(post, self._options, embedded(post), self._mapped(role))
        if reading.is_gone(post):
            gone = replace(outcome, verdict=Verdict.ABSENT)
            return Sighting(gone, state=state, key=key)
        if role is Role.MEDIA:
            return await self._with_bytes(Sighting(outcome, state=state, key=key), post)
        return Sighting(outcome, state=state, key=key)

    async def _with_bytes(self, seen: Sighting, post: Mapping[str, Any]) -> Sighting:
        """What the public gets at the address of the file, as it was uploaded."""
        url = reading.original(post)
        if url is None or not self._client.permits(url):
            return seen
        most = self._profile.limits.max_media_mb * 1024 * 1024
        read = await self._client.digest(url, most)
        if isinstance(read, Silence):
            why = f"its file at {url} could not be read: {read.why}"
            return Sighting(_unreadable(seen.outcome, why))
        sha256, size = read
        return replace(seen, state={**seen.state, "sha256": sha256, "bytes": size})

    @override
    def expected(self, role: Role, key: str, payload: dict[str, Any]) -> dict[str, Any]:
        if role is Role.MEDIA:
            return writing.file_expected(payload)
        mapped = self._mapped(role)
        return writing.expected(payload, key, self._options, mapped)

    @override
    async def discover(self) -> Contract | None:
        """What we rely on, as the site describes it; the rest may change."""
        ask = Discovery(self._profile, self._options, self._requests, self._asked)
        return await ask.contract()

    def _mapped(self, role: Role) -> Collection[str]:
        if role is Role.ITEM:
            return self._profile.map.keys()
        media = self._profile.media
        return {*media.form, *media.const} if media is not None else ()

    @override
    async def check(self, role: Role) -> list[Finding]:
        """Who we are there, and what we may do; then one harmless search."""
        outcome = await self._look(Op.FETCH, self._requests.account(), role)
        found = findings(Sighting(outcome), at=clock.now())
        person = document_of(outcome)
        if outcome.verdict is Verdict.APPLIED and isinstance(person, dict):
            found += reading.rights(person, self._options)
        return found

    @override
    async def list_remote(self, role: Role) -> AsyncIterator[RemoteRef]:
        seen = 0
        for number in range(1, MOST_PAGES):
            path = self._list_path(role, page=str(number), orderby="id", order="asc")
            outcome = await self._look(Op.FIND, path, role)
            refs = reading.references(outcome)
            count, total = reading.counted(outcome)
            if outcome.verdict is not Verdict.APPLIED or refs is None or total is None:
                raise ListingError(outcome.why or "the site shows no list of posts")
            for ref in refs:
                yield ref
            seen += count
            if seen >= total:
                return
            if count == 0:
                break
        raise ListingError("the list changed while it was read, or does not end")

    def _list_path(self, role: Role, **query: str) -> str:
        asked = {**query, "context": "edit", "per_page": str(PER_PAGE)}
        if role is Role.ITEM:
            # Drafts too: what the site's staff bring back from the bin is a draft.
            asked["status"] = "any"
        collection = self._requests.collection(role)
        return self._requests.path(collection, **asked, _fields=FIELDS)

    async def _look(self, op: Op, path: str, role: Role) -> Outcome:
        return await self._asked(self._requests.get(op, path), role)

    async def _asked(self, prepared: Prepared, role: Role = Role.ITEM) -> Outcome:
        answer = await self._client.exchange(prepared)
        return self._classified(prepared.op, answer, role)

    def _classified(
        self, op: Op, answer: Any, role: Role, *, id_known: bool = False
    ) -> Outcome:
        rules = [*self._profile.classify, *reading.RULES]
        at = clock.now()
        return classify(op, answer, rules, at=at, role=role.value, id_known=id_known)


def _unreadable(outcome: Outcome, why: str) -> Outcome:
    return replace(outcome, verdict=Verdict.NOT_APPLIED, why=why)
