"""Language-neutral fields of the items that are not parks."""

from collections.abc import Callable
from typing import Any

from dataset_builder.facts import addresses, fact, figure
from dataset_builder.units import unit

Fields = dict[str, Any]
PROVINCE = "Tỉnh Hưng Yên"
LONGAN = "Nhãn lồng Hưng Yên"
CAPITAL = "Vốn dự án theo báo chí / project capital as reported by the press"


def place(written: str, code: str | None = None, mapping: str = "exact") -> Fields:
    """An address as a source writes it, with the centre of its unit if one is known."""
    location: Fields = {"written": written}
    if code is not None:
        where = unit(code)
        location |= {
            "unit_code": code,
            "mapping": mapping,
            "point": {
                "lat": str(where.lat),
                "lon": str(where.lon),
                "approximate": True,
                "source": {
                    "text": f"Điểm trung tâm gần đúng của {where.name} /"
                    f" approximate centre of {where.name_en}"
                },
            },
        }
    return {"location": location}


def longan() -> Fields:
    mark, output = fact(LONGAN, "geographical_indication"), fact(LONGAN, "output")
    return {
        "kind": "fruit",
        "protections": [
            {
                "kind": "geographical_indication",
                "number": "00055",
                "granted_on": "2017-08-07",
                "decision": {"number": "00055", "url": addresses(mark)[0]},
                "holder": {"name": "Sở Khoa học và Công nghệ tỉnh Hưng Yên"},
                "area_written": "Thành phố Hưng Yên và các huyện Khoái Châu,"
                " Tiên Lữ, Kim Động (tên đơn vị cũ)",
            }
        ],
        "growing_area": figure(output, "ha", "4000", "about"),
        "output": figure(output, "tonne_per_year", "40000", "more_than"),
        "turnover": figure(output, "billion_VND", "1000", "less_than"),
    }


def honey() -> Fields:
    row = fact("Mật ong hoa nhãn Hưng Yên", "certification_mark")
    number, day = "34713/QĐ-SHTT", "2016-06-13"
    decision = {"number": number, "issued_on": day, "url": addresses(row)[0]}
    mark = {"kind": "certification_mark", "number": number, "decision": decision}
    return {"kind": "food", "protections": [mark | {"granted_on": day}]}


def banana() -> Fields:
    row = fact("Chuối tiêu hồng Khoái Châu - Hưng Yên", "trademark")
    return {"kind": "fruit", "growing_area": figure(row, "ha", "500", "about")}


def special_relic(**more: Any) -> Fields:
    return {"rank": "special_national", **more}


def enterprise(
    subject: str, name: str, name_en: str, usd: str | None, written: str
) -> Fields:
    row = fact(subject, "project")
    fields: Fields = {"legal_name": name, "english_name": name_en, **place(written)}
    if usd is not None:
        fields["capital"] = figure(row, "million_USD", usd) | {"note": CAPITAL}
    return fields


def cuba_visit() -> Fields:
    subject = "Cuban National Assembly President Esteban Lazo Hernández visits Hưng Yên"
    guest = {
        "name": "Esteban Lazo Hernández",
        "office": "Chủ tịch Quốc hội Cuba",
        "office_en": "President of the National Assembly of Cuba",
        "country": "CU",
    }
    return {
        "kind": "visit",
        "held": {"start": "2025-10-04"},
        "hosts": [
            {
                "name": "Nguyễn Khắc Thận",
                "office": "Chủ tịch Ủy ban nhân dân tỉnh",
                "office_en": "Chairman of the Provincial People's Committee",
                "organisation": "Ủy ban nhân dân tỉnh Hưng Yên",
            }
        ],
        "foreign_sides": [
            {"organisation": "Quốc hội Cuba", "country": "CU", "people": [guest]}
        ],
        "press_url": addresses(fact(subject, "date / host"))[0],
        **place(PROVINCE),
    }


def legal(form: str, number: str, **more: Any) -> Fields:
    issuer = "Ủy ban nhân dân tỉnh Hưng Yên"
    return {"form": form, "number": number, "issuer": issuer, **more}


def article(subject: str, attribute: str, **more: Any) -> Fields:
    url = addresses(fact(subject, attribute))[0]
    return {"genre": "feature", "source": {"url": url}, **more}


def brochure(pages: int) -> Fields:
    return {
        "kind": "brochure",
        "languages": ["vi", "en"],
        "year": 2026,
        "pages": pages,
        "size": "A4",
        "rights": "Dự án Phố Hiến",
    }


FESTIVAL = "Lễ hội Chử Đồng Tử - Tiên Dung"
GEL = "GEL O&J (Geleximco + Chery, Omoda & Jaecoo)"
TAILG = "TAILG Việt Nam (TLG Tech PTE LTD)"
FILMS = "Nitto Việt Nam; Molex Việt Nam"

FIELDS: dict[str, Callable[[], Fields]] = {
    "longan": longan,
    "longan-honey": honey,
    "banana": banana,
    "turmeric": lambda: {"kind": "herb"},
    "dong-tao-chicken": lambda: {
        "kind": "livestock",
        **place("Đông Tảo (tên cũ)", "12070"),
    },
    "kumquat": lambda: {"kind": "flower", **place("Văn Giang", "12019", "manual")},
    "ban-sauce": lambda: {"kind": "food", **place("Bần Yên Nhân", "12103")},
    "lychee": lambda: {"kind": "fruit"},
    "pho-hien": lambda: special_relic(
        kinds=["historical"],
        component_count=16,
        **place("Phố Hiến, tỉnh Hưng Yên", "11953", "manual"),
    ),
    "thai-lac-pagoda": lambda: special_relic(kinds=["religious"], **place(PROVINCE)),
    "an-xa-temple": lambda: special_relic(kinds=["religious"], **place(PROVINCE)),
    "keo-pagoda": lambda: special_relic(
        kinds=["religious"],
        built="1632",
        **place("Xã Duy Nhất, huyện Vũ Thư, tỉnh Thái Bình (tên cũ)", "13279"),
    ),
    "chuong-pagoda": lambda: {
        "kinds": ["religious"],
        "aliases": ["Kim Chung Tự"],
        **place("Thôn Nhân Dục, phường Hiến Nam (tên cũ)", "11953"),
    },
    "hien-pagoda": lambda: {
        "rank": "national",
        "kinds": ["religious"],
        **place("Phường Hồng Châu", "11980"),
    },
    "mau-temple": lambda: {"kinds": ["religious"], **place(PROVINCE)},
    "chu-dong-tu-festival": lambda: {
        "kind": "festival",
        "festival_kind": "traditional",
        "lunar": {"start": {"month": 2, "day": 10}, "days": 3},
        "recurrence": "yearly",
        **place("Đền Hóa Dạ Trạch và đền Đa Hòa"),
    },
    "longan-festival": lambda: {
        "kind": "festival",
        "festival_kind": "trade",
        "solar": {"start": "2017-08-07"},
        **place("Quảng trường thành phố Hưng Yên (tên cũ)"),
    },
    "cuba-visit": cuba_visit,
    "vinatech": lambda: enterprise(
        "Vinatech Vina", "Vinatech Vina", "Vinatech Vina", "96", "Khu công nghiệp Sạch"
    ),
    "gel-oj": lambda: enterprise(
        GEL, "GEL O&J", "GEL O&J", "319", "Khu công nghiệp Hưng Phú"
    ),
    "tailg": lambda: enterprise(
        TAILG,
        "TAILG Việt Nam",
        "TAILG Vietnam",
        "60",
        "Khu công nghiệp Yên Mỹ II mở rộng",
    ),
    "nitto": lambda: enterprise(
        FILMS, "Nitto Việt Nam", "Nitto Vietnam", None, PROVINCE
    ),
    "molex": lambda: enterprise(
        FILMS, "Molex Việt Nam", "Molex Vietnam", None, PROVINCE
    ),
    "plan-2020": lambda: legal(
        "plan",
        "Bản sao không ghi số",
        signer={
            "name": "Nguyễn Duy Hưng",
            "office": "Phó Chủ tịch Ủy ban nhân dân tỉnh",
            "office_en": "Vice Chairman of the Provincial People's Committee",
        },
    ),
    "plan-147": lambda: legal(
        "plan",
        "147/KH-UBND",
        issued_on="2023-10-05",
        url=addresses(fact("Plan 147/KH-UBND", "title"))[0],
    ),
    "decision-2352": lambda: legal(
        "decision",
        "2352/QĐ-UBND",
        issued_on="2025-12-29",
        signer={"name": "Phạm Văn Nghiêm"},
        url=addresses(fact("Quyết định 2352/QĐ-UBND", "title"))[0],
    ),
    "new-province": lambda: article(
        "Hưng Yên (new)", "merger", happened_on="2025-07-01"
    ),
    "investment-figures": lambda: article("Hưng Yên (old)", "investment_projects"),
    "thai-binh-zone": lambda: article("Khu kinh tế Thái Bình", "area_ha"),
    "parks-brochure": lambda: brochure(5),
    "heritage-brochure": lambda: brochure(3),
}
