"""Check the signatures of any PDF, in a child process bounded in time and memory: the file is a stranger's."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from thidua.lib.vanban.signing.errors import SigningReason, SigningRefused
from thidua.lib.vanban.signing.report import SignatureReport
from thidua.lib.vanban.signing.signing import MAX_BYTES

_CHILD = "thidua.lib.vanban.signing.child"
_START_SECONDS = 20.0
"""Time for the interpreter and libraries to load on a busy machine."""
SECONDS = 20.0
MEMORY_BYTES = 1024 * 2**20


@dataclass(frozen=True, slots=True)
class TrustStore:
    """What an office trusts: certificates of authorities, and lists of revoked certificates; all in DER."""

    roots: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()


def read_trust(folder: Path) -> TrustStore:
    """Return the certificates (.cer, .crt, .der, .pem) and lists (.crl) of a folder or of one file.

    Raises ValueError naming a file that is neither.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    roots: list[bytes] = []
    lists: list[bytes] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else [folder]:
        ending = path.suffix.lower()
        if ending not in {".cer", ".crt", ".der", ".pem", ".crl"}:
            continue
        content = path.read_bytes()
        is_pem = content.lstrip().startswith(b"-----BEGIN")
        try:
            if ending == ".crl":
                issued = x509.load_pem_x509_crl(content) if is_pem else x509.load_der_x509_crl(content)
                lists.append(issued.public_bytes(Encoding.DER))
            elif is_pem:
                roots += [one.public_bytes(Encoding.DER) for one in x509.load_pem_x509_certificates(content)]
            else:
                roots.append(x509.load_der_x509_certificate(content).public_bytes(Encoding.DER))
        except ValueError:
            raise ValueError(f"{path.name}: neither a certificate nor a list of revoked certificates") from None
    return TrustStore(tuple(roots), tuple(lists))


def validate(pdf: bytes, *, trust: TrustStore, at: datetime, seconds: float = SECONDS) -> tuple[SignatureReport, ...]:
    """Return a report of each signature in the order of signing; an empty tuple when the file has none.

    Any bytes may be given. Raises SigningRefused for what is no PDF, or cannot be checked within the bounds.
    """
    request = {
        "act": "inspect",
        "at": at.isoformat(),
        "roots": [base64.b64encode(one).decode() for one in trust.roots],
        "lists": [base64.b64encode(one).decode() for one in trust.lists],
    }
    try:
        return tuple(SignatureReport.from_json(one) for one in _asked(request, [pdf], seconds))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise _too_complex() from None


def check_signed_copy(before: bytes, after: bytes, *, seconds: float = SECONDS) -> None:
    """Raise SigningRefused unless `after` is `before` with signatures added and nothing else.

    The refusal says what differs.
    """
    if not after.startswith(before):
        raise _other_document(before, after)
    if len(after) == len(before):
        raise SigningRefused(
            SigningReason.NOT_SIGNED,
            "Tệp tải lên giống hệt bản gốc, chưa có chữ ký nào được thêm.",
            remedy="Ký tệp bằng công cụ của cơ quan rồi tải bản đã ký lên.",
        )
    differences = _asked({"act": "compare"}, [before, after], seconds)
    if differences:
        raise SigningRefused(
            SigningReason.OTHER_DOCUMENT,
            " ".join(["Ngoài chữ ký, tệp đã ký còn bị sửa.", *(str(one) for one in differences)]),
            remedy="Tải bản PDF từ hệ thống về, ký đúng bản đó mà không sửa gì, rồi tải lên lại.",
        )


def _asked(request: dict[str, Any], files: list[bytes], seconds: float) -> list[Any]:
    """Return what the child found. Raises SigningRefused."""
    if any(len(file) > MAX_BYTES for file in files):
        raise SigningRefused(SigningReason.TOO_LARGE, "Tệp lớn quá 100 MB.", remedy="Giảm dung lượng tệp rồi tải lại.")
    request |= {"sizes": [len(file) for file in files], "seconds": seconds, "memory_bytes": MEMORY_BYTES}
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    process = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", _CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        given = b"".join([json.dumps(request).encode(), b"\n", *files])
        output, _ = process.communicate(given, timeout=_START_SECONDS + seconds)
        answer = json.loads(output)
    except subprocess.TimeoutExpired:
        raise SigningRefused(
            SigningReason.OUT_OF_TIME,
            "Tệp mất quá nhiều thời gian để kiểm tra nên đã dừng.",
            remedy="Kiểm tra tệp bằng chương trình trên máy của bạn.",
        ) from None
    except ValueError:
        raise _too_complex() from None
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
    if "refused" in answer:
        reason, message, remedy = answer["refused"]
        raise SigningRefused(SigningReason(reason), str(message), remedy=str(remedy))
    if "found" not in answer:
        raise _too_complex()
    return list(answer["found"])


def _other_document(before: bytes, after: bytes) -> SigningRefused:
    """Say how a file that was saved anew differs from the one that was to be signed."""
    same = next((at for at in range(0, len(before), 4096) if before[at : at + 4096] != after[at : at + 4096]), 0)
    share = f"khác từ khoảng {same * 100 // max(1, len(before))} % đầu tệp" if same else "khác ngay từ đầu tệp"
    return SigningRefused(
        SigningReason.OTHER_DOCUMENT,
        f"Tệp tải lên không phải bản PDF của văn bản này được ký tiếp ({share}): tệp khác, hoặc công cụ ký đã lưu lại "
        "toàn bộ tệp thay vì ghi thêm chữ ký.",
        remedy="Tải bản PDF từ hệ thống về, ký đúng bản đó (chế độ ghi thêm, không in hay lưu lại), rồi tải lên.",
    )


def _too_complex() -> SigningRefused:
    return SigningRefused(
        SigningReason.NOT_A_PDF,
        "Tệp hỏng hoặc quá phức tạp nên không kiểm tra được.",
        remedy="Kiểm tra tệp bằng chương trình trên máy của bạn.",
    )
