"""What is known of one signature in a PDF, and how it is told to a person."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from thidua.lib.vanban.signing.appearance import VIETNAM
from thidua.lib.vanban.signing.blanks import Blank


class Purpose(StrEnum):
    """What a signature is for."""

    PERSON = "person"
    BODY = "body"
    TIME_STAMP = "time-stamp"
    UNKNOWN = "unknown"


class Coverage(StrEnum):
    """What of the file a signature vouches for, and what came after it."""

    WHOLE = "whole"
    SIGNED_ON = "signed-on"  # further signatures or their proofs came after it, nothing else
    CHANGED = "changed"
    PART = "part"


class Trust(StrEnum):
    """Whether the certificate leads to an authority the office trusts."""

    TRUSTED = "trusted"
    UNKNOWN_ROOT = "unknown-root"
    NO_ROOTS = "no-roots"  # the office has named none
    NOT_FOR_SIGNING = "not-for-signing"
    CHAIN_PROBLEM = "chain-problem"


class Revocation(StrEnum):
    GOOD = "good"
    REVOKED = "revoked"
    REVOKED_LATER = "revoked-later"
    NOT_CHECKED = "not-checked"


class Verdict(StrEnum):
    VALID = "valid"
    DOUBTFUL = "doubtful"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """One signature as it was found. `problem` is set when it could not even be read; then little else is."""

    field: str
    purpose: Purpose = Purpose.UNKNOWN
    signer: str = ""
    organization: str = ""
    issuer: str = ""
    serial: str = ""
    fingerprint: str = ""
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    signed_at: datetime | None = None
    is_time_stamped: bool = False
    has_bad_stamp: bool = False
    is_ahead: bool = False
    """It claims a moment that has not come yet."""
    reason: str = ""
    is_intact: bool = False
    coverage: Coverage = Coverage.PART
    changes: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()
    """Form fields filled after it."""
    unguarded: tuple[str, ...] = ()
    """Of these, those that no later signature vouches for."""
    trust: Trust = Trust.UNKNOWN_ROOT
    revocation: Revocation = Revocation.NOT_CHECKED
    revoked_at: datetime | None = None
    weaknesses: tuple[str, ...] = ()
    problem: str = ""

    @property
    def was_certificate_valid(self) -> bool:
        if self.signed_at is None or self.valid_from is None or self.valid_to is None:
            return False
        return self.valid_from <= self.signed_at <= self.valid_to

    @property
    def verdict(self) -> Verdict:
        is_broken = self.problem or not self.is_intact or self.coverage in {Coverage.CHANGED, Coverage.PART}
        if is_broken or self.revocation is Revocation.REVOKED or self.trust is Trust.NOT_FOR_SIGNING:
            return Verdict.INVALID
        if self.signed_at is not None and not self.was_certificate_valid:
            return Verdict.INVALID
        is_sure = (
            self.trust is Trust.TRUSTED
            and self.signed_at is not None
            and self.revocation is not Revocation.REVOKED_LATER
            and not self.weaknesses
            and not self.unguarded
            and not self.is_ahead
            and not self.has_bad_stamp
        )
        return Verdict.VALID if is_sure else Verdict.DOUBTFUL

    @property
    def title(self) -> str:
        """Say who signed, and as what."""
        who = self.signer or f"trường chữ ký “{self.field}”"
        return {
            Purpose.PERSON: f"Chữ ký số cá nhân của {who}",
            Purpose.BODY: f"Chữ ký số cơ quan, tổ chức: {who}",
            Purpose.TIME_STAMP: f"Dấu thời gian do {who} cấp",
            Purpose.UNKNOWN: f"Chữ ký số của {who}",
        }[self.purpose]

    @property
    def conclusion(self) -> str:
        return {
            Verdict.VALID: "Chữ ký hợp lệ.",
            Verdict.DOUBTFUL: "Chữ ký nguyên vẹn nhưng chưa đủ căn cứ để kết luận hợp lệ.",
            Verdict.INVALID: "Chữ ký không hợp lệ.",
        }[self.verdict]

    @property
    def lines(self) -> tuple[str, ...]:
        """Say what was found, one thing a sentence."""
        if self.problem:
            return (self.problem,)
        said = [self._integrity(), *self._reach(), self._time(), self._certificate(), self._trust(), self._revocation()]
        said += [f"Thuật toán yếu: {one}; không nên tin cậy chữ ký này." for one in self.weaknesses]
        return tuple(said)

    def _integrity(self) -> str:
        if self.is_intact:
            return "Nội dung được ký còn nguyên vẹn, không bị sửa."
        return "Nội dung được ký đã bị sửa hoặc chữ ký bị làm giả."

    def _reach(self) -> list[str]:
        return [
            {
                Coverage.WHOLE: "Chữ ký bao trùm toàn bộ tệp; sau khi ký tệp không thay đổi.",
                Coverage.SIGNED_ON: "Sau khi ký chỉ có thêm chữ ký khác, dữ liệu xác thực"
                + (" và các ô để trống được điền." if self.filled else "; nội dung không đổi."),
                Coverage.CHANGED: "Sau khi ký, tệp đã bị thay đổi ngoài phạm vi được phép.",
                Coverage.PART: "Chữ ký không bao trùm toàn bộ tài liệu; phần còn lại không được bảo đảm.",
            }[self.coverage],
            *self.changes,
            *self._filling(),
        ]

    def _filling(self) -> list[str]:
        if not self.filled:
            return []
        said = [f"Các ô được điền sau khi ký: {', '.join(_field_name(one) for one in self.filled)}."]
        if self.unguarded:
            said.append("Những ô đó chưa được chữ ký nào sau này bảo đảm.")
        return said

    def _time(self) -> str:
        if self.signed_at is None:
            return "Chữ ký không ghi thời điểm ký."
        moment = _moment(self.signed_at)
        if self.is_time_stamped:
            return f"Thời điểm ký {moment}, có dấu thời gian xác nhận."
        said = f"Thời điểm ký {moment} theo máy của người ký khai, không có dấu thời gian xác nhận."
        if self.has_bad_stamp:
            said = f"Thời điểm ký {moment} theo máy của người ký khai; dấu thời gian kèm theo không kiểm chứng được."
        return f"{said} Thời điểm này ở tương lai." if self.is_ahead else said

    def _certificate(self) -> str:
        if self.valid_from is None or self.valid_to is None:
            return "Không đọc được thời hạn của chứng thư."
        span = f"từ {_day(self.valid_from)} đến {_day(self.valid_to)}"
        issued = f"Chứng thư do {self.issuer} cấp, hiệu lực {span}"
        if self.signed_at is None:
            return f"{issued}."
        if self.was_certificate_valid:
            return f"{issued}; còn hiệu lực khi ký."
        return f"{issued}; {'đã hết hạn' if self.signed_at > self.valid_to else 'chưa có hiệu lực'} khi ký."

    def _trust(self) -> str:
        return {
            Trust.TRUSTED: "Chứng thư thuộc tổ chức chứng thực mà hệ thống tin cậy.",
            Trust.UNKNOWN_ROOT: "Không rõ tổ chức chứng thực: chứng thư gốc không có trong danh sách tin cậy "
            "của hệ thống.",
            Trust.NO_ROOTS: "Hệ thống chưa được cài danh sách chứng thư gốc tin cậy nên chưa xác định được "
            "chứng thư này có đáng tin hay không.",
            Trust.NOT_FOR_SIGNING: "Chứng thư này không được cấp để ký văn bản.",
            Trust.CHAIN_PROBLEM: "Chuỗi chứng thư không hợp lệ tại thời điểm ký.",
        }[self.trust]

    def _revocation(self) -> str:
        moment = _moment(self.revoked_at) if self.revoked_at else ""
        return {
            Revocation.GOOD: "Chứng thư không bị thu hồi tính đến lúc ký.",
            Revocation.REVOKED: f"Chứng thư đã bị thu hồi lúc {moment}, trước khi ký.",
            Revocation.REVOKED_LATER: f"Chứng thư bị thu hồi lúc {moment}, sau thời điểm ký do người ký khai; "
            "không có dấu thời gian nên không chắc ký trước khi thu hồi.",
            Revocation.NOT_CHECKED: "Chưa kiểm tra được chứng thư có bị thu hồi hay không "
            "(không có danh sách thu hồi phù hợp).",
        }[self.revocation]

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return {name: _plain(value) for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> SignatureReport:
        """Return the report that `to_json` wrote; raises ValueError, TypeError or KeyError for anything else."""
        values = {field.name: given[field.name] for field in fields(cls)}
        for name in ("valid_from", "valid_to", "signed_at", "revoked_at"):
            values[name] = datetime.fromisoformat(values[name]) if values[name] else None
        for name in ("changes", "weaknesses", "filled", "unguarded"):
            values[name] = tuple(str(one) for one in values[name])
        for name, kind in (("purpose", Purpose), ("coverage", Coverage), ("trust", Trust), ("revocation", Revocation)):
            values[name] = kind(values[name])
        return cls(**values)


def _field_name(field: str) -> str:
    names = {Blank.NUMBER: "số", Blank.DAY: "ngày", Blank.MONTH: "tháng", Blank.YEAR: "năm"}
    return names[Blank(field)] if field in set(Blank) else f"“{field}”"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _moment(at: datetime) -> str:
    return at.astimezone(VIETNAM).strftime("%H:%M:%S ngày %d/%m/%Y")


def _day(at: datetime) -> str:
    return at.astimezone(VIETNAM).strftime("%d/%m/%Y")
