import pytest

from assets_api.assets import naming


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("Sổ tay đầu tư.PDF", "Sổ tay đầu tư.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\a\\b.pdf", "b.pdf"),
        ('a"b;c.pdf', "a b;c.pdf"),
        (".pdf", "document.pdf"),
        ("", "document.pdf"),
        ("a" * 400, "a" * 120 + ".pdf"),
    ],
)
def test_a_download_has_a_harmless_name(sent: str, name: str) -> None:
    assert naming.download(sent, "pdf", fallback="document") == name


def test_old_clients_get_plain_letters() -> None:
    assert naming.ascii_name("Đồng Văn.pdf") == "Dong Van.pdf"
    assert naming.ascii_name("手册") == "file"
