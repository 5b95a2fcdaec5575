"""A true PDF of a wanted size that no compression can shrink."""

import hashlib
import io
import random

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

SIDE = 1024
PICTURE = SIDE * SIDE * 3


def brochure(megabytes: int, seed: str) -> bytes:
    """A page of text, then pages of noise, about so many megabytes in all."""
    noise = random.Random(seed)
    with pikepdf.new() as pdf:
        _page(pdf, f"BT /F1 24 Tf 72 720 Td (Pho Noi {seed}) Tj ET", Dictionary())
        for _ in range(megabytes * 1_000_000 // PICTURE + 1):
            picture = Stream(pdf, noise.randbytes(PICTURE))
            picture.Type = Name.XObject
            picture.Subtype = Name.Image
            picture.Width = picture.Height = SIDE
            picture.ColorSpace = Name.DeviceRGB
            picture.BitsPerComponent = 8
            shown = Dictionary(Im1=pdf.make_indirect(picture))
            _page(pdf, "q 400 0 0 400 72 200 cm /Im1 Do Q", shown)
        written = io.BytesIO()
        pdf.save(written, compress_streams=False)
    return written.getvalue()


def _page(pdf: pikepdf.Pdf, content: str, pictures: Dictionary) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, 595, 842]),
        Contents=Stream(pdf, content.encode()),
        Resources=Dictionary(Font=Dictionary(F1=font), XObject=pictures),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
