"""Everything the service reads from its environment."""

from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import SettingsConfigDict

from phohien.settings import FROZEN, SharedSettings

SECRET_CHARACTERS = 32


class Settings(SharedSettings):
    """Environment variables are these names in capitals, after PHOHIEN_SYNC_."""

    model_config = SettingsConfigDict(**FROZEN, env_prefix="PHOHIEN_SYNC_")

    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8703, ge=0, le=65535, description="Port to listen on.")
    metrics_port: int = Field(
        default=0,
        ge=0,
        le=65535,
        description="Port on 127.0.0.1 where Prometheus reads figures; 0: none.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="How much is logged."
    )
    lease_seconds: float = Field(
        default=15,
        ge=1,
        le=600,
        description="How long a silent worker keeps an object; renewed by thirds.",
    )
    run_deadline_seconds: int = Field(
        default=4 * 3600,
        ge=1,
        description="A run that has not converged by then ends as partly done.",
    )
    tick_seconds: float = Field(
        default=60,
        gt=0,
        description="How often the rows are looked at without being asked.",
    )
    service_token: str = Field(
        default="",
        repr=False,
        description="How this service shows the others who it is.",
    )
    circuit_seconds: float = Field(
        default=300,
        ge=1,
        description="How long a target that refuses our credentials is left alone.",
    )
    private_targets: str = Field(
        default="",
        description="host:port of targets inside the network, separated by commas.",
    )
    package_folder: str = Field(
        default="",
        description="Folder where packages for targets without a line are made; shared"
        " by all machines of this service.",
    )

    reconcile_looks: int = Field(
        default=2000,
        ge=0,
        le=1_000_000,
        description="How many objects at a target a night compares one by one.",
    )
    evidence_secret: str = Field(
        default="",
        repr=False,
        description="Wraps the keys that sent bytes are sealed with; 32 characters or"
        " more. Empty: digests alone are kept.",
    )
    evidence_secret_previous: str = Field(
        default="",
        repr=False,
        description="The secret before, until `phohien sync receipts rewrap` has run.",
    )

    @field_validator("evidence_secret", "evidence_secret_previous")
    @classmethod
    def _long_enough(cls, value: str) -> str:
        if 0 < len(value) < SECRET_CHARACTERS:
            message = f"a secret of at least {SECRET_CHARACTERS} characters"
            raise ValueError(message)
        return value

    @property
    def sync_database_url(self) -> str:
        return self.url_of("SYNC")

    def may_be_inside(self, host: str, port: int) -> bool:
        named = {one.strip() for one in self.private_targets.split(",")}
        return f"{host}:{port}" in named
