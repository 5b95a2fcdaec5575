"""Certificates made for one test run, by openssl: no library of ours is asked."""

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CURVE = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
AUTHORITY = (
    *("-addext", "basicConstraints=critical,CA:TRUE"),
    *("-addext", "keyUsage=critical,keyCertSign,cRLSign"),
)


@dataclass(frozen=True)
class Certificates:
    """`ca` and `stranger`; by `ca` the rest, `elsewhere` to another name; `sign`."""

    folder: Path

    def openssl(self, *words: str) -> None:
        subprocess.run(
            ["openssl", *words], cwd=self.folder, check=True, capture_output=True
        )

    def tls(self, name: str) -> dict[str, Any]:
        """What uvicorn takes to serve under this certificate."""
        return {
            "ssl_keyfile": self.folder / f"{name}.key",
            "ssl_certfile": self.folder / f"{name}.pem",
        }


def make(folder: Path) -> Certificates:
    made = Certificates(folder)
    for name in ("ca", "stranger"):
        made.openssl(
            *("req", "-x509", *CURVE, "-days", "2", *AUTHORITY),
            *("-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.pem"),
        )
    named = (("server", "2"), ("expired", "-1"), ("client", "2"), ("elsewhere", "2"))
    for name, days in named:
        host = "cong-khac.example" if name == "elsewhere" else "localhost"
        (folder / "ext").write_text(
            f"subjectAltName=DNS:{host}\nauthorityKeyIdentifier=keyid\n"
        )
        made.openssl(
            *("req", *CURVE, "-subj", f"/CN={name}"),
            *("-keyout", f"{name}.key", "-out", f"{name}.csr"),
        )
        made.openssl(
            *("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey"),
            *("ca.key", "-CAcreateserial", "-days", days, "-extfile", "ext"),
            *("-out", f"{name}.pem"),
        )
    made.openssl("genpkey", "-algorithm", "ed25519", "-out", "sign.key")
    made.openssl("pkey", "-in", "sign.key", "-pubout", "-out", "sign.pub")
    return made
