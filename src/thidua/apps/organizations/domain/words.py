"""The words by which papers name units: one place for every table that `names` matches with.

Kinds are the values of `enums.UnitKind`. Phrases are written as people write them; they are folded when loaded.
"""

from __future__ import annotations

DIVISION, SUBORDINATE, DISTRICT = "division", "subordinate", "district"
ORGANIZATION, COUNCIL, BLOC = "organization", "council", "bloc"
ALL_UNITS = frozenset({DIVISION, SUBORDINATE, DISTRICT})

IRREGULAR = {"tp": "thành phố", "tx": "thị xã", "ttr": "thanh tra", "t/p": "thành phố", "nxb": "nhà xuất bản"}
"""Short forms that are not initials in capitals (those need no table: "LĐLĐ", "UBND", "P." match by their letters)."""

CONNECTIVES = frozenset({"va", "cung", "voi"})

REMARKS = ("t/h", "để t/h", "thực hiện", "để thực hiện", "phối hợp", "p/h", "chủ trì", "b/c", "báo cáo", "để báo cáo")
"""What stands in brackets behind a name and says nothing of the unit."""

LEADS = (
    "đề nghị",
    "yêu cầu",
    "giao cho",
    "giao",
    "phân công",
    "đơn vị chủ trì",
    "đơn vị phối hợp",
    "chủ trì",
    "phối hợp",
)
"""What stands before a name and says nothing of the unit."""

PLURALS = ("toàn thể các", "toàn thể", "toàn bộ các", "toàn bộ", "tất cả các", "tất cả", "các", "những", "mọi")

BODY_TYPES = (
    "liên đoàn lao động",
    "ủy ban nhân dân",
    "hội đồng nhân dân",
    "tổng công ty",
    "công ty",
    "tổng cục",
    "chi cục",
    "cục",
    "công đoàn",
    "sở",
    "bộ",
    "ban",
    "hội",
    "trường",
    "bệnh viện",
    "trung tâm",
    "học viện",
    "viện",
    "tỉnh ủy",
    "huyện ủy",
    "thành ủy",
)
"""What a body calls itself in its own papers: "Sở", "Bộ", "LĐLĐ tỉnh"."""

PLACES = ("thành phố", "thị xã", "thị trấn", "tỉnh", "huyện", "quận", "xã", "phường", "việt nam")
"""The words with which the place in a body's name begins."""

OWN_BODY = ("cơ quan", "ngành", "cơ quan sở", "cơ quan bộ")
"""Other tails that mean the body itself: "Văn phòng cơ quan", "Công đoàn ngành"."""

VAGUE = ("có liên quan", "liên quan", "được giao", "được phân công")
"""Qualifiers that leave open which units are meant: never more than a suggestion."""

AREAS = (
    "trên địa bàn tỉnh",
    "trên địa bàn",
    "trong toàn tỉnh",
    "trong tỉnh",
    "toàn tỉnh",
    "trong toàn ngành",
    "trong ngành",
    "toàn ngành",
)

UNIT_NOUN = "đơn vị"
"""Alone: every unit. Beside other nouns ("các phòng, đơn vị thuộc Sở"): the subordinate ones."""

GROUP_NOUNS: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        (
            "phòng",
            "phòng ban",
            "phòng chuyên môn",
            "phòng chuyên môn nghiệp vụ",
            "phòng nghiệp vụ",
            "phòng chức năng",
            "phòng ban chuyên môn",
            "phòng ban chức năng",
            "ban",
            "ban chuyên đề",
            "ban chuyên môn",
            "bộ phận",
            "bộ phận chuyên môn",
            "vụ",
            "khoa",
            "đơn vị quản lý nhà nước",
        ),
        frozenset({DIVISION}),
    ),
    **dict.fromkeys(
        (
            "đơn vị trực thuộc",
            "cơ quan trực thuộc",
            "cơ sở trực thuộc",
            "đơn vị sự nghiệp",
            "đơn vị sự nghiệp công lập",
            "đơn vị sự nghiệp trực thuộc",
            "đơn vị cơ sở",
            "trung tâm",
            "trung tâm trực thuộc",
            "trường",
            "trường trực thuộc",
            "chi cục",
            "công đoàn ngành",
            "công đoàn cấp trên trực tiếp cơ sở",
        ),
        frozenset({SUBORDINATE}),
    ),
    **dict.fromkeys(
        (
            "huyện",
            "thành phố",
            "thị xã",
            "quận",
            "xã",
            "phường",
            "thị trấn",
            "tỉnh",
            "địa phương",
            "huyện thành phố",
            "huyện thị xã thành phố",
            "huyện thị",
        ),
        frozenset({DISTRICT}),
    ),
    **dict.fromkeys(
        ("đoàn thể", "tổ chức đoàn thể", "tổ chức đảng đoàn thể", "tổ chức chính trị xã hội"), frozenset({ORGANIZATION})
    ),
    **dict.fromkeys(("khối thi đua", "cụm thi đua", "khối", "cụm", "cụm khối thi đua"), frozenset({BLOC})),
    **dict.fromkeys(("hội đồng", "ban chỉ đạo"), frozenset({COUNCIL})),
    **dict.fromkeys((UNIT_NOUN, "cơ quan", "cơ quan đơn vị", "cấp công đoàn", "đơn vị cá nhân"), ALL_UNITS),
}
"""What a plural names, once the plural word, the body and the area are taken off."""

DEFAULT_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Các phòng chuyên môn", (DIVISION,)),
    ("Các đơn vị trực thuộc", (SUBORDINATE,)),
    ("Các huyện, thành phố", (DISTRICT,)),
    ("Các phòng chuyên môn và đơn vị trực thuộc", (DIVISION, SUBORDINATE)),
    ("Toàn thể đơn vị", (DIVISION, SUBORDINATE, DISTRICT)),
)
"""The groups every body has from its first day."""

ROLE_WORDS = {
    "officer": ("thường trực", "cán bộ thường trực", "thường trực hội đồng", "thường trực thi đua"),
    "unit_clerk": ("đầu mối", "cán bộ đầu mối", "chuyên viên đầu mối"),
    "unit_head": ("thủ trưởng", "thủ trưởng đơn vị", "trưởng đơn vị"),
    "leader": ("lãnh đạo", "lãnh đạo cơ quan"),
    "records_clerk": ("văn thư", "cán bộ văn thư", "văn thư cơ quan"),
    "administrator": ("quản trị", "quản trị viên", "quản trị hệ thống"),
}
"""How lists call the roles of `core.actor.Role`."""
