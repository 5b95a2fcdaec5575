"""What a profile would change, in words and as a name for exactly that. Pure."""

from typing import Any

from asean_sync.planning.effect import Effect
from asean_sync.profiles import service as profiles
from asean_sync.profiles.document import Profile
from phohien.canonical import canonical_json, sha256_hex


def effect_hash(profile: Profile, effect: Effect) -> str:
    """Another text, or another change at the target, is another name."""
    told = {"profile": profiles.digest(profile), "plan": effect.plan_hash}
    return sha256_hex(canonical_json(told))[:16]


def told(profile: Profile, effect: Effect) -> dict[str, Any]:
    return {
        "hash": effect_hash(profile, effect),
        "said": {"vi": _in_vietnamese(effect), "en": effect.sentence},
        "counts": dict(effect.counts),
        "fields": dict(effect.fields),
        "examples": {key: list(names) for key, names in effect.examples.items()},
        "held": effect.held,
        "plan_hash": effect.plan_hash,
    }


def _in_vietnamese(effect: Effect) -> str:
    parts = [
        f"Bản {effect.version} đổi {_figure(effect, 'update')} nội dung gửi",
        f"tạo mới {_figure(effect, 'create')}",
        f"gỡ {_figure(effect, 'withdraw')}",
    ]
    if effect.of("hold"):
        parts.append(f"giữ lại {_figure(effect, 'hold')} chờ duyệt")
    if effect.of("blocked"):
        parts.append(f"không gửi được {_figure(effect, 'blocked')}")
    return ", ".join(parts)


def _figure(effect: Effect, action: str) -> str:
    return f"{effect.of(action):,}".replace(",", ".")
