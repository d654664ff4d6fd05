"""Papers for tests, brought along their life by the services."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from thidua.apps.documents.enums import Manner
from thidua.apps.documents.models import Paper
from thidua.apps.documents.services import papers, set_scheme
from thidua.apps.documents.tests.factories import make_pdf
from thidua.apps.organizations.models import Unit
from thidua.apps.organizations.tests.factories import AT, make_actor, make_body, make_unit
from thidua.core.actor import Actor, Role
from thidua.lib.vanban.model import Run
from thidua.lib.vanban.official import Level, OfficialDocument, Passage, Signature


def content(**values: Any) -> OfficialDocument:
    """Return a complete small paper."""
    given: dict[str, Any] = {
        "type_key": "thong-bao",
        "issuer": "SỞ NỘI VỤ",
        "parent": "UBND TỈNH BÌNH MINH",
        "symbol": "TB-SNV",
        "place": "Bình Minh",
        "title": "Kết quả sơ kết phong trào thi đua quý I năm 2026",
        "body": (
            Passage(Level.HEADING, "I.", title="KẾT QUẢ"),
            Passage(Level.CLAUSE, "1.", runs=(Run("Các đơn vị đã đăng ký thi đua."),)),
            Passage(Level.TEXT, runs=(Run("Đề nghị các đơn vị thực hiện."),)),
        ),
        "signatures": (Signature("GIÁM ĐỐC", "Trần Văn Bình"),),
        "recipients": ("Các đơn vị trực thuộc", "Lưu: VT, TĐKT (3)"),
    }
    return OfficialDocument(**(given | values))


@dataclass
class Office:
    """A body with the people a paper passes through, and a unit that receives."""

    body: Unit
    division: Unit
    receiver: Unit
    drafter: Actor
    leader: Actor
    clerk: Actor
    receiving: Actor


def make_office() -> Office:
    body = make_body(name="Sở Nội vụ", short_name="SNV")
    division, receiver = make_unit(body, name="Ban Thi đua"), make_unit(body, name="Phòng Nội vụ số 1")
    office = Office(
        body=body,
        division=division,
        receiver=receiver,
        drafter=make_actor(division, Role.UNIT_CLERK, full_name="Lê Thị Soạn"),
        leader=make_actor(body, Role.LEADER, full_name="Trần Văn Bình"),
        clerk=make_actor(body, Role.RECORDS_CLERK, full_name="Phạm Văn Thư"),
        receiving=make_actor(receiver, Role.UNIT_CLERK, full_name="Đỗ Thị Nhận"),
    )
    set_scheme(actor=office.leader, body_id=body.pk, year=2026, manner=Manner.COMMON, at=AT)
    return office


def make_draft(office: Office, **values: Any) -> Paper:
    return papers.draft_paper(
        actor=office.drafter, unit=office.body, drafting_unit=office.division, content=content(**values), at=AT
    )


def make_submitted(office: Office, **values: Any) -> Paper:
    return papers.submit_paper(actor=office.drafter, paper_id=make_draft(office, **values).pk, at=AT)


def make_signed(office: Office, **values: Any) -> Paper:
    paper = make_submitted(office, **values)
    return papers.register_signature(
        actor=office.clerk, paper_id=paper.pk, scan=io.BytesIO(make_pdf(1)), original_name="ban-ky.pdf", at=AT
    )


def make_issued(office: Office, *, at: datetime = AT + timedelta(hours=1), **values: Any) -> Paper:
    return papers.issue_paper(actor=office.clerk, paper_id=make_signed(office, **values).pk, at=at)


def make_sent(office: Office, *units: Unit, **values: Any) -> Paper:
    """Return a paper sent to the units, else to the receiving one."""
    paper = make_issued(office, **values)
    ids = [unit.pk for unit in units or [office.receiver]]
    papers.set_recipients(actor=office.clerk, paper_id=paper.pk, unit_ids=ids, at=AT + timedelta(hours=1))
    return papers.send_paper(actor=office.clerk, paper_id=paper.pk, at=AT + timedelta(hours=2))
