"""Papers of the demo: one draft of its first lines, one asked about, one to sign, one to number, two sent."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from thidua.apps.documents import services as documents
from thidua.apps.documents.enums import Manner
from thidua.apps.documents.policies import visible_papers
from thidua.apps.documents.queries import Paper
from thidua.apps.documents.queries.registers import scheme_for
from thidua.apps.documents.services import papers
from thidua.apps.organizations import queries as organizations
from thidua.apps.organizations import services as organization_services
from thidua.apps.organizations.policies import visible_people, visible_units
from thidua.cli.demo import structure
from thidua.cli.demo.year import actor_named, moment
from thidua.core import clock
from thidua.core.actor import Actor, Role
from thidua.lib.vanban.model import Run
from thidua.lib.vanban.official import Annex, Level, OfficialDocument, Passage, Signature
from thidua.lib.vanban.writing.pdf import write_pdf

Report = Callable[[str], None]
PLACE, AGENCY = "Bình Minh", "SNNMT"
PARENT, ISSUER = "UBND TỈNH BÌNH MINH", "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"
HEAD = Signature("GIÁM ĐỐC", "Phạm Quốc Khánh")
BASES = (
    "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
    "Căn cứ Kế hoạch công tác thi đua, khen thưởng năm 2026 của Sở Nông nghiệp và Môi trường",
)


_LABEL = re.compile(r"(?P<heading>[IVX]+\.)|(?P<article>Điều \d+\.)|(?P<clause>\d+\.)")


def _passage(line: str) -> Passage:
    found = _LABEL.match(line)
    if found is None:
        return Passage(Level.TEXT, runs=(Run(line),))
    label, text = found[0], line[found.end() :].strip()
    level = Level(str(found.lastgroup))
    return Passage(level, label, title=text) if level is Level.HEADING else Passage(level, label, runs=(Run(text),))


def _paper(type_key: str, symbol: str, title: str, *lines: str, **more: Any) -> OfficialDocument:
    return OfficialDocument(
        type_key=type_key,
        parent=PARENT,
        issuer=ISSUER,
        symbol=symbol,
        place=PLACE,
        title=title,
        body=tuple(_passage(line) for line in lines),
        signatures=(HEAD,),
        **more,
    )


NOTICE = _paper(
    "thong-bao", f"TB-{AGENCY}", "Kết quả sơ kết phong trào thi đua 6 tháng đầu năm 2026",
    "I. KẾT QUẢ ĐẠT ĐƯỢC",
    "1. 100% phòng, đơn vị đã đăng ký thi đua và xây dựng kế hoạch thực hiện.",
    "2. Phong trào thi đua xây dựng nông thôn xanh được các xã, phường hưởng ứng, có 14 mô hình mới.",
    "II. NHIỆM VỤ 6 THÁNG CUỐI NĂM",
    "1. Các phòng, đơn vị rà soát chỉ tiêu chậm tiến độ, có giải pháp khắc phục trước ngày 30/9/2026.",
    "2. Văn phòng Sở theo dõi, đôn đốc, tổng hợp báo cáo Giám đốc Sở.",
    "Sở thông báo để các phòng, đơn vị biết và thực hiện.",
    recipients=("Các phòng, đơn vị thuộc Sở", "UBND các xã, phường", "Lưu: VT, VP"),
)  # fmt: skip
REMINDER = _paper(
    "cong-van", f"{AGENCY}-VP", "đôn đốc gửi báo cáo thành tích quý III năm 2026",
    "Thực hiện Kế hoạch công tác thi đua, khen thưởng năm 2026, đến nay còn một số phòng, đơn vị chưa gửi báo cáo.",
    "Sở đề nghị các phòng, đơn vị gửi báo cáo về Văn phòng Sở trước ngày 20 của tháng cuối quý để tổng hợp.",
    "Trân trọng.",
    addressees=("Các phòng, đơn vị thuộc Sở",), recipients=("Như trên", "Giám đốc Sở (để báo cáo)", "Lưu: VT, VP"),
)  # fmt: skip
DECISION = _paper(
    "quyet-dinh", f"QĐ-{AGENCY}", "Về việc tặng Giấy khen của Giám đốc Sở Nông nghiệp và Môi trường",
    "Điều 1. Tặng Giấy khen của Giám đốc Sở cho 03 tập thể và 05 cá nhân có thành tích trong phong trào thi đua "
    "6 tháng đầu năm 2026 (có danh sách kèm theo).",
    "Điều 2. Kèm theo Giấy khen, các tập thể, cá nhân được thưởng theo quy định hiện hành.",
    "Điều 3. Chánh Văn phòng, Trưởng phòng Kế hoạch - Tài chính, thủ trưởng các đơn vị liên quan và các tập thể, cá "
    "nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này.",
    authority_line="GIÁM ĐỐC SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", order_word="QUYẾT ĐỊNH:",
    legal_bases=(*BASES, "Theo đề nghị của Chánh Văn phòng Sở"),
    recipients=("Như Điều 3", "Lưu: VT, VP (5)"),
    attachments=(
        Annex(
            title="DANH SÁCH TẬP THỂ, CÁ NHÂN ĐƯỢC TẶNG GIẤY KHEN",
            body=tuple(
                _passage(line)
                for line in (
                    "I. TẬP THỂ", "1. Phòng Môi trường.", "2. Chi cục Kiểm lâm.", "3. Trung tâm Khuyến nông.",
                    "II. CÁ NHÂN", "1. Bà Lê Khánh Vy, chuyên viên Phòng Môi trường.",
                )
            ),
        ),
    ),
)  # fmt: skip
CONTEST = _paper(
    "ke-hoach", f"KH-{AGENCY}", "Tổ chức Hội thi khuyến nông viên giỏi năm 2026",
    "I. MỤC ĐÍCH, YÊU CẦU",
    "1. Tôn vinh khuyến nông viên có thành tích trong phong trào thi đua.",
    "2. Tổ chức tiết kiệm, an toàn, thiết thực.",
    "II. NỘI DUNG",
    "1. Thời gian: trong tháng 10 năm 2026.",
    "2. Địa điểm: Hội trường Sở.",
    "III. TỔ CHỨC THỰC HIỆN",
    "1. Trung tâm Khuyến nông chủ trì, phối hợp với Phòng Môi trường chuẩn bị nội dung.",
    recipients=("Các phòng, đơn vị thuộc Sở", "Lưu: VT, VP"),
)  # fmt: skip
INVITATION = _paper(
    "giay-moi", f"GM-{AGENCY}", "Họp Hội đồng Thi đua - Khen thưởng Sở",
    "1. Nội dung: xét khen thưởng chuyên đề.",
    "2. Thời gian: 08 giờ 00 phút, ngày làm việc đầu tiên của tuần sau.",
    addressees=("Các thành viên Hội đồng Thi đua - Khen thưởng Sở",), recipients=("Như trên", "Lưu: VT, VP"),
)  # fmt: skip


def write_papers(*, administrator: Actor, report: Report) -> None:
    """Let papers go their way, each up to another state, in one transaction; a job makes their files."""
    officer, leader = actor_named(structure.OFFICER_USERNAME), actor_named(structure.LEADER_USERNAME)
    if visible_papers(officer).exists():
        return
    report("Soạn, ký, ban hành, gửi văn bản …")
    with transaction.atomic():
        body = organizations.visible_unit(officer, officer.roles[0].unit_id)
        clerk = _records_clerk(administrator, body)
        today = clock.today()
        if scheme_for(body.pk, year=today.year) is None:
            documents.set_scheme(
                actor=leader, body_id=body.pk, year=today.year, manner=Manner.COMMON, at=moment(today - timedelta(40)),
                basis="Quy chế công tác văn thư của Sở",
            )  # fmt: skip
        issued = []
        for content, days in ((NOTICE, 12), (REMINDER, 5)):
            paper = _submitted(officer, body, content, today - timedelta(days))
            issued.append(_sent(leader, clerk, paper, content, today - timedelta(days)))
        _submitted(officer, body, replace(INVITATION), today - timedelta(1))
        signed = _submitted(officer, body, DECISION, today - timedelta(2))
        _sign(clerk, signed, DECISION, today - timedelta(1))
        _asked(officer, body, today - timedelta(3))
        _draft(officer, body, replace(NOTICE, title="Kết quả bình xét thi đua tháng"), today)
        _acknowledge(issued[0])


def _records_clerk(administrator: Actor, body: organizations.Unit) -> Actor:
    """Give the clerk of the office the keeping of the registers."""
    person = visible_people(administrator).get(code="BM008")
    if not person.role_assignments.filter(role=Role.RECORDS_CLERK, unit=body).exists():
        organization_services.grant_role(
            actor=administrator, person_id=person.pk, unit_id=body.pk, role=Role.RECORDS_CLERK, at=clock.now()
        )
    return actor_named(structure.RECORDS_USERNAME)


def _draft(officer: Actor, body: organizations.Unit, content: OfficialDocument, day: date) -> Paper:
    at = moment(day, hour=8)
    return papers.draft_paper(actor=officer, unit=body, drafting_unit=body, content=content, at=at)


def _submitted(officer: Actor, body: organizations.Unit, content: OfficialDocument, day: date) -> Paper:
    paper = _draft(officer, body, content, day)
    return papers.submit_paper(actor=officer, paper_id=paper.pk, note="Kính trình Giám đốc", at=moment(day, hour=9))


def _sign(clerk: Actor, paper: Paper, content: OfficialDocument, day: date) -> Paper:
    """Enter the signed sheet; what stands for its scan is the page as it was printed."""
    scan = io.BytesIO(write_pdf(content))
    return papers.register_signature(
        actor=clerk, paper_id=paper.pk, scan=scan, original_name="ban-ky-giay.pdf", at=moment(day, hour=10)
    )


def _sent(leader: Actor, clerk: Actor, paper: Paper, content: OfficialDocument, day: date) -> Paper:
    _sign(clerk, paper, content, day)
    papers.issue_paper(actor=clerk, paper_id=paper.pk, at=moment(day, hour=11))
    codes = [unit.code for unit in (*structure.DIVISIONS, *structure.SUBORDINATES)]
    unit_ids = list(visible_units(clerk).filter(code__in=codes).values_list("pk", flat=True))
    papers.set_recipients(actor=clerk, paper_id=paper.pk, unit_ids=unit_ids, at=moment(day, hour=13))
    return papers.send_paper(actor=clerk, paper_id=paper.pk, at=moment(day, hour=14))


def _asked(officer: Actor, body: organizations.Unit, day: date) -> None:
    """A draft with two versions, asked about in two units, one of which has said something."""
    paper = _draft(officer, body, CONTEST, day)
    units = visible_units(officer).filter(code__in=("MT", "TTKN"))
    papers.ask_opinions(
        actor=officer, paper_id=paper.pk, unit_ids=[unit.pk for unit in units], until=clock.today() + timedelta(4),
        at=moment(day, hour=9),
    )  # fmt: skip
    said = actor_named("ttkn.ngoc")
    papers.comment_paper(
        actor=said, paper_id=paper.pk, text="Đề nghị ghi rõ ngày thi để các đơn vị chủ động bố trí.", line=9,
        at=moment(day, hour=14),
    )  # fmt: skip
    body_text = (*CONTEST.body[:4], Passage(Level.CLAUSE, "1.", runs=(Run("Thời gian: ngày 15 tháng 10 năm 2026."),)))
    changed = replace(CONTEST, body=(*body_text, *CONTEST.body[5:]))
    papers.change_paper(
        actor=officer, paper_id=paper.pk, edition=paper.edition, content=changed, keep_version=True,
        note="Ghi rõ ngày thi theo góp ý", at=moment(day, hour=16),
    )  # fmt: skip


def _acknowledge(paper: Paper) -> None:
    """Most units have taken in what was sent first; the last of them have not."""
    for row in structure.PEOPLE:
        if row.role != "unit_clerk" or not row.account:
            continue
        recipient = paper.recipients.filter(unit__code=row.unit).first()
        if recipient is not None:
            at = moment(clock.today() - timedelta(10), hour=9)
            papers.acknowledge_paper(actor=actor_named(row.account), recipient_id=recipient.pk, at=at)
