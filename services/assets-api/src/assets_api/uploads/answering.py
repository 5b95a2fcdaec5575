"""What every way of sending a file shares at its edge: who, where, what is answered."""

from typing import Annotated

from fastapi import Request

from assets_api.inspection.reasons import REASONS
from assets_api.uploads.schemas import UploadOut
from assets_api.uploads.tables import Upload
from phohien import auth, problems
from phohien.callers import Caller

PREFIX = "/staff/v1/uploads"
Sender = Annotated[Caller, auth.require("officer", "leader", "coordinator")]


def told(request: Request, upload: Upload, *, offset: int | None = None) -> UploadOut:
    words = REASONS.get(upload.reason)
    return UploadOut(
        id=upload.id,
        state=upload.state,
        reason=upload.reason or None,
        type=f"/problems/upload-{upload.reason}" if upload.reason else None,
        detail=words.in_language(problems.spoken(request)) if words else None,
        facts=upload.facts,
        filename=upload.filename,
        size=upload.size,
        offset=upload.received if offset is None else offset,
        asset_id=upload.asset_id,
        way=upload.way,
        bundle=upload.bundle,
        looks_like=upload.looks_like,
        scan=upload.scan or None,
        cpu_ms=upload.cpu_ms,
        peak_kib=upload.peak_kib,
        decision_note=upload.decision_note or None,
        created_at=upload.created_at,
        expires_at=upload.expires_at,
    )
