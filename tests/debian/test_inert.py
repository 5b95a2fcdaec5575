"""Hostile drawings, shown by a browser; and private data, looked for by exiftool."""

import asyncio
import html
import json
import subprocess
from pathlib import Path

import pytest
from tests.corpus.drawings import HOSTILE
from tests.corpus.everything import cases
from tests.standins.browser import Site, serving

from assets_api.inspection import sandbox
from assets_api.inspection.sandbox import Subject

PLACES = ("GPS", "SerialNumber", "MakerNote", "Artist", "Creator", "Location")


@pytest.fixture
def site(tmp_path):
    with serving(tmp_path / "site") as site:
        yield site


def rendered(data: bytes, kind: str, folder: Path) -> Path:
    """What the child makes of a file it accepts."""
    folder.mkdir()
    subject = Subject(folder / "file", folder / "out")
    subject.path.write_bytes(data)
    subject.folder.mkdir()

    async def both() -> None:
        report = await sandbox.inspect(subject, kind)
        assert report.verdict == "accepted", report
        await sandbox.render(subject, report.kind)

    asyncio.run(both())
    return subject.folder


def page(site: Site, drawings: dict[str, bytes]) -> str:
    """One page with every drawing as a document of its own."""
    frames = []
    for number, (name, data) in enumerate(drawings.items()):
        (site.folder / f"{number}.svg").write_bytes(data)
        frames.append(
            f'<iframe src="{number}.svg" title="{html.escape(name)}"></iframe>'
        )
    (site.folder / "index.html").write_text("<!doctype html>" + "".join(frames))
    return f"{site.url}/index.html"


def test_a_browser_runs_nothing_and_asks_nobody(tmp_path, site, browse) -> None:
    """Some originals go first: the same page does show it when something runs."""
    originals = {
        name: case.build()
        for name, case in cases().items()
        if case.filename.endswith(".svg") and case.reason is None
    }
    assert len(originals) > len(HOSTILE)
    # Without the dialog, which would keep the page waiting for a hand.
    shown = browse(
        page(
            site,
            {
                name: originals[f"SVG: {name}"].replace(b"alert('opened'),", b"")
                for name in ("a script", "onload", "a picture from elsewhere")
            },
        )
    )
    assert "/opened" in site.asked
    assert shown.hosts == {"127.0.0.1", "127.0.0.2"}

    site.asked.clear()
    copies = {
        name: (rendered(data, "svg", tmp_path / str(n)) / "vector.svg").read_bytes()
        for n, (name, data) in enumerate(originals.items())
    }
    shown = browse(page(site, copies))

    assert f"/{len(copies) - 1}.svg" in site.asked
    assert "/opened" not in site.asked
    assert shown.hosts == {"127.0.0.1"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *((f"places in a {form}", form.lower()) for form in
          ("JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIC")),
        *((f"places and names in a {kind}", kind) for kind in
          ("mp4", "mov", "webm", "mp3", "m4a")),
        ("a photograph with a place in a PDF", "pdf"),
        ("an author in a PDF", "pdf"),
    ],
)  # fmt: skip
def test_another_reader_of_metadata_finds_none(
    tmp_path, exiftool, name: str, kind: str
) -> None:
    data = cases()[name].build()
    made = rendered(data, kind, tmp_path / "made")
    public = [path for path in made.iterdir() if path.suffix not in (".json", ".txt")]

    told = json.loads(
        subprocess.run(
            [exiftool, "-json", "-a", "-G1", "-ee", *map(str, public)],
            capture_output=True,
            check=True,
        ).stdout
    )

    found = {
        f"{Path(one['SourceFile']).name}: {tag}"
        for one in told
        for tag in one
        if any(word in tag for word in PLACES)
    }
    assert told
    assert found == set()
