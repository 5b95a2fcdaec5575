"""The 17 industrial parks: names in five languages, where a source places them."""

from dataclasses import dataclass

from dataset_builder.facts import Fact, fact, find, texts

LANGUAGES = ("vi", "en", "zh-Hans", "ja", "fr")


@dataclass(frozen=True)
class Park:
    id: str
    subject: str  # as facts.csv writes it
    vi: str
    en: str
    investor_en: str = ""
    units: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    def title(self, lang: str) -> str:
        words = texts("park_names")
        names = {"vi": self.vi, "en": self.en, **words["names"][self.id]}
        return str(words["titles"][lang]).format(**names)

    def short(self, lang: str) -> str:
        """The name on an axis: no "industrial park" around it."""
        if lang == "vi":
            return self.vi[0].upper() + self.vi[1:]
        return self.en.replace(" Industrial Park", "").replace("Industrial Park ", "")

    @property
    def area(self) -> Fact:
        return fact(self.subject, "area_ha")

    @property
    def leasable(self) -> Fact | None:
        return find(self.subject, "leasable_industrial_area_ha")

    @property
    def occupancy(self) -> Fact | None:
        return find(self.subject, "occupancy_percent")

    @property
    def investor(self) -> Fact | None:
        return find(self.subject, "infrastructure_investor")

    @property
    def status(self) -> str:
        return fact(self.subject, "status").value


HOA_PHAT = (
    "Hoa Phat Hung Yen Industrial Park Infrastructure Development Company Limited"
)
NO_1 = "Industrial Park No. 1 Development Joint Stock Company"

PARKS = (
    Park(
        id="park-pho-noi-a",
        subject="KCN Phố Nối A",
        vi="Phố Nối A",
        en="Pho Noi A Industrial Park",
        investor_en=HOA_PHAT,
        units=("11992", "12004", "12103"),
    ),
    Park(
        id="park-det-may-pho-noi",
        subject="KCN Dệt may Phố Nối",
        vi="Dệt may Phố Nối",
        en="Pho Noi Textile and Garment Industrial Park",
        investor_en="Pho Noi Textile and Garment Infrastructure Development"
        " Joint Stock Company",
    ),
    Park(
        id="park-thang-long-ii",
        subject="KCN Thăng Long II",
        vi="Thăng Long II",
        en="Thang Long II Industrial Park",
        investor_en="Thang Long Industrial Park II Company Limited",
        aliases=("Thang Long Industrial Park II",),
    ),
    Park(
        id="park-minh-duc",
        subject="KCN Minh Đức",
        vi="Minh Đức",
        en="Minh Duc Industrial Park",
        investor_en="VNT Infrastructure Development Investment Joint Stock Company",
    ),
    Park(
        id="park-minh-quang",
        subject="KCN Minh Quang",
        vi="Minh Quang",
        en="Minh Quang Industrial Park",
        investor_en="VID Hung Yen Joint Stock Company",
    ),
    Park(
        id="park-yen-my",
        subject="KCN Yên Mỹ",
        vi="Yên Mỹ",
        en="Yen My Industrial Park",
        investor_en="Viglacera Yen My Industrial Park Development Joint Stock Company",
    ),
    Park(
        id="park-yen-my-ii",
        subject="KCN Yên Mỹ II",
        vi="Yên Mỹ II",
        en="Yen My II Industrial Park",
        investor_en=HOA_PHAT,
    ),
    Park(
        id="park-sach",
        subject="KCN Sạch (Clean IP)",
        vi="Sạch",
        en="Clean Industrial Park",
        investor_en="VTK Hung Yen Industrial Park Investment and Development"
        " Company Limited",
        units=("12166",),
        aliases=("Clean IP",),
    ),
    Park(
        id="park-so-5",
        subject="KCN Số 5",
        vi="số 5",
        en="Industrial Park No. 5",
        investor_en="Yen My Industrial Park Investment Joint Stock Company",
    ),
    Park(
        id="park-so-3",
        subject="KCN Số 3",
        vi="số 3",
        en="Industrial Park No. 3",
        investor_en="Ecoland Industrial Park Management Joint Stock Company",
        units=("12166",),
    ),
    Park(
        id="park-kim-dong",
        subject="KCN Kim Động",
        vi="Kim Động",
        en="Kim Dong Industrial Park",
        investor_en="DDK Construction Investment Group Joint Stock Company",
    ),
    Park(
        id="park-so-1",
        subject="KCN Số 1",
        vi="số 1",
        en="Industrial Park No. 1",
        units=("12166",),
    ),
    Park(
        id="park-so-6",
        subject="KCN Số 6",
        vi="số 6",
        en="Industrial Park No. 6",
    ),
    Park(
        id="park-tho-hoang",
        subject="KCN Thổ Hoàng",
        vi="Thổ Hoàng",
        en="Tho Hoang Industrial Park",
    ),
    Park(
        id="park-tan-a-dai-thanh",
        subject="KCN Tân Á Đại Thành",
        vi="Tân Á Đại Thành",
        en="Tan A Dai Thanh Industrial Park",
    ),
    Park(
        id="park-tan-dan",
        subject="KCN Tân Dân",
        vi="Tân Dân",
        en="Tan Dan Industrial Park",
        investor_en=NO_1,
    ),
    Park(
        id="park-ly-thuong-kiet",
        subject="KCN Lý Thường Kiệt",
        vi="Lý Thường Kiệt",
        en="Ly Thuong Kiet Industrial Park",
        investor_en=NO_1,
        units=("12073", "12238"),
    ),
)
