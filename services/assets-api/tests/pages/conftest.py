"""A brochure of six pages; the fifth says nothing."""

import pytest


@pytest.fixture
async def brochure(officer, upload, asset_of, make_brochure):
    data = make_brochure(
        "Industrial parks",
        "Land and water",
        "Power",
        "Labour",
        "",
        "Contact",
        marks={"Land and water": 2, "- Power": 3, "Contact": 6, "Nowhere": 0},
        lang="en-GB",
    )
    status = await upload(officer, data, "Industrial parks.pdf")
    return await asset_of(officer, status)
