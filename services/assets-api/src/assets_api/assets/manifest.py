"""What a release of an asset in one language would show, and what stands in its way."""

from dataclasses import dataclass

from assets_api.assets import naming, wording
from assets_api.assets.forms import epoch_of, forms, picture
from assets_api.assets.schemas import Blocker, Manifest, ManifestRendition
from assets_api.assets.tables import Asset, AssetText, AssetVersion, Rendition
from assets_api.looks.service import Face
from assets_api.renditions.presets import (
    DELIVERY,
    DOWNLOAD,
    MIME,
    PLAY,
)
from phohien import clock
from phohien.clock import day_of

CONSENTS = {
    "missing": "Ảnh có người nhận ra được nhưng chưa có đồng ý còn hiệu lực của mọi"
    " người trong ảnh.",
    "scope": "Đồng ý của người trong ảnh không gồm việc đăng trên mạng.",
    "territory": "Đồng ý của người trong ảnh chỉ trong một số nước; đăng trên cổng là"
    " công bố ra toàn thế giới.",
}
OLD_ALT = "alt-of-earlier"
RIGHTS = {
    "creator": "người tạo",
    "rights_holder": "chủ sở hữu quyền",
    "licence": "giấy phép",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """One asset with everything a manifest is made of."""

    asset: Asset
    version: AssetVersion
    renditions: list[tuple[Rendition, int]]
    text: AssetText | None
    face: Face


def delivery_of(subject: Subject) -> tuple[Rendition, int] | None:
    """The form that goes to targets: the large JPEG, or the document itself."""
    form = subject.version.format
    wanted = {
        "image": (DELIVERY, "jpg"),
        "document": (DOWNLOAD, form),
    }.get(subject.asset.kind, (PLAY, "mp4" if form == "mov" else form))
    return next(
        (
            (row, size)
            for row, size in subject.renditions
            if (row.preset, row.format) == wanted
            and row.epoch == epoch_of(row.preset, subject.face)
        ),
        None,
    )


def blockers(subject: Subject, lang: str) -> list[Blocker]:
    found = []
    asset = subject.asset
    if asset.withdrawn_at is not None:
        found.append(Blocker(code="withdrawn", detail="Tệp đã bị rút."))
    if subject.version.archive_only:
        found.append(
            Blocker(
                code="archive-only", detail="Tệp chỉ để lưu trữ, không công bố được."
            )
        )
    elif delivery_of(subject) is None:
        found.append(Blocker(code="not-ready", detail="Tệp chưa xử lý xong."))
    missing = [words for name, words in RIGHTS.items() if not getattr(asset, name)]
    if missing:
        found.append(
            Blocker(
                code="missing-rights",
                detail=f"Chưa khai {', '.join(missing)} của tệp.",
            )
        )
    if asset.consent_gap:
        found.append(
            Blocker(
                code=f"consent-{asset.consent_gap}", detail=CONSENTS[asset.consent_gap]
            )
        )
    found.extend(_ended(asset))
    if asset.kind == "image" and not (subject.text and subject.text.alt):
        found.append(
            Blocker(
                code="missing-alt",
                detail=f"Ảnh chưa có văn bản thay thế bằng ngôn ngữ “{lang}”.",
            )
        )
    elif asset.kind == "image" and wording.is_of_earlier(subject.text, subject.version):
        found.append(Blocker(code=OLD_ALT, detail=wording.DETAILS[OLD_ALT]))
    return found


def _ended(asset: Asset) -> list[Blocker]:
    """By the clock: the worker that withdraws may be late."""
    today = day_of(clock.now())
    found = []
    if asset.rights_end is not None and asset.rights_end < today:
        found.append(Blocker(code="rights-over", detail="Quyền sử dụng tệp đã hết."))
    if asset.consent_until is not None and asset.consent_until < today:
        found.append(
            Blocker(code="consent-over", detail="Đồng ý của người trong ảnh đã hết.")
        )
    return found


def manifest(subject: Subject, lang: str) -> Manifest:
    asset, version, text = subject.asset, subject.version, subject.text
    found = delivery_of(subject)
    form = found[0].format if found else version.format
    preset = found[0].preset if found else DELIVERY
    return Manifest(
        asset_id=asset.id,
        asset_version_id=version.id,
        kind=asset.kind,
        path=naming.path(version.id, preset, epoch_of(preset, subject.face), form),
        sha256=found[0].sha256 if found else "",
        bytes=found[1] if found else 0,
        mime=MIME.get(form, "application/octet-stream"),
        filename=naming.download(version.filename, form, fallback=asset.kind),
        alt=text.alt if text else "",
        caption=text.caption if text else "",
        credit=asset.credit,
        licence=asset.licence,
        width=(found[0].width or None) if found else None,
        height=(found[0].height or None) if found else None,
        renditions=[
            ManifestRendition(
                preset=form.preset,
                url=form.path(version),
                mime=MIME[form.format],
                width=form.width or None,
                height=form.height or None,
            )
            for form in forms(subject.renditions, subject.face)
        ],
        picture=picture(version, subject.renditions, subject.face),
        blockers=blockers(subject, lang),
    )
