"""What an order names, and whether that is what was read."""

from collections.abc import Mapping

from content_api.agencies.tables import Agency
from content_api.gate.errors import (
    IfHashRequiredError,
    LanguageChangedError,
    LanguageMissingError,
)
from content_api.gate.schemas import LanguageOrder, ReleaseOrder
from content_api.items.tables import Item, ItemLanguage
from content_api.releases.documents import Cleared
from phohien.errors import FieldProblem, Text
from phohien.languages import SOURCE


def to_release(
    rows: Mapping[str, ItemLanguage],
    live: Mapping[str, str | None],
    order: ReleaseOrder,
) -> dict[str, ItemLanguage]:
    """What is not public yet as it is now; raises when something else was read."""
    todo = {}
    for lang, row in rows.items():
        demand_hash(order, row)
        told = row.status in {"released", "scheduled"}
        if not told or live.get(lang) != row.closure_hash:
            todo[lang] = row
    return todo


def cleared_of(item: Item, row: ItemLanguage, agency: Agency) -> Cleared:
    return Cleared(
        item_id=item.id,
        slug=item.slug,
        agency={
            "code": item.agency_code,
            "name": agency.name_vi if row.lang == SOURCE else agency.name_en,
        },
        revision=row.revision,
        closure=row.closure,
        closure_hash=row.closure_hash,
    )


def named(
    held: Mapping[str, ItemLanguage], order: LanguageOrder
) -> dict[str, ItemLanguage]:
    """The rows of the languages an order names, in one order."""
    missing = [
        FieldProblem(
            f"/languages/{place}",
            Text(
                vi=f"Mục tin có: {', '.join(held)}.", en=f"There is: {', '.join(held)}."
            ),
            "language-missing",
        )
        for place, lang in enumerate(order.languages)
        if lang not in held
    ]
    if missing:
        raise LanguageMissingError(
            Text(
                vi="Thêm nội dung bằng ngôn ngữ đó trước, hoặc bỏ khỏi yêu cầu.",
                en="Add texts in that language first, or leave it out.",
            ),
            errors=missing,
        )
    return {lang: held[lang] for lang in sorted(set(order.languages))}


def is_current(order: LanguageOrder, row: ItemLanguage) -> bool:
    return order.if_hash.get(row.lang) == row.closure_hash


def demand_hash(order: LanguageOrder, row: ItemLanguage) -> None:
    if row.lang not in order.if_hash:
        raise IfHashRequiredError(
            Text(
                vi=f"Gửi if_hash cho ngôn ngữ {row.lang}: closure_hash bạn đã đọc.",
                en=f"Send if_hash for {row.lang}: the closure_hash you read.",
            )
        )
    if not is_current(order, row):
        raise changed({row.lang: row.closure_hash})


def changed(current: Mapping[str, str]) -> LanguageChangedError:
    lang, digest = next(iter(current.items()))
    return LanguageChangedError(
        Text(
            vi=f"Hãy đọc lại ngôn ngữ {lang}; closure_hash hiện tại là {digest}.",
            en=f"Read {lang} again; its closure_hash is now {digest}.",
        ),
        errors=[FieldProblem(f"/if_hash/{lang}", digest, "current-hash")],
        headers={"ETag": f'"{digest}"'},
    )
