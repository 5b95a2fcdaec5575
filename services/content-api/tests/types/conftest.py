import pytest


@pytest.fixture
def figure():
    def build(value, unit="ha", **more):
        source = {"text": "Ban Quản lý các khu công nghiệp"}
        return {
            "value": value,
            "unit": unit,
            "as_of": "2022-2023",
            "source": source,
            **more,
        }

    return build


@pytest.fixture
def thang_long_ii(figure):
    """The real figures of the park, as its phases were reported."""

    def build(areas=("219.6", "125.6", "180.5"), **more):
        phases = [
            {"number": number, "area": figure(area)}
            for number, area in enumerate(areas, start=1)
        ]
        return {
            "status": "operating",
            "area": figure("525.7"),
            "leasable_area": figure("401.42"),
            "occupancy": figure("70", "percent"),
            "phases": phases,
            **more,
        }

    return build


@pytest.fixture
def title():
    return {"vi": {"title": "KCN Thăng Long II"}}
