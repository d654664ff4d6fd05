from __future__ import annotations

from thidua.core.errors import DomainError
from thidua.lib.vanban.templates import TemplateReport


class FileRefused(DomainError):
    """The upload is empty, too large or broken off; nothing is stored."""

    status = 400


class PageNotAvailable(DomainError):
    """A page of the file cannot be drawn."""

    def __init__(self) -> None:
        super().__init__("Không vẽ được trang này của tệp.", remedy="Tải tệp về và mở bằng chương trình trên máy.")


class PaperNotReady(DomainError):
    """A paper lacks what the step asks for. `missing` says what, each with where to fill it in."""

    def __init__(self, message: str, *, missing: tuple[str, ...], remedy: str = "") -> None:
        super().__init__(f"{message} {' '.join(missing)}", remedy=remedy or "Bổ sung các mục trên rồi làm lại.")
        self.missing = missing


class PackageRefused(DomainError):
    """A document package cannot be made or taken in."""

    status = 400


class SignatureRefused(DomainError):
    """A key, a picture or a signed file cannot be taken; nothing is signed."""

    status = 400


class NumberingNotSet(DomainError):
    """The body has no scheme in force, so nobody knows which series a document belongs to."""

    def __init__(self, body: str, *, year: int) -> None:
        super().__init__(
            f"{body} chưa đặt cách đánh số văn bản cho năm {year}, nên chưa cấp được số.",
            remedy="Văn thư hoặc lãnh đạo cơ quan vào Sổ văn bản, chọn “Cách đánh số”, rồi làm lại.",
        )


class NumbersInRecovery(DomainError):
    """The database may stand behind the paper: no number until a person confirms the highest ones."""

    def __init__(self, body: str) -> None:
        super().__init__(
            "Chưa cấp được số: cơ sở dữ liệu vừa được phục hồi hoặc chuyển máy, "
            f"có thể thiếu những số {body} đã cấp trên giấy.",
            remedy="Văn thư vào Sổ văn bản, chọn “Xác nhận số cao nhất”, đối chiếu với văn bản và sổ đã in.",
        )


class MarksUnreadable(DomainError):
    """A file of the highest numbers cannot be read, so nobody knows whether the database lacks any."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Chưa cấp được số: không đọc được tệp {name} ghi số cao nhất đã cấp.",
            remedy="Báo quản trị hệ thống xem thư mục numbers trong thư mục dữ liệu: mở lại quyền đọc; nếu tệp hỏng "
            "thì chuyển tệp đi nơi khác, rồi văn thư xác nhận số cao nhất theo sổ giấy.",
        )


class ClockBehind(DomainError):
    """The clock stands before the last issue by more than the tolerance."""

    def __init__(self, *, now: str, last: str) -> None:
        super().__init__(
            f"Chưa cấp được số: đồng hồ máy chủ chỉ {now}, trước lần cấp số gần nhất ({last}). "
            "Số cấp sau không thể mang ngày giờ trước.",
            remedy="Báo quản trị hệ thống chỉnh lại đồng hồ máy chủ, rồi cấp số lại.",
        )


class SymbolTaken(DomainError):
    """Another series of the body has already given this number with this symbol in the year."""

    def __init__(self, text: str, *, register: str) -> None:
        super().__init__(
            f"Số, ký hiệu {text} đã cấp ở {register}. Số và ký hiệu của văn bản là duy nhất trong một năm.",
            remedy="Ghi thêm chữ viết tắt tên đơn vị soạn thảo vào ký hiệu, rồi ban hành lại.",
        )


class RequestKeyUsed(DomainError):
    """The same request came before, for another document."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"Yêu cầu này đã được cấp số {text} cho một văn bản khác.", remedy="Tải lại trang rồi ban hành lại."
        )


class SchemeFixed(DomainError):
    """Numbers of the year have been given; how they run changes on 1 January only."""

    def __init__(self, *, year: int) -> None:
        super().__init__(
            f"Năm {year} đã cấp số văn bản, nên không đổi cách đánh số giữa năm: số và ký hiệu lấy theo thứ tự, liên "
            f"tiếp từ 01 ngày 01/01 đến hết ngày 31/12 (Nghị định 30/2020/NĐ-CP, Điều 15 khoản 1).",
            remedy=f"Đặt cách đánh số mới áp dụng từ ngày 01/01/{year + 1}.",
        )


class YearNotOver(DomainError):
    """The year still runs; its registers stay open."""

    def __init__(self, *, year: int) -> None:
        super().__init__(f"Năm {year} chưa hết, chưa khóa sổ được.", remedy=f"Khóa sổ từ ngày 01/01/{year + 1}.")


class TemplateNotUsable(DomainError):
    """An uploaded template is refused; `report` names each problem. Nothing is stored."""

    status = 400

    def __init__(self, name: str, *, report: TemplateReport) -> None:
        super().__init__(
            f"Tệp “{name}” chưa dùng làm mẫu được: {len(report.problems)} chỗ phải sửa. Tệp chưa được lưu.",
            remedy="Sửa các chỗ nêu dưới đây trong Word rồi tải lên lại.",
        )
        self.report = report
