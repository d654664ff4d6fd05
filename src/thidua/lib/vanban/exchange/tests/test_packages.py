"""Packages go out and come back the same; packages of others are read; hostile ones are refused."""

from __future__ import annotations

import base64
import contextlib
import io
import re
import unicodedata
import zipfile
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.lib.vanban.exchange import (
    Attachment,
    Business,
    Organ,
    Package,
    Priority,
    Profile,
    Reference,
    Signer,
    Steering,
    UnreadablePackage,
    document_id,
    is_body_code,
    is_identifier,
    read_package,
    reading,
    write_package,
)
from thidua.lib.vanban.exchange.writing import VIETNAM

SENT = datetime(2026, 3, 2, 9, 30, 5, tzinfo=VIETNAM)
SENDER = Organ("H26.15.02", "Sở Nội vụ tỉnh Bình Minh", in_charge="UBND tỉnh Bình Minh", email="snv@binhminh.gov.vn")


def package(**values: Any) -> Package:
    given: dict[str, Any] = {
        "sender": SENDER,
        "recipients": (Organ("H26.20", "Sở Y tế"), Organ("Z01ABC", "Công ty A & B <c>")),
        "number": "05",
        "notation": "QĐ-SNV",
        "issued_on": date(2026, 3, 2),
        "type_code": 2,
        "type_name": "Quyết định",
        "subject": "Về việc tặng Giấy khen ]]> & <b>",
        "document_id": document_id(organ="H26.15.02", issued_on=date(2026, 3, 2), number="05", notation="QĐ-SNV"),
        "sent_at": SENT,
        "place": "Bình Minh",
        "summary": "Tặng Giấy khen cho 05 cá nhân",
        "signer": Signer("Trần Văn Bình", "GIÁM ĐỐC", "KT."),
        "due_on": date(2026, 3, 9),
        "to_places": ("Như Điều 1", "Lưu: VT"),
        "priority": Priority.VERY_URGENT,
        "sphere": "Thi đua, khen thưởng",
        "drafter": "TĐKT.",
        "copies": 3,
        "pages": 2,
        "annexes": ("Danh sách",),
        "answers": (Reference("H26.20", "7", "TTr-SYT", date(2026, 2, 27), "H26.20,2026/02/27,7/TTr-SYT"),),
        "steering": Steering.DIRECTIVE,
        "business": Business.REPLACE,
        "reason": "Thay bản gửi trước",
        "attachments": (
            Attachment("Quyết định.pdf", "application/pdf", b"%PDF-1.7 \x00\xff", "Văn bản chính"),
            Attachment("so-lieu.zip", "application/zip", b"PK\x05\x06" + bytes(18)),
        ),
    }
    return Package(**(given | values))


PROFILES = (
    Profile(),
    Profile(type_is_list=True),
    Profile(compresses=True),
    Profile(namespace="http://e-doc.vn/Schema/"),
)


@pytest.mark.parametrize("profile", PROFILES)
def test_a_package_comes_back_the_same(profile: Profile) -> None:
    assert read_package(write_package(package(), profile=profile)) == package()
    bare = package(
        recipients=(), signer=None, due_on=None, to_places=(), annexes=(), answers=(), attachments=(), reason=""
    )
    assert read_package(write_package(bare, profile=profile)) == bare


words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z", "M")), max_size=40).map(
    lambda text: unicodedata.normalize("NFC", text)
)


@settings(max_examples=100, deadline=None)
@given(subject=words, name=words, content=st.binary(max_size=300), day=st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_any_words_and_bytes_come_back_the_same(subject: str, name: str, content: bytes, day: date) -> None:
    sent = package(
        subject="Về" + subject,
        signer=Signer("Ông" + name),
        issued_on=day,
        attachments=(Attachment("tep.bin", "application/octet-stream", content),),
    )
    assert read_package(write_package(sent)) == sent


def test_the_names_are_those_of_the_regulation() -> None:
    written = write_package(package()).decode()
    for name in (
        "edXML:edXMLEnvelope", "edXML:edXMLHeader", "edXML:edXMLBody", "MessageHeader", "OrganId", "CodeNotation",
        "PromulgationDate>2026/03/02<", "SignerInfo", "TyperNotation", "TraceHeaderList", "Bussiness",
        "edXMLManifest", "AttachmentEncoded", "ContentTransferEncoded", "cid:1",
        'xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016"', "Timestamp>2026/03/02 09:30:05<",
        "DocumentId>H26.15.02,2026/03/02,05/QĐ-SNV<", "Type>2<", "TypeDetail>0<",
    ):  # fmt: skip
        assert name in written
    listed = write_package(package(), profile=Profile(type_is_list=True, list_code=2)).decode()
    assert "<Type>2</Type>" in listed
    assert "<TypeDetail>2</TypeDetail>" in listed


def test_packages_of_others_are_read() -> None:
    """Another namespace, days the other way round, zipped files, an old identifier, codes unknown here."""
    written = write_package(package(attachments=())).decode()
    written = written.replace("H26.15.02", "000.00.15.H26").replace("2026/03/02<", "02/03/2026<")
    written = written.replace("<Priority>2", "<Priority>9").replace("<SteeringType>2", "<SteeringType>x")
    written = written.replace("QCVN_102_2016", "QCVN_102_2022")
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("Quyết định.pdf", b"%PDF-1.4")
    encoded = base64.encodebytes(output.getvalue()).decode()
    file = f"<ContentId>cid:1</ContentId><ContentTransferEncoded>{encoded}</ContentTransferEncoded>"
    sent = f"<AttachmentEncoded><Attachment>{file}</Attachment></AttachmentEncoded>"
    written = written.replace("<AttachmentEncoded/>", sent)
    manifest = "<Reference><ContentId>cid:1</ContentId><AttachmentName>a.pdf</AttachmentName></Reference>"
    written = re.sub(r"<edXMLManifest version=\"1.0\"/>", f"<edXMLManifest>{manifest}</edXMLManifest>", written)
    read = read_package(written.encode())
    assert (read.sender.code, read.issued_on, read.priority, read.steering) == (
        "000.00.15.H26", date(2026, 3, 2), Priority.NORMAL, Steering.UNSAID,
    )  # fmt: skip
    assert [(one.name, one.content) for one in read.attachments] == [("a.pdf", b"%PDF-1.4")]


@pytest.mark.parametrize(
    ("code", "in_force", "known"),
    [
        ("H26", True, True),
        ("G09.12.ABC", True, True),
        ("A01.1", True, True),
        ("Z01ABC", True, True),
        ("000.00.00.H26", False, True),
        ("h26", False, False),
        ("Z26", False, False),
        ("H2", False, False),
        ("H26.", False, False),
        ("H26..1", False, False),
        ("H26.15;DROP", False, False),
        ("H26." + "1" * 32, False, False),
        ("VP", False, False),
        ("", False, False),
    ],
)
def test_identifiers(code: str, in_force: bool, known: bool) -> None:
    assert (is_body_code(code), is_identifier(code)) == (in_force, known)


GOOD = write_package(package())
BOMB = b"""<?xml version="1.0"?><!DOCTYPE edXML [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><edXML>&b;</edXML>"""
HOSTILE = {
    "nothing": b"",
    "no xml": b"%PDF-1.7",
    "another root": b"<html/>",
    "bomb": BOMB,
    "bomb in utf-16": BOMB.decode().encode("utf-16"),
    "outside entity": b'<!doctype x SYSTEM "file:///etc/passwd"><edXML/>',
    "parameter entity": GOOD.replace(b"<edXML", b'<!ENTITY % x SYSTEM "http://127.0.0.1/"><edXML', 1),
    "cut off": GOOD[: len(GOOD) // 2],
    "deep": b"<edXML>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</edXML>",
    "wide": b"<edXML>" + b"<a/>" * 30_000 + b"</edXML>",
    "other encoding": GOOD.replace(b"UTF-8", b"UTF-7", 1),
    "no sender": re.sub(rb"<From>.*?</From>", b"", GOOD, flags=re.DOTALL),
    "false sender": GOOD.replace(b"<OrganId>H26.15.02", b"<OrganId>../../etc"),
    "no day": GOOD.replace(b"<PromulgationDate>2026/03/02<", b"<PromulgationDate>2026/13/45<"),
    "no subject": re.sub(rb"<Subject>.*?</Subject>", b"<Subject/>", GOOD),
    "broken file": GOOD.replace(b"<ContentTransferEncoded>", b"<ContentTransferEncoded>****", 1),
    "many files": GOOD.replace(
        b"</AttachmentEncoded>", b"<Attachment><ContentTransferEncoded>AA==</ContentTransferEncoded></Attachment>" * 201
        + b"</AttachmentEncoded>",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_packages_are_refused_in_words(name: str) -> None:
    with pytest.raises(UnreadablePackage) as refusal:
        read_package(HOSTILE[name])
    assert str(refusal.value).endswith(".")


def test_bounds_of_size(monkeypatch: pytest.MonkeyPatch) -> None:
    big = replace(package(), attachments=(Attachment("a.pdf", "application/pdf", bytes(5000)),))
    for profile in (Profile(), Profile(compresses=True)):
        written = write_package(big, profile=profile)
        monkeypatch.setattr(reading, "MAX_FILE_BYTES", 4999)
        with pytest.raises(UnreadablePackage, match="lớn quá 100 MB"):
            read_package(written)
        monkeypatch.undo()
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    with pytest.raises(UnreadablePackage, match="lớn quá 150 MB"):
        read_package(GOOD)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_packages_broken_anywhere_are_read_or_refused(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(GOOD) - 1))
    length = data.draw(st.integers(0, 40))
    broken = GOOD[:at] + data.draw(st.binary(max_size=20)) + GOOD[at + length :]
    with contextlib.suppress(UnreadablePackage):
        read_package(broken)
