"""The paper of a plan: from the document it was read from, or built from its tasks."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from thidua.apps.accounts.models import User
from thidua.apps.audit.models import Entry
from thidua.apps.documents.models import Paper
from thidua.apps.documents.services.papers import content_of
from thidua.apps.organizations.tests.factories import AT, make_actor, make_body
from thidua.apps.planning import services
from thidua.apps.planning.domain.paper import TaskLine, plan_document
from thidua.apps.planning.tests.factories import make_review
from thidua.core.actor import Actor, Role
from thidua.core.errors import NotPermitted
from thidua.lib.vanban.official import Capacity, Sheet, Signature

pytestmark = pytest.mark.django_db


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def test_a_plan_becomes_a_table_with_its_groups_and_who_signs() -> None:
    lines = [
        TaskLine("QUÝ I", "1", "Phát động", "Văn phòng", "", "Tháng 3", "Kế hoạch"),
        TaskLine("QUÝ I", "2", "Sơ kết", "Phòng A\nPhòng B", "Phòng C", "Tháng 6", ""),
    ]
    paper = plan_document(
        type_key="ke-hoach", parent="UBND TỈNH", issuer="SỞ NỘI VỤ", symbol="KH-SNV", place="Bình Minh",
        title="Thi đua",
        legal_bases=["Luật Thi đua, khen thưởng"], recipients=["Lưu: VT"], lines=lines,
        signer={"on_behalf": "KT. GIÁM ĐỐC", "position": "PHÓ GIÁM ĐỐC", "name": "Lê Thị Hà"},
    )  # fmt: skip
    assert paper.signatures == (Signature("PHÓ GIÁM ĐỐC", "Lê Thị Hà", capacity=Capacity.DEPUTY, authority="GIÁM ĐỐC"),)
    table = next(piece for piece in paper.body if isinstance(piece, Sheet)).table
    assert [[cell.text for cell in row.cells if not cell.covered] for row in table.rows] == [
        ["STT", "Nội dung công việc", "Chủ trì", "Phối hợp", "Thời gian", "Sản phẩm"],
        ["QUÝ I"],
        ["1", "Phát động", "Văn phòng", "", "Tháng 3", "Kế hoạch"],
        ["2", "Sơ kết", "Phòng A\nPhòng B", "Phòng C", "Tháng 6", ""],
    ]
    assert table.rows[1].cells[0].column_span == 6


def test_the_paper_of_a_plan_written_here_is_built_from_its_tasks() -> None:
    body = make_body(name="Sở Nội vụ")
    officer = make_actor(body, Role.OFFICER)
    plan = services.draft_blank(actor=officer, unit_id=body.pk, year=2026, title="Kế hoạch thi đua", at=AT)
    services.create_task(
        actor=officer, plan_id=plan.pk, values={"content": "Phát động phong trào"}, units={"lead": ["Văn phòng"]}, at=AT
    )
    client = signed_in(officer)
    address = reverse("planning:plan-paper", args=[plan.pk])
    answer = client.post(address)
    paper = Paper.objects.get()
    assert answer.headers["Location"] == reverse("papers:edit", args=[paper.pk])
    assert (paper.unit_id, paper.drafting_unit_id, paper.subject_kind, paper.subject_id) == (
        body.pk, body.pk, "planning.plan", str(plan.pk),
    )  # fmt: skip
    assert "Phát động phong trào" in str(content_of(paper).body)
    record = Entry.objects.get(subject_type="documents.paper")
    assert (record.act, record.changes) == (
        "documents.draft_paper", {"type": "ke-hoach", "title": "Kế hoạch thi đua"},
    )  # fmt: skip
    assert client.post(address).headers["Location"] == reverse("papers:paper", args=[paper.pk])
    assert Paper.objects.count() == 1
    assert plan.title in client.get(reverse("papers:paper", args=[paper.pk])).content.decode()


def test_the_paper_of_a_plan_that_was_read_keeps_what_its_document_said() -> None:
    body = make_body(name="Sở Nội vụ")
    officer = make_actor(body, Role.OFFICER)
    intake = make_review(officer, body)
    confirmed = services.confirm_intake(
        actor=officer, intake_id=intake.pk, version=intake.version, is_issued=False, at=AT
    )
    signed_in(officer).post(reverse("planning:plan-paper", args=[confirmed.plan_id]))
    kept = content_of(Paper.objects.get())
    assert (kept.number, kept.issued_on) == (None, None)
    assert any(isinstance(piece, Sheet) for piece in kept.body)


def test_only_who_writes_the_plan_writes_its_paper() -> None:
    body = make_body()
    officer, leader = make_actor(body, Role.OFFICER), make_actor(body, Role.LEADER)
    plan = services.draft_blank(actor=officer, unit_id=body.pk, year=2026, title="Kế hoạch", at=AT)
    assert signed_in(leader).post(reverse("planning:plan-paper", args=[plan.pk])).status_code == 403
    with pytest.raises(NotPermitted):
        services.write_plan_paper(actor=leader, plan_id=plan.pk, source=None, at=AT)
