"""Everything the service reads from its environment."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from phohien.settings import FROZEN, S3Settings, SharedSettings

MIB = 1024 * 1024
GIB = 1024 * MIB


class Settings(SharedSettings):
    """Environment variables are these names in capitals, after PHOHIEN_ASSETS_."""

    model_config = SettingsConfigDict(**FROZEN, env_prefix="PHOHIEN_ASSETS_")

    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8702, ge=1, le=65535, description="Port to listen on.")
    metrics_port: int = Field(
        default=0,
        ge=0,
        le=65535,
        description="Port on 127.0.0.1 where Prometheus reads figures; 0: none.",
    )
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")
    service_token: str = Field(
        default="", repr=False, description="What this service shows to the others."
    )
    max_upload_bytes: int = Field(
        default=2 * GIB, ge=1, description="Largest file (tus calls it Tus-Max-Size)."
    )
    quota_bytes: int = Field(
        default=8 * GIB, ge=1, description="Space of one agency, originals only."
    )
    checksum_chunk_bytes: int = Field(
        default=64 * MIB, ge=1, description="Largest PATCH that carries a checksum."
    )
    upload_days: int = Field(
        default=7, ge=1, description="Days an unfinished upload can be resumed."
    )
    s3_public_url: str = Field(
        default="",
        pattern=r"^(https?://[^/]+)?/?$",
        description="The store as programs reach it (https://host); empty: files go"
        " through this service alone.",
    )
    scratch: Path | None = Field(
        default=None, description="Folder for working copies; the system's by default."
    )
    scanner: str = Field(
        default="",
        description="clamd, as tcp://host:3310 or unix:/path; empty: files count as"
        " not scanned.",
    )
    scanner_seconds: float = Field(
        default=60.0,
        gt=0,
        description="How long the scanner may keep silent before a file is held.",
    )
    cache_mib: int = Field(
        default=32, ge=0, description="Small renditions a process keeps, MiB; 0: none."
    )
    tick_seconds: float = Field(
        default=10.0, gt=0, description="How often the worker looks after its rows."
    )
    fsck_every_hours: int = Field(
        default=24,
        ge=0,
        description="How often the worker compares bucket and database; 0: never.",
    )
    fsck_deep_percent: int = Field(
        default=1,
        ge=0,
        le=100,
        description="Share of the objects whose bytes such a pass reads again.",
    )
    fsck_grace_hours: int = Field(
        default=48,
        ge=1,
        description="Hours between two passes that must both see what is repaired.",
    )
    vacuum_url: str = Field(
        default="",
        description="SeaweedFS master, asked to vacuum after a marked file is deleted.",
    )
    public_url: str = Field(
        default="",
        description="Where readers reach this API; else where the other services do."
        " Written into manifests and links, never taken from a request.",
    )
    items_url: str = Field(
        default="",
        validation_alias="PHOHIEN_CONTENT_PUBLIC_URL",
        description="Where readers reach content-api; links of files point there.",
    )
    media_url: str = Field(
        default="",
        pattern=r"^(https?://[^/?#@\s]+)?$",
        description="Origin of its own for media, without cookies, such as"
        " https://media.example.vn; then media answers only there. Empty: beside the"
        " API.",
    )
    purge_url: str = Field(
        default="",
        pattern=r"^(https?://\S+)?$",
        description="Called, signed, when a CDN must forget media; empty: none.",
    )
    purge_secret: str = Field(
        default="",
        pattern=r"^(whsec_[A-Za-z0-9+/=]{24,})?$",
        repr=False,
        description="Signs calls of the purge hook, as Standard Webhooks do (whsec_…).",
    )
    link_keys: str = Field(
        default="",
        pattern=r"^([a-z0-9-]{1,16}:[0-9a-f]{64}(,[a-z0-9-]{1,16}:[0-9a-f]{64})*)?$",
        repr=False,
        description="Keys of links to what is not public: id:64 hex digits, by commas;"
        " the first signs, all are accepted. Empty: one that follows from the service"
        " token.",
    )
    s3: S3Settings = Field(default_factory=S3Settings.from_environment)
