"""What the titles of columns are called."""

from __future__ import annotations

import re
from enum import StrEnum

from thidua.lib.vanban.understanding.words import plain


class Role(StrEnum):
    NO = "no"
    CONTENT = "content"
    LEAD = "lead"
    COORDINATING = "coordinating"
    TIME = "time"
    UNTIL = "until"
    """Where a task ends, when its time stands in two columns: TIME then holds where it begins."""
    PRODUCT = "product"
    BUDGET = "budget"
    NOTE = "note"
    CODE = "code"
    MARK = "mark"
    """One period a column, a cross in it: the titles are quarters or months."""
    OTHER = "other"


# Without diacritics, so that a slip of the recogniser does no harm; each word says how strongly it speaks for a role.
_TITLES: tuple[tuple[Role, int, re.Pattern[str]], ...] = tuple(
    (role, strength, re.compile(pattern))
    for role, strength, pattern in (
        (Role.NO, 9, r"^(?:s?tt|so tt|so thu tu|thu tu|stt\W.*|#|no|so)$"),
        (Role.CODE, 8, r"^ma(?: so| nhiem vu| hieu| nv| cong viec| viec)+|^ma$"),
        (Role.NOTE, 8, r"ghi chu|^luu y$"),
        (Role.OTHER, 9, (r"so luong|don gia|thanh tien|diem|so tien|so nguoi|^dvt$|don vi tinh|^dv tinh|^sl$"
                        r"|ty le|thang diem|muc thuong|ket qua tu|tu cham|dien thoai|chuc vu|ho va ten|^ho ten"
                        r"|nam sinh|dia chi|ngay sinh|dia diem|thanh phan|doi tuong|lanh dao chi dao"
                        r"|lanh dao phu trach|nguoi chi dao|can cu|cap trinh|cap ban hanh|tinh trang|ke hoach von"
                        r"|danh hieu|^luy ke|thuc hien nam|nam truoc|ket qua nam|hinh thuc khen|nguoi ky|hinh thuc")),
        (Role.BUDGET, 7, r"kinh phi|du toan|nguon von|^von\b|ngan sach"),
        (Role.COORDINATING, 8, (r"phoi hop|phoi, hop|cung thuc hien|don vi tham gia|co quan tham gia"
                               r"|don vi lien quan|^tham gia|ho tro")),
        (Role.TIME, 7, (r"thoi gian|thoi han|tien do|thoi diem|ngay thang|lich|^han\b|han hoan thanh"
                       r"|hoan thanh (?:truoc|trong)|^hoan thanh$|ky han|^thang$|^quy$|^ngay$|^tuan$|^gio$"
                       r"|^bat dau|^ket thuc|thang thuc hien"
                       r"|quy thuc hien|han chot|han gui|thang/nam|^thang, nam|^moc|^ngay ")),
        (Role.PRODUCT, 6, r"san pham|ket qua|dau ra|hinh thuc van ban|chi so danh gia|minh chung"),
        (Role.LEAD, 8, r"chu tri|dau moi"),
        (Role.LEAD, 6, (r"(?:don vi|co quan|bo phan|nguoi|can bo|to chuc|ca nhan|phong|ban|khoa|to|dv"
                       r"|cq)[\w ,/&.-]*(?:thuc hien|tham muu|phu trach|trach nhiem|duoc giao|duoc phan cong"
                       r"|dam nhiem|trien khai|tham mu)|phan cong|chiu trach nhiem|trach nhiem|tham muu|phu trach"
                       r"|nguoi lam|giao cho|^thuc hien$|^chu the")),
        (Role.CONTENT, 6, (r"noi dung|nhiem vu|cong viec|hoat dong|viec lam|dau viec|hang muc|giai phap"
                          r"|viec can|cong tac|tieu de|ten viec|phan viec|chuong trinh|su kien|cac buoc|^buoc"
                          r"|chi tieu|muc tieu|van de|yeu cau|cac viec|^viec")),
        (Role.LEAD, 3, r"^(?:cac )?(?:don vi|co quan|bo phan|phong ban|khoi|nguoi|can bo)(?:$|[ ,/].*)"),
        (Role.CONTENT, 2, r"^ten\b|dien giai|mo ta"),
    )
)  # fmt: skip


def title_role(title: str) -> tuple[Role, int]:
    """Return the role a column title speaks for and how strongly; OTHER with 0 where it is silent."""
    small = plain(title).strip(" .:*()")
    small = re.sub(r"\s+", " ", re.sub(r"\([^)]*\)", "", small)).strip() or small
    if not small or len(small) > 90:
        return Role.OTHER, 0
    best: tuple[Role, int] = (Role.OTHER, 0)
    for role, strength, pattern in _TITLES:
        if strength > best[1] and pattern.search(small):
            best = (role, strength)
    return best
