"""S3 from the wheel: `weed mini` with every door shut that is open by default."""

import io
import json
import secrets
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error

from phohien_stack.embedded.account import Account
from phohien_stack.embedded.addresses import LISTENERS, REGION, Keys, Listener
from phohien_stack.embedded.binaries import weed_program
from phohien_stack.embedded.ports import GRPC_OFFSET, Ports
from phohien_stack.embedded.programs import Program

SOCKETS = Path("/tmp")  # noqa: S108 -- where `weed` puts them, whatever TMPDIR says
PROBE = ".probe"
JWT_NAMES = (
    "JWT_SIGNING_KEY",
    "JWT_SIGNING_READ_KEY",
    "JWT_FILER_SIGNING_KEY",
    "JWT_FILER_SIGNING_READ_KEY",
)
ACTIONS = ("Admin", "Read", "Write", "List", "Tagging")


@dataclass(frozen=True)
class Seaweed:
    """One store; its folder `data` belongs to `account`."""

    data: Path
    log: Path
    ports: dict[Listener, int]
    keys: Keys
    account: Account | None

    @property
    def endpoint(self) -> str:
        return f"127.0.0.1:{self.ports['s3']}"

    def prepare(self) -> None:
        self.data.mkdir(mode=0o700, exist_ok=True)
        # A start remembers its flags here and prefers them to those it is given.
        (self.data / "mini.options").unlink(missing_ok=True)
        self.forget_sockets()
        identity = {
            "name": "phohien",
            "credentials": [
                {"accessKey": self.keys.access, "secretKey": self.keys.secret}
            ],
            "actions": ACTIONS,
        }
        self._identities.touch(mode=0o600)
        self._identities.write_text(json.dumps({"identities": [identity]}))
        if self.account:
            self.account.own(self.data)
            self.account.own(self._identities)

    def program(self) -> Program:
        flags = {
            "dir": self.data,
            "ip": "127.0.0.1",
            "ip.bind": "127.0.0.1",
            "master.telemetry": "false",
            # With it a warm start waits five seconds for a leader that is itself.
            "master.resumeState": "false",
            "webdav": "false",
            "admin.ui": "false",
            "s3.port.iceberg": 0,
            "s3.port.lance": 0,
            "s3.config": self._identities,
            # Each bucket takes a volume; the default is the free disk in GiB.
            "volume.max": 500,
            "s3.allowDeleteBucketNotEmpty": "false",
            "s3.autoCreateBucket": "false",
            "s3.allowedOrigins": "http://127.0.0.1",
            **{f"{name}.port": port for name, port in self.ports.items()},
        }
        return Program(
            name="seaweedfs",
            command=(
                str(weed_program(self.account)),
                "-logtostderr=true",
                "mini",
                *(f"-{name}={value}" for name, value in flags.items()),
            ),
            environment={
                "PATH": "/usr/local/bin:/usr/bin:/bin",
                "LC_ALL": "C.UTF-8",
                "TZ": "UTC",
                "HOME": str(self.data),
                "GOMEMLIMIT": "512MiB",
                # Without keys the filer's and the volume's ports ask for nothing.
                **{f"WEED_{name}": secrets.token_hex(16) for name in JWT_NAMES},
            },
            folder=self.data,
            log=self.log,
            account=self.account,
            stop=signal.SIGINT,
            patience=6,
        )

    def client(self) -> Minio:
        return client(self.endpoint, self.keys, secure=False)

    def ready(self, bucket: str) -> bool:
        """`/healthz` says yes too early on a warm start: only a PUT tells."""
        return accepts(self.client(), bucket)

    def forget_sockets(self) -> None:
        """Remove what a killed store leaves behind; the names are fixed in `weed`."""
        for name, port in self.ports.items():
            for listener in (f"{name}-{port}", f"{name}-grpc-{port + GRPC_OFFSET}"):
                with suppress(PermissionError):
                    (SOCKETS / f"seaweedfs-{listener}.sock").unlink(missing_ok=True)

    @property
    def _identities(self) -> Path:
        return self.data / "s3.json"


def free_ports(
    ports: Ports, preferred: dict[Listener, int] | None = None
) -> dict[Listener, int]:
    wanted = preferred or {}
    return {
        name: ports.free(preferred=[wanted.get(name, 0)], span=GRPC_OFFSET)
        for name in LISTENERS
    }


def client(endpoint: str, keys: Keys, *, secure: bool, region: str = REGION) -> Minio:
    """A client that fails at once, for probes."""
    return Minio(
        endpoint,
        access_key=keys.access,
        secret_key=keys.secret,
        secure=secure,
        region=region,
        http_client=urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=2, read=15), retries=False
        ),
    )


def accepts(store: Minio, bucket: str) -> bool:
    """Whether an object can be written and removed; makes the bucket on the way."""
    try:
        store.put_object(bucket, PROBE, io.BytesIO(b"1"), 1)
        store.remove_object(bucket, PROBE)
    except S3Error as refusal:
        if refusal.code == "NoSuchBucket":
            _make(store, bucket)
        return False
    except (MinioException, urllib3.exceptions.HTTPError):
        return False
    return True


def _make(store: Minio, bucket: str) -> None:
    try:
        store.make_bucket(bucket)
    except (MinioException, urllib3.exceptions.HTTPError):
        # Not ready yet; the next probe tries again.
        return
