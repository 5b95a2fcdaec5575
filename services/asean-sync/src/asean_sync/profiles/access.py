"""The part of a profile that says how we show who we are. Values are references."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from asean_sync.profiles.mapping import Part

Secret = Annotated[str, Field(pattern=r"^secret://env/[A-Z][A-Z0-9_]*$")]
HeaderName = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9-]*$")]


class ApiKey(Part):
    """In a header, or in the query where a target wants it so."""

    header: HeaderName | None = None
    query: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_.-]+$")
    value: Secret

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.header is None) == (self.query is None):
            message = "give exactly one of header, query"
            raise ValueError(message)
        return self


class Basic(Part):
    username: Secret
    password: Secret


class ClientCredentials(Part):
    """OAuth 2.0, RFC 6749 §4.4. `token_url` is a path below base_url or an address.

    As a reference it is the operator's word, and may be an address inside.
    """

    token_url: str = Field(
        pattern=r"^((/|https?://)[^\s#@]*|secret://env/[A-Z][A-Z0-9_]*)$"
    )
    client_id: Secret
    client_secret: Secret
    scope: str | None = None
    audience: str | None = None
    # How the client names itself at the token address (RFC 6749 §2.3.1).
    send_as: Literal["basic", "form"] = "basic"


class ClientCertificate(Part):
    """Files on this machine, in PEM; the variables hold their paths."""

    certificate: Secret
    key: Secret


class Auth(Part):
    bearer: Secret | None = None
    api_key: ApiKey | None = None
    basic: Basic | None = None
    oauth2_client_credentials: ClientCredentials | None = None
    mtls: ClientCertificate | None = None
    # The path of a file with the authorities of this target, in place of the world's.
    trust: Secret | None = None

    @model_validator(mode="after")
    def _one_authorization(self) -> Self:
        given = (self.bearer, self.basic, self.oauth2_client_credentials)
        if sum(one is not None for one in given) > 1:
            message = "give at most one of bearer, basic, oauth2_client_credentials"
            raise ValueError(message)
        return self


Component = Literal[
    "@method",
    "@target-uri",
    "@authority",
    "@scheme",
    "@path",
    "@query",
    "content-digest",
    "content-type",
    "idempotency-key",
]


class MessageSignature(Part):
    """RFC 9421 with Ed25519; the body is covered through its Content-Digest."""

    key: Secret
    key_id: str = Field(min_length=1, max_length=200, pattern=r"^[ !#-\[\]-~]+$")
    label: str = Field(default="sig1", pattern=r"^[a-z][a-z0-9_-]*$")
    cover: list[Component] = Field(
        default_factory=lambda: list[Component](
            ["@method", "@target-uri", "content-digest"]
        ),
        min_length=1,
    )


class Webhook(Part):
    """Standard Webhooks 1.0.0: an HMAC over id, time and body.

    While a secret is changed both sign: the target may know either.
    """

    secret: Secret
    previous: Secret | None = None


class Sign(Part):
    rfc9421: MessageSignature | None = None
    standard_webhooks: Webhook | None = None
