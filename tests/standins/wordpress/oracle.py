"""What a WordPress holds against what it should hold, out of its database and folder.

Shares no code with the sync, and does not ask WordPress's own API.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from tests.standins.wordpress.site import Site

ABSENT: Final = None
"""Expected of an object that must not be there."""

# Everything that is not in the bin: what the public sees, and what waits to be seen.
HELD = """
select json_object(
  'id', p.ID, 'type', p.post_type, 'status', p.post_status, 'slug', p.post_name,
  'title', p.post_title, 'content', p.post_content, 'excerpt', p.post_excerpt,
  'file', (select meta_value from wp_postmeta m
    where m.post_id = p.ID and m.meta_key = '_wp_attached_file'),
  'details', (select meta_value from wp_postmeta m
    where m.post_id = p.ID and m.meta_key = '_wp_attachment_metadata'),
  'picture', (select meta_value from wp_postmeta m
    where m.post_id = p.ID and m.meta_key = '_thumbnail_id'),
  'terms', (select group_concat(concat(x.taxonomy, ':', t.name)
      order by x.taxonomy, t.name separator '\\n')
    from wp_term_relationships r
    join wp_term_taxonomy x on x.term_taxonomy_id = r.term_taxonomy_id
    join wp_terms t on t.term_id = x.term_id where r.object_id = p.ID))
from wp_posts p
where p.post_type not in ('revision', 'customize_changeset', 'oembed_cache')
  and p.post_status not in ('trash', 'auto-draft')
  and p.post_name like {like}
order by p.ID
"""


def held(site: Site, prefix: str = "") -> list[dict[str, Any]]:
    """Posts and files whose slug starts so, the oldest first."""
    like = "'" + prefix.replace("'", "").replace("_", "\\_") + "%'"
    return site.sql(HELD.format(like=like))


def by_key(site: Site, prefix: str = "") -> dict[str, list[dict[str, Any]]]:
    """Under the slug each should have: a twin's number is taken off."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in held(site, prefix):
        stem, _, number = one["slug"].rpartition("-")
        twin = number in {"2", "3", "4", "5", "6", "7", "8", "9"}
        found[stem if twin else one["slug"]].append(one)
    return found


def bytes_of(site: Site, file: Mapping[str, Any]) -> bytes:
    """As they were uploaded: of a large picture WordPress shows a smaller copy."""
    path = site.folder / "wp-content" / "uploads" / file["file"]
    stem, _, ending = path.name.rpartition("-scaled.")
    return (path.with_name(f"{stem}.{ending}") if stem else path).read_bytes()


def violations(
    site: Site,
    items: Mapping[str, Mapping[str, Any] | None],
    media: Mapping[str, str | None],
    *,
    prefix: str = "",
) -> list[str]:
    """Every difference, in plain words; nothing when all is right.

    `items` maps a key to what its post must have, `media` to the SHA-256 of its bytes;
    `ABSENT` says it must be gone. What is not named is unknown.
    """
    wanted: dict[str, Any] = {slug_of(key): one for key, one in items.items()}
    files = {slug_of(key): one for key, one in media.items()}
    found = []
    there = by_key(site, prefix)
    for slug in sorted({*there, *wanted, *files}):
        copies = there.get(slug, [])
        if slug not in wanted and slug not in files:
            found.append(f"{slug}: unknown, nobody approved it")
            continue
        right = wanted.get(slug, files.get(slug))
        if right is ABSENT:
            found += [f"{slug}: still there ({one['status']})" for one in copies]
            continue
        if len(copies) != 1:
            found.append(f"{slug}: there {len(copies)} times")
        for one in copies:
            found += _wrongs(site, slug, one, right)
    return found


def slug_of(key: str) -> str:
    return key.lower().replace(".", "-")


def _wrongs(site: Site, slug: str, one: dict[str, Any], right: Any) -> list[str]:
    if isinstance(right, str):
        digest = hashlib.sha256(bytes_of(site, one)).hexdigest()
        return [] if digest == right else [f"{slug}: bytes are {digest}"]
    if one["status"] != "publish":
        return [f"{slug}: is {one['status']}"]
    return [
        f"{slug}: {name} is {one[name]!r}, should be {value!r}"
        for name, value in right.items()
        if one[name] != value
    ]
