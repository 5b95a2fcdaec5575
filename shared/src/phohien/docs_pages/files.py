"""Where the scripts of Redoc and Swagger UI lie on this machine."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from phohien.docs_pages.errors import page_file_not_found, pages_not_installed

HERE = Path(__file__).parent
OURS = HERE / "static"
INSTALLED = HERE / "vendored"
OWN = {"pages.css", "try.js"}
# Only these files are ever served, each from its npm package or from one flat folder.
VENDORED: Mapping[str, str] = {
    "redoc.standalone.js": "redoc/bundles",
    "swagger-ui-bundle.js": "swagger-ui-dist",
    "swagger-ui-standalone-preset.js": "swagger-ui-dist",
    "swagger-ui.css": "swagger-ui-dist",
    "favicon-32x32.png": "swagger-ui-dist",
}


def find(name: str, given: Path | None = None) -> Path:
    """The file behind a public name; `given` is the folder of the setting.

    Raises PageFileNotFoundError, or PagesNotInstalledError, which says what to do.
    """
    if name in OWN:
        return OURS / name
    if name not in VENDORED:
        raise page_file_not_found(name)
    for path in _places(name, given):
        if path.is_file():
            return path
    raise pages_not_installed(name)


def find_guide(tongue: str, given: Path | None = None) -> Path:
    """The guide in one of its languages, beside the scripts or in the checkout."""
    name = f"guide/{tongue}.md"
    folders = [HERE / "vendored", *(folder / "docs" for folder in HERE.parents)]
    for folder in [given] if given is not None else folders:
        if (folder / name).is_file():
            return folder / name
    raise pages_not_installed(name)


def _places(name: str, given: Path | None) -> Iterator[Path]:
    if given is not None:
        yield given / name
        yield given / VENDORED[name] / name
        return
    yield INSTALLED / name
    for folder in HERE.parents:
        yield folder / "node_modules" / VENDORED[name] / name
