"""What an answer of a WordPress means, beyond what its status says."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urljoin

from asean_sync.connectors import answers
from asean_sync.connectors.answers import at, document_of, identity, text_at
from asean_sync.connectors.interface import Finding
from asean_sync.connectors.outcomes import Outcome, Prepared, RemoteRef, Verdict
from asean_sync.connectors.wordpress.options import Options
from asean_sync.connectors.wordpress.slugs import key_of, slug_of
from asean_sync.profiles.wire import Rule


def _rule(**given: Any) -> Rule:
    return Rule.model_validate(given)


# Codes seen at the real thing; they come after the rules of the profile.
RULES = (
    _rule(
        status=[404, 410],
        not_content_type="application/json",
        **{"as": "in_doubt"},
        note="not WordPress answered: is its REST API switched off or blocked?",
    ),
    _rule(
        body="code=='rest_no_route'",
        **{"as": "transient"},
        note="no such address in its REST API: check options.type and its plugins",
    ),
    _rule(
        status=500,
        body="code=='rest_upload_sideload_error' || code=='rest_upload_unknown_error'",
        **{"as": "rejected"},
        note="the site takes no files of this kind",
    ),
    _rule(status=412, body="code=='rest_upload_hash_mismatch'", **{"as": "transient"}),
    _rule(
        status=501,
        **{"as": "rejected"},
        note="the site has no bin: set options.withdraw to delete",
    ),
    _rule(
        status=[401, 403],
        body="code=='rest_cannot_edit' || code=='rest_cannot_delete'",
        **{"as": "rejected"},
        note="our account may not touch this one: it belongs to somebody else",
    ),
    _rule(
        status=[400, 401, 403],
        body="code=='rest_forbidden_status' || code=='rest_forbidden_context' "
        "|| contains(keys(data.details.status || `{}`), 'code')",
        **{"as": "auth_failed"},
        note="we are taken for a visitor: is the Authorization header let through?",
    ),
)
MAY = {
    "publish_posts": "publish",
    "edit_published_posts": "correct what is published",
    "delete_published_posts": "take down what is published",
    "upload_files": "upload files",
}


def identified(outcome: Outcome, prepared: Prepared) -> Outcome:
    """With the id the site chose. Another slug than ours says: it was there before."""
    document = document_of(outcome)
    found, slug = identity(at("id", document)), text_at("slug", document) or ""
    if key_of(slug) is not None and slug != slug_of(str(key_of(slug))):
        why = f"the site named it {slug}: there is another one of ours"
        return replace(outcome, verdict=Verdict.IN_DOUBT, why=why)
    # Whatever was asked, a post that came shows its id.
    known = prepared.remote_id if found is not None else None
    return answers.identified(outcome, found, known, _link(document))


def _link(document: Any) -> str | None:
    """Of a file its own address, not that of the page about it."""
    return text_at("source_url", document) or text_at("link", document)


def made_term(outcome: Outcome) -> tuple[Outcome, int | None]:
    """With its number. Made by somebody else meanwhile is as good as made."""
    document = document_of(outcome)
    number = at("id", document)
    if outcome.verdict is Verdict.REJECTED and at("code", document) == "term_exists":
        outcome = replace(outcome, verdict=Verdict.APPLIED, why="")
        number = at("data.term_id", document)
    known = outcome.verdict is Verdict.APPLIED and isinstance(number, int)
    return outcome, number if known else None


def references(outcome: Outcome) -> list[RemoteRef] | None:
    """Objects of ours in a list; None: it is no list of posts."""
    listed = document_of(outcome)
    if not isinstance(listed, list):
        return None
    found = []
    for one in listed:
        number, slug = identity(at("id", one)), text_at("slug", one)
        if number is None or slug is None:
            return None
        key = key_of(slug)
        if key is not None and at("status", one) != "trash":
            found.append(RemoteRef(number, key, _link(one)))
    return found


def counted(outcome: Outcome) -> tuple[int, int | None]:
    """How many this page has, and how many there are on all."""
    listed = document_of(outcome)
    said = outcome.reply.headers.get("x-wp-total", "") if outcome.reply else ""
    count = len(listed) if isinstance(listed, list) else 0
    return count, int(said) if said.isdigit() else None


def original(post: Mapping[str, Any]) -> str | None:
    """Where a file is as it was uploaded: of large pictures WordPress shows a copy."""
    url, name = (
        text_at("source_url", post),
        text_at("media_details.original_image", post),
    )
    return url if url is None or name is None else urljoin(url, quote(name))


def _wanted(options: Options) -> dict[str, str]:
    """Of the account, by their names at the site: what they are good for."""
    makes = any(terms.create for terms in options.terms.values())
    return {**MAY, **({"manage_categories": "make categories"} if makes else {})}


def granted(person: Any, options: Options) -> dict[str, bool]:
    """Of what we do, what the account is let do; empty: the site does not tell."""
    may = at("capabilities", person)
    if not isinstance(may, dict):
        return {}
    return {name: bool(may.get(name)) for name in _wanted(options)}


def rights(person: Mapping[str, Any], options: Options) -> list[Finding]:
    """What the account may do; what it may not would be refused at the first write."""
    may = granted(person, options)
    found = []
    for name, told in _wanted(options).items():
        said = "" if may.get(name) else f"the account lacks {name}"
        found.append(Finding(f"may {told}", fine=not said, said=said))
    listed = at("roles", person)
    roles = ", ".join(map(str, listed)) if isinstance(listed, list) else ""
    known = Finding("known there", fine=True, said=f"{person.get('name')} ({roles})")
    return [known, *found]


def is_gone(post: Mapping[str, Any]) -> bool:
    return post.get("status") == "trash"
