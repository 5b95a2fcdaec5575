import pytest

from assets_api.storage import keys


@pytest.fixture
def marked(make_pdf, make_docx, make_xlsx, request) -> tuple[str, bytes]:
    match request.param:
        case "page":
            return "a.pdf", make_pdf("Brochure", "TUYET MAT")
        case "title":
            return "a.pdf", make_pdf(
                change=lambda pdf: pdf.docinfo.__setitem__("/Title", "TỐI MẬT")
            )
        case "runs":
            return "a.docx", make_docx("TỐI| M|ẬT")
        case _:
            return "a.xlsx", make_xlsx("Số liệu", "LƯU HÀNH NỘI BỘ")


@pytest.mark.parametrize("marked", ["page", "title", "runs", "cell"], indirect=True)
async def test_a_marked_file_is_deleted_at_once_and_only_counted(
    officer, upload, owner, s3, marked
) -> None:
    name, data = marked

    status = await upload(officer, data, name)

    prefix = f"{keys.quarantine(status['id'])}"
    objects = list(s3.client().list_objects(s3.bucket, prefix, recursive=True))
    ((detail,),) = owner(
        "SELECT detail FROM audit.entry WHERE subject = %s AND action ="
        " 'upload.rejected'",
        f"upload:{status['id']}",
    )
    (reserved, used) = owner(
        "SELECT reserved, used FROM assets.agency_quota WHERE agency_id = %s",
        officer.agency.id,
    )[0]
    assert (status["state"], status["reason"]) == ("rejected", "marking-found")
    assert objects == []
    assert (reserved, used) == (0, 0)
    assert sum(detail["kinds"].values()) >= 1
    assert set(detail) == {"sent_by", "reason", "facts", "kinds", "agency"}


async def test_a_text_about_secrecy_law_is_no_marking(
    officer, upload, make_docx
) -> None:
    data = make_docx("Luật Bảo vệ bí mật nhà nước quy định về độ mật của tài liệu.")

    assert (await upload(officer, data, "luật.docx"))["state"] == "ready"


async def test_a_rejected_file_is_kept_a_week(officer, upload, s3, make_jpeg) -> None:
    status = await upload(officer, make_jpeg() + b"<html>", "a.jpg")

    objects = s3.client().list_objects(
        s3.bucket, keys.quarantine(status["id"]), recursive=True
    )
    assert len(list(objects)) == 1
