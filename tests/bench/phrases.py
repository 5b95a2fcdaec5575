"""Words that the items of the benchmark are made of, in three languages."""

COMMUNES = {
    "vi": ("Phố Nối", "Như Quỳnh", "Khoái Châu", "Văn Giang", "Tiên Lữ", "Đông Hưng"),
    "en": ("Pho Noi", "Nhu Quynh", "Khoai Chau", "Van Giang", "Tien Lu", "Dong Hung"),
    "zh-Hans": ("浦内", "如琼", "快州", "文江", "仙侣", "东兴"),
}
NOUNS = {
    "vi": ("Khu công nghiệp", "Nhãn lồng", "Tương Bần", "Lễ hội", "Hội nghị xúc tiến"),
    "en": ("Industrial park", "Longan", "Ban soy sauce", "Festival", "Conference"),
    "zh-Hans": ("工业园", "龙眼", "斌酱", "庙会", "促进会议"),
}
SENTENCES = {
    "vi": (
        "Nơi đây nằm bên quốc lộ 5, cách cảng Hải Phòng chưa đầy một giờ đường.",
        "Hạ tầng kỹ thuật gồm điện, nước sạch và trạm xử lý nước thải tập trung.",
        "Sản vật của vùng đất bãi ven sông Hồng nổi tiếng từ thời Phố Hiến.",
        "Tỉnh mời gọi nhà đầu tư nước ngoài với thủ tục gọn và một đầu mối.",
        "Lao động địa phương trẻ, được đào tạo nghề tại các trường trong tỉnh.",
        "Di tích được xếp hạng và mở cửa đón khách quanh năm, không thu phí.",
    ),
    "en": (
        "It lies on National Road 5, less than an hour from the port of Hai Phong.",
        "Power, clean water and a central wastewater plant are ready at the fence.",
        "The produce of the Red River flats has been known since the days of Pho Hien.",
        "The province welcomes foreign investors with short procedures and one desk.",
        "The local workforce is young and trained at schools within the province.",
        "The listed monument is open all year and there is no entrance fee.",
    ),
    "zh-Hans": (
        "园区位于五号国道旁, 距海防港不到一小时车程.",
        "电力, 清洁用水和集中污水处理站均已就绪.",
        "红河沿岸的物产自宪铺时代起就闻名遐迩.",
        "本省以简便的手续和一站式服务欢迎外国投资者.",
        "当地劳动力年轻, 并在省内学校接受职业培训.",
        "该古迹全年免费向游客开放.",
    ),
}
