from base64 import b64encode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets_api.tus import headers as tus
from assets_api.uploads.declaration import clean_name
from assets_api.uploads.desk import MOST_PARTS, SMALLEST_PART
from assets_api.uploads.desk import Limits as DeskLimits
from assets_api.uploads.errors import UploadHeaderError


def test_metadata_is_pairs_of_key_and_base64() -> None:
    name = b64encode("Sổ tay đầu tư.pdf".encode()).decode()

    assert tus.metadata(f"filename {name},draft") == {
        "filename": "Sổ tay đầu tư.pdf",
        "draft": "",
    }


@pytest.mark.parametrize(
    "value", ["filename ***", "filename YQ==,filename YQ==", "tệp YQ==", "a /w=="]
)
def test_metadata_that_cannot_be_read_is_refused(value: str) -> None:
    with pytest.raises(UploadHeaderError):
        tus.metadata(value)


@pytest.mark.parametrize("value", [None, "", "-1", "1.5", "1e3", "²", "9" * 30])
def test_a_length_is_a_plain_whole_number(value: str | None) -> None:
    with pytest.raises(UploadHeaderError):
        tus.whole_number("Upload-Length", value)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Đền Trần.jpg", "Đền Trần.jpg"),  # NFD arrives, NFC is kept
        ("../../etc/passwd", "../../etc/passwd"),
        ("a.jpg\0.html", "a.jpg.html"),
        ("a\r\nX-Evil: 1.jpg", "aX-Evil: 1.jpg"),
        ("🏯" * 300, "🏯" * 255),
    ],
)
def test_a_hostile_name_is_only_data(name: str, kept: str) -> None:
    assert clean_name(name) == kept


def test_a_checksum_is_sha256_and_nothing_else() -> None:
    digest = sha256(b"abc").digest()

    assert tus.checksum(f"sha256 {b64encode(digest).decode()}") == digest
    assert tus.checksum(None) is None
    for wrong in ("md5 YQ==", "sha256 YQ==", "sha256 !", ""):
        with pytest.raises(UploadHeaderError):
            tus.checksum(wrong)


@given(st.integers(1, 2**43))
def test_parts_are_equal_large_enough_and_few_enough(size: int) -> None:
    part = DeskLimits.part_size(_LIMITS, size)

    assert part >= SMALLEST_PART
    assert -(-size // part) <= MOST_PARTS


_LIMITS = DeskLimits(file=1, quota=1, checksum_piece=1, lifetime=None)  # type: ignore[arg-type]
