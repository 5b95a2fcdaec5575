"""What every service reads from its environment, and how."""

from pathlib import Path
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from phohien import urls

FROZEN = SettingsConfigDict(
    frozen=True, extra="ignore", env_ignore_empty=True, populate_by_name=True
)


class SharedSettings(BaseSettings):
    """Variables without a service in their name; each service's class adds its own."""

    model_config = FROZEN

    database_url: str | None = Field(
        default=None,
        repr=False,
        validation_alias="PHOHIEN_DATABASE_URL",
        description="The owner's PostgreSQL URL; the roles' URLs follow from it.",
    )
    province: str = Field(
        default="hy",
        pattern=r"^[a-z]{2,8}$",
        validation_alias="PHOHIEN_PROVINCE",
        description="Prefix of every public key.",
    )
    content_url: str = Field(
        default="http://127.0.0.1:8701",
        validation_alias="PHOHIEN_CONTENT_URL",
        description="Where the other services reach content-api.",
    )
    assets_url: str = Field(
        default="http://127.0.0.1:8702",
        validation_alias="PHOHIEN_ASSETS_URL",
        description="Where the other services reach assets-api.",
    )
    sync_url: str = Field(
        default="http://127.0.0.1:8703",
        validation_alias="PHOHIEN_SYNC_URL",
        description="Where the other services reach asean-sync.",
    )
    docs_folder: Path | None = Field(
        default=None,
        validation_alias="PHOHIEN_DOCS_FOLDER",
        description="Scripts of the reference pages; else those of the installation.",
    )

    def url_of(self, role: str) -> str:
        """`url_of("CONTENT")`: that role's address, given or derived."""
        return urls.of(role, self.database_url)


class S3Settings(BaseSettings):
    """Any S3: SeaweedFS, Ceph, AWS. Only calls all of them share are used."""

    model_config = SettingsConfigDict(
        env_prefix="PHOHIEN_S3_", frozen=True, extra="ignore", env_ignore_empty=True
    )

    endpoint: str = Field(description="host:port, or a URL, of the S3 server.")
    access_key: str = Field(repr=False, description="S3 access key.")
    secret_key: str = Field(repr=False, description="S3 secret key.")
    bucket: str = Field(default="assets", description="The one bucket used.")
    region: str = Field(default="us-east-1", description="S3 region.")
    secure: bool = Field(default=False, description="HTTPS to the S3 server.")
    read_seconds: float = Field(
        default=60.0,
        gt=0,
        description="How long a store that took a call may keep silent.",
    )

    @model_validator(mode="before")
    @classmethod
    def _split_url(cls, values: dict[str, object]) -> dict[str, object]:
        endpoint = str(values.get("endpoint", ""))
        scheme, separator, rest = endpoint.partition("://")
        if not separator:
            return values
        secure = values.get("secure", scheme == "https")
        return {**values, "endpoint": rest.rstrip("/"), "secure": secure}

    @classmethod
    def from_environment(cls) -> Self:
        return cls()
