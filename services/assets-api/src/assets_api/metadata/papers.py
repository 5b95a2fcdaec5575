"""Rights put into documents, and into all forms of a version. Child only."""

from pathlib import Path

import pikepdf

from assets_api.formats import pdf
from assets_api.formats.errors import RefusedError
from assets_api.metadata import embedding, xmp
from assets_api.metadata.statement import Statement


def embed_all(statement: Statement, bare: Path, said: Path) -> None:
    """Each file of one folder, under the same name in the other."""
    for source in sorted(bare.iterdir()):
        form, target = source.suffix.removeprefix("."), said / source.name
        if form == "pdf":
            embed(source, statement, target)
        else:
            embedding.embed(source, form, statement, target)


def embed(source: Path, statement: Statement, target: Path) -> None:
    """A copy that says whose it is. Raises RefusedError."""
    try:
        with pdf.opened(source) as document:
            if "/Metadata" in document.Root:
                del document.Root.Metadata
            if statement:
                document.Root.Metadata = pikepdf.Stream(
                    document,
                    xmp.packet(statement),
                    Type=pikepdf.Name.Metadata,
                    Subtype=pikepdf.Name.XML,
                )
            pdf.save(document, target)
    except pikepdf.PdfError as error:
        raise RefusedError("inspection-limit", "memory") from error
