"""Rows of the registers, as agencies keep them."""

import pytest

ROWS = {
    "directives": {"number": "147/KH-UBND", "abstract": "Kế hoạch năm 2024"},
    "trainings": {"title": "Kỹ năng thông tin đối ngoại", "participants": 120},
    "budgets": {"title": "Dịch thuật", "planned": 1_500_000_000, "spent": 0},
    "publications": {"title": "Tem Phố Hiến", "kind": "stamp", "copies": 5000},
    "press_delegations": {
        "organisation": "NHK",
        "country": "JP",
        "people": 5,
        "purpose": "Làm phim về nhãn lồng",
    },
    "press_items": {
        "title": "Tin sai lệch về khu công nghiệp",
        "outlet": "Một trang mạng",
        "seen_at": "2026-11-20T08:00:00+07:00",
        "tone": "distorted",
    },
}


@pytest.fixture
def rows():
    return ROWS


@pytest.fixture
async def coordinator(make_person):
    return await make_person("coordinator")


@pytest.fixture
def add():
    """A row of a register, added by a person."""

    async def made(register, by, **given):
        body = {"on_date": "2026-11-20", "data": ROWS[register], **given}
        return await by.client.post(
            f"/staff/v1/registers/{register}/entries", json=body
        )

    return made
