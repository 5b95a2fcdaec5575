"""Everything the service reads from its environment."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from phohien.settings import SharedSettings


class Settings(SharedSettings):
    """Its own variables start with PHOHIEN_CONTENT_."""

    model_config = SettingsConfigDict(
        env_prefix="PHOHIEN_CONTENT_",
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        populate_by_name=True,
    )

    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8701, description="Port to listen on.")
    metrics_port: int = Field(
        default=0,
        ge=0,
        le=65535,
        description="Port on 127.0.0.1 where Prometheus reads figures; 0: none.",
    )
    log_level: str = Field(default="INFO", description="Lowest level that is logged.")
    service_token: str = Field(
        default="",
        repr=False,
        description="How this service shows the others who it is.",
    )
    session_hours: int = Field(
        default=12, ge=1, le=720, description="How long a sign-in lasts."
    )
    secure_cookies: bool = Field(
        default=False, description="Send the session cookie over HTTPS only."
    )
    pool_size: int = Field(
        default=8, ge=2, le=100, description="Connections a process keeps, each role."
    )
    public_url: str = Field(
        default="",
        description="Where readers reach this API, such as `https://api.example.vn`;"
        " else the address they asked. Written into feeds and harvests.",
    )
    page_url: str = Field(
        default="",
        description="A portal's page of an item, with `{locale}`, `{slug}` and `{key}`;"
        " feeds and site maps then point there, else at this API.",
    )
    domain: str = Field(
        default="phohien.localhost",
        pattern=r"^[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*)+$",
        description="Domain name in the identifiers of harvested records; it never"
        " changes once somebody has harvested.",
    )
    admin_email: str = Field(
        default="", description="Whom a harvester writes to; else `oai@` the domain."
    )
    webhook_hosts: str = Field(
        default="",
        description="Hosts, parted by commas, that webhooks may reach although their"
        " address is private or they do not speak HTTPS.",
    )
    feed_hosts: str = Field(
        default="aseanvietnam.vn,asean.org,.gov.vn,.vietnam.vn,vietnam.vn",
        description="Hosts, parted by commas, that news is taken from over HTTPS; one"
        " that begins with a dot stands for every host under it.",
    )
    feed_private_hosts: str = Field(
        default="",
        description="Hosts, parted by commas, that news is taken from although their"
        " address is private or they do not speak HTTPS; for tests.",
    )
    assets_timeout: float = Field(
        default=10.0, gt=0, description="Seconds to wait for assets-api."
    )
    tick_seconds: float = Field(
        default=60.0, gt=0, description="Seconds between two looks at the clock."
    )
    fast_lane: bool = Field(
        default=True, description="Answer hot public reads in front of the routes."
    )
    cache_mib: int = Field(
        default=12, ge=0, le=4096, description="Kept answers a process, MiB; 0: none."
    )
    search_dir: str = Field(
        default="",
        description="Folder of the search index, the same for the worker and for every"
        " process that serves on the machine; empty: PostgreSQL searches.",
    )
    address_requests_a_minute: int = Field(
        default=30_000, ge=1, description="Public reads of an address without a key."
    )
    key_requests_a_minute: int = Field(
        default=60_000, ge=1, description="Public reads of an API key."
    )
