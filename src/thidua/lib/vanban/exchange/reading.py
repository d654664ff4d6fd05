"""Read a package that came from outside: any bytes are taken or refused within bounds.

Elements are known by their local names, in whatever namespace: senders differ. No document type, no entities, nothing
is fetched.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from enum import IntEnum
from typing import TypeVar

from lxml import etree

from thidua.lib.vanban.exchange.errors import UnreadablePackage
from thidua.lib.vanban.exchange.identifiers import is_identifier
from thidua.lib.vanban.exchange.package import (
    Attachment,
    Business,
    Organ,
    Package,
    Priority,
    Reference,
    Signer,
    Steering,
)
from thidua.lib.vanban.exchange.profile import ZIPPED_ALREADY

MAX_BYTES = 150 * 2**20
MAX_FILE_BYTES = 100 * 2**20
MAX_ELEMENTS, MAX_DEPTH, MAX_FILES, MAX_TEXT = 20_000, 40, 200, 20_000
VIETNAM = timezone(timedelta(hours=7))
_NOT_EDXML = "Tệp không phải gói văn bản edXML."
_DAY = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})")
_LOCAL_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
Choice = TypeVar("Choice", bound=IntEnum)


def read_package(content: bytes) -> Package:
    """Return the package. Raises UnreadablePackage."""
    root = _parsed(content)
    message = _first(root, "MessageHeader")
    if _local(root) != "edXML" or message is None:
        raise UnreadablePackage(_NOT_EDXML)
    sender = _child(message, "From")
    if sender is None:
        raise UnreadablePackage("Gói văn bản không ghi cơ quan gửi.")
    code = _child(message, "Code")
    issue = _child(message, "PromulgationInfo")
    issued_on = _day(_text(issue, "PromulgationDate"))
    subject = _text(message, "Subject")
    if issued_on is None or not subject:
        raise UnreadablePackage("Gói văn bản thiếu ngày ban hành hoặc trích yếu.")
    other = _child(message, "OtherInfo")
    kind = _child(message, "DocumentType")
    traces = _first(root, "TraceHeaderList")
    organ = _organ(sender)
    if not is_identifier(organ.code):
        raise UnreadablePackage(f"Mã định danh cơ quan gửi “{organ.code[:40]}” không đúng quy định.")
    number, notation = _text(code, "CodeNumber"), _text(code, "CodeNotation")
    type_code, detail = _number(_text(kind, "Type")), _number(_text(kind, "TypeDetail"))
    business = _first(traces, "Bussiness") if traces is not None else None
    signer = _child(message, "SignerInfo")
    return Package(
        sender=organ,
        recipients=tuple(_organ(one) for one in _children(message, "To")),
        number=number,
        notation=notation,
        issued_on=issued_on,
        type_code=detail or type_code,
        type_name=_text(kind, "TypeName"),
        subject=subject,
        document_id=_text(message, "DocumentId") or f"{organ.code},{issued_on:%Y/%m/%d},{number}/{notation}",
        sent_at=_moment(_deep_text(traces, "Timestamp"), issued_on),
        place=_text(issue, "Place"),
        summary=_text(message, "Content"),
        signer=_signer(signer) if signer is not None else None,
        due_on=_day(_text(message, "DueDate")),
        to_places=tuple(_own_text(one) for one in _children(_child(message, "ToPlaces"), "Place")),
        priority=_choice(Priority, _text(other, "Priority")),
        sphere=_text(other, "SphereOfPromulgation"),
        drafter=_text(other, "TyperNotation"),
        copies=_number(_text(other, "PromulgationAmount")),
        pages=_number(_text(other, "PageAmount")),
        annexes=tuple(_own_text(one) for one in _children(_child(other, "Appendixes"), "Appendix")),
        answers=tuple(_reference(one) for one in _children(message, "ResponseFor")),
        steering=_choice(Steering, _text(message, "SteeringType")),
        business=_choice(Business, _text(business, "BussinessDocType")),
        reason=_text(business, "BussinessDocReason"),
        attachments=tuple(_attachments(root)),
    )


def _parsed(content: bytes) -> etree._Element:
    """Return the root element; the checks before it keep what a parser could be tricked with from reaching it."""
    if len(content) > MAX_BYTES:
        raise UnreadablePackage("Gói văn bản lớn quá 150 MB.")
    try:
        head = content[:4096].decode("utf-8", errors="ignore")
        content.decode("utf-8")
    except UnicodeDecodeError:
        raise UnreadablePackage("Gói văn bản không dùng bảng mã UTF-8.") from None
    declared = re.match(r"\ufeff?<\?xml[^>]*encoding=[\"']([A-Za-z0-9._-]+)", head)
    if declared is not None and declared[1].lower() not in {"utf-8", "utf8"}:
        raise UnreadablePackage("Gói văn bản không dùng bảng mã UTF-8.")
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", content, re.IGNORECASE):
        raise UnreadablePackage("Gói văn bản có khai báo kiểu hoặc thực thể, không được nhận.")
    try:
        depth = count = 0
        parsed = etree.iterparse(
            io.BytesIO(content),
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=True,  # files are longer than the parser's bound for one text; ours are below
            remove_comments=True,
            remove_pis=True,
        )
        for event, _element in parsed:
            depth += 1 if event == "start" else -1
            count += event == "start"
            if depth > MAX_DEPTH or count > MAX_ELEMENTS:
                raise UnreadablePackage("Gói văn bản có cấu trúc quá phức tạp.")
        root = parsed.root
    except etree.XMLSyntaxError:
        raise UnreadablePackage(_NOT_EDXML) from None
    if root is None:
        raise UnreadablePackage(_NOT_EDXML)
    return root


def _attachments(root: etree._Element) -> Iterator[Attachment]:
    names = {
        _text(one, "ContentId"): (_text(one, "AttachmentName"), _text(one, "ContentType"), _text(one, "Description"))
        for one in _all(_first(root, "edXMLManifest"), "Reference")
    }
    total = 0
    for count, one in enumerate(_all(_first(root, "AttachmentEncoded"), "Attachment"), start=1):
        if count > MAX_FILES:
            raise UnreadablePackage(f"Gói văn bản có hơn {MAX_FILES} tệp.")
        known = names.get(_text(one, "ContentId"), ("", "", ""))
        name = _text(one, "AttachmentName") or known[0] or f"tep-{count}"
        encoded = _child(one, "ContentTransferEncoded")
        try:
            content = base64.b64decode(
                "".join((encoded.text or "").split()) if encoded is not None else "", validate=True
            )
        except (binascii.Error, ValueError):
            raise UnreadablePackage(f"Tệp “{name[:80]}” trong gói bị hỏng.") from None
        content = _unzipped(name, content)
        total += len(content)
        if total > MAX_FILE_BYTES:
            raise UnreadablePackage("Các tệp trong gói lớn quá 100 MB.")
        yield Attachment(
            name=name[:200],
            media_type=(_text(one, "ContentType") or known[1])[:100],
            content=content,
            description=_text(one, "Description") or known[2],
        )


def _unzipped(name: str, content: bytes) -> bytes:
    """Return what some senders zip before they encode it: a zip of one file, sent under that file's own name."""
    if not content.startswith(b"PK\x03\x04") or name.lower().endswith(ZIPPED_ALREADY):
        return content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) != 1 or members[0].is_dir():
                return content
            with archive.open(members[0]) as file:
                unpacked = file.read(MAX_FILE_BYTES + 1)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return content
    if len(unpacked) > MAX_FILE_BYTES:
        raise UnreadablePackage("Các tệp trong gói lớn quá 100 MB.")
    return unpacked


def _organ(element: etree._Element) -> Organ:
    return Organ(
        code=_text(element, "OrganId"),
        name=_text(element, "OrganName"),
        in_charge=_text(element, "OrganizationInCharge"),
        address=_text(element, "OrganAdd"),
        email=_text(element, "Email"),
        telephone=_text(element, "Telephone"),
        fax=_text(element, "Fax"),
        website=_text(element, "Website"),
    )


def _signer(element: etree._Element) -> Signer:
    return Signer(
        name=_text(element, "FullName"), position=_text(element, "Position"), competence=_text(element, "Competence")
    )


def _reference(element: etree._Element) -> Reference:
    inner = _child(element, "Code")
    if inner is not None and len(inner):
        number, notation = _text(inner, "CodeNumber"), _text(inner, "CodeNotation")
    else:
        number, _, notation = _text(element, "Code").partition("/")
    return Reference(
        organ=_text(element, "OrganId"),
        number=number,
        notation=notation,
        issued_on=_day(_text(element, "PromulgationDate")),
        document_id=_text(element, "DocumentId"),
    )


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _children(parent: etree._Element | None, name: str) -> list[etree._Element]:
    return [one for one in parent if _local(one) == name] if parent is not None else []


def _child(parent: etree._Element | None, name: str) -> etree._Element | None:
    return next(iter(_children(parent, name)), None)


def _all(parent: etree._Element | None, name: str) -> list[etree._Element]:
    return [one for one in parent.iter() if _local(one) == name] if parent is not None else []


def _first(parent: etree._Element, name: str) -> etree._Element | None:
    return next((one for one in parent.iter() if _local(one) == name), None)


def _own_text(element: etree._Element | None) -> str:
    """Return an element's text: NFC, spaces at its ends and control characters gone, not endless."""
    if element is None:
        return ""
    text = unicodedata.normalize("NFC", (element.text or "")[:MAX_TEXT])
    return "".join(char for char in text if char in "\t\n" or char >= " ").strip()


def _text(parent: etree._Element | None, name: str) -> str:
    return _own_text(_child(parent, name))


def _deep_text(parent: etree._Element | None, name: str) -> str:
    return _own_text(_first(parent, name)) if parent is not None else ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _choice(kind: type[Choice], text: str) -> Choice:
    number = _number(text)
    return kind(number) if number in {one.value for one in kind} else kind(0)


def _day(text: str) -> date | None:
    """Read a day as senders write it: 2026/03/02, 2026-03-02, 02/03/2026."""
    if found := _DAY.match(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _LOCAL_DAY.match(text):
        day, month, year = (int(part) for part in found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _moment(text: str, otherwise: date) -> datetime:
    for form in ("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d"):
        try:
            return datetime.strptime(text[:19], form).replace(tzinfo=VIETNAM)
        except ValueError:
            continue
    return datetime(otherwise.year, otherwise.month, otherwise.day, tzinfo=VIETNAM)
