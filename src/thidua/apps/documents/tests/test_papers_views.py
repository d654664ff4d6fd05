"""The pages of papers: each opens, and a paper goes its whole way by them."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.apps.accounts.models import User
from thidua.apps.documents import jobs
from thidua.apps.documents.domain.papers.writing import typed_body
from thidua.apps.documents.enums import PaperState
from thidua.apps.documents.models import Paper
from thidua.apps.documents.services import papers
from thidua.apps.documents.tests.factories import make_pdf
from thidua.apps.documents.tests.paper_factories import (
    content,
    make_draft,
    make_issued,
    make_office,
    make_sent,
    make_signed,
    make_submitted,
)
from thidua.apps.organizations.tests.factories import AT
from thidua.core import clock
from thidua.core.actor import Actor
from thidua.lib.vanban.official import Sheet

pytestmark = pytest.mark.django_db
NOW = AT + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _standing_clock() -> Any:
    with clock.standing_at(NOW):
        yield


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"papers:{name}", args=args)


def form_of(paper: Paper, **changes: Any) -> dict[str, Any]:
    """Return what the form of a paper sends."""
    text = papers.content_of(paper)
    [signature] = text.signatures
    return {
        "edition": paper.edition,
        "title": text.title,
        "symbol": text.symbol,
        "place": text.place,
        "parent": text.parent,
        "issuer": text.issuer,
        "body": typed_body(text.body),
        "legal_bases": "\n".join(text.legal_bases),
        "recipients": "\n".join(text.recipients),
        "sign1_position": signature.position,
        "sign1_name": signature.name,
        **changes,
    }


def test_every_page_of_a_draft_opens_for_who_writes_it() -> None:
    office = make_office()
    paper = make_draft(office)
    client = signed_in(office.drafter)
    for address in (
        url("outgoing"), url("incoming"), url("create"), url("paper", paper.pk), url("edit", paper.pk),
        url("preview", paper.pk), url("page", paper.pk, 1), url("file", paper.pk, "docx"), url("file", paper.pk, "pdf"),
        url("versions", paper.pk), url("comments", paper.pk), url("history", paper.pk), url("recipients", paper.pk),
        url("submit", paper.pk), url("ask-opinions", paper.pk), url("drop", paper.pk),
    ):  # fmt: skip
        assert client.get(address).status_code == 200, address
    assert client.get(url("page", paper.pk, 2)).status_code == 404
    assert client.get(url("file", paper.pk, "exe")).status_code == 404


def test_a_new_paper_begins_from_the_last_of_its_kind() -> None:
    office = make_office()
    make_draft(office, legal_bases=("Luật Thi đua, khen thưởng",))
    client = signed_in(office.drafter)
    posted = {
        "type_key": "thong-bao", "unit": office.body.pk, "drafting_unit": office.division.pk, "title": "Về hội nghị"
    }  # fmt: skip
    answer = client.post(url("create"), posted)
    paper = Paper.objects.latest("pk")
    assert answer.headers["Location"] == url("edit", paper.pk)
    begun = papers.content_of(paper)
    assert (begun.title, begun.symbol, begun.place) == ("Về hội nghị", "TB-SNV", "Bình Minh")
    assert (begun.legal_bases, begun.signatures, begun.recipients) == (
        ("Luật Thi đua, khen thưởng",), content().signatures, content().recipients,
    )  # fmt: skip
    other = client.post(url("create"), posted | {"type_key": "quyet-dinh"})
    assert other.status_code == 302
    begun = papers.content_of(Paper.objects.latest("pk"))
    assert (begun.symbol, begun.order_word, begun.legal_bases) == ("QĐ-SNV", "QUYẾT ĐỊNH:", ())


def test_saving_keeps_a_version_and_autosave_does_not() -> None:
    office = make_office()
    paper = make_draft(office)
    client = signed_in(office.drafter)
    answer = client.post(url("autosave", paper.pk), form_of(paper, title="Tên đang gõ"))
    assert answer.json() == {"edition": 2, "said": "Đã lưu 10:00"}
    paper.refresh_from_db()
    assert (paper.title, paper.versions.count()) == ("Tên đang gõ", 1)
    answer = client.post(url("edit", paper.pk), form_of(paper, title="Tên đã xong", note="Sửa tên"))
    assert answer.status_code == 302
    assert list(paper.versions.values_list("number", "note")) == [(1, "Dự thảo ban đầu"), (2, "Sửa tên")]


def test_the_second_writer_sees_both_texts_and_may_save_over() -> None:
    office = make_office()
    paper = make_draft(office)
    client = signed_in(office.drafter)
    mine = form_of(paper, title="Bản của tôi")
    client.post(url("edit", paper.pk), form_of(paper, title="Bản đến trước"))
    assert client.post(url("autosave", paper.pk), mine).status_code == 409
    answer = client.post(url("edit", paper.pk), mine)
    assert answer.status_code == 409
    assert answer.context["conflict"] == [("Trích yếu", "Bản đến trước", "Bản của tôi")]
    again = mine | {"edition": answer.context["form"]["edition"].value()}
    assert client.post(url("edit", paper.pk), again).status_code == 302
    paper.refresh_from_db()
    assert paper.title == "Bản của tôi"


def test_a_table_pasted_into_the_text_is_written_on_its_own_page() -> None:
    office = make_office()
    paper = make_draft(office)
    client = signed_in(office.drafter)
    body = typed_body(content().body) + "\nSTT\tNội dung\tThời gian\n1\tPhát động\tTháng 4"
    client.post(url("edit", paper.pk), form_of(paper, body=body))
    paper.refresh_from_db()
    address = url("table", paper.pk, 0, 1)
    assert client.get(address).status_code == 200
    posted = {"edition": paper.edition, "o-0-0": "STT", "o-1-1": "Phát động thi đua", "row_after": "1"}
    assert client.post(address, posted).headers["Location"] == address
    paper.refresh_from_db()
    table = next(piece for piece in papers.content_of(paper).body if isinstance(piece, Sheet)).table
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["STT", "Nội dung", "Thời gian"], ["1", "Phát động thi đua", "Tháng 4"], ["", "", ""],
    ]  # fmt: skip
    posted = {"edition": paper.edition, "pasted": "A\tB\n1\t2", "done": "1", "is_wide": "1"}
    assert client.post(address, posted).headers["Location"] == url("edit", paper.pk)
    paper.refresh_from_db()
    sheet = next(piece for piece in papers.content_of(paper).body if isinstance(piece, Sheet))
    assert (sheet.is_wide, len(sheet.table.rows)) == (True, 2)
    assert client.post(address, posted | {"edition": 1}).status_code == 409


def test_an_annex_is_added_written_and_dropped() -> None:
    office = make_office()
    paper = make_draft(office)
    client = signed_in(office.drafter)
    client.post(url("edit", paper.pk), form_of(paper, add_annex="1"))
    paper.refresh_from_db()
    [annex] = papers.content_of(paper).attachments
    assert (annex.title, annex.body) == ("TÊN PHỤ LỤC", ())
    client.post(url("edit", paper.pk), form_of(paper, annex0_title="DANH SÁCH", annex0_body="1. Phòng A."))
    paper.refresh_from_db()
    [annex] = papers.content_of(paper).attachments
    assert (annex.title, typed_body(annex.body)) == ("DANH SÁCH", "1. Phòng A.")
    client.post(url("edit", paper.pk), form_of(paper, annex0_drop="on"))
    paper.refresh_from_db()
    assert papers.content_of(paper).attachments == ()


def test_versions_are_compared_on_the_page_and_for_word() -> None:
    office = make_office()
    paper = make_draft(office)
    client = signed_in(office.drafter)
    body = typed_body(content().body).replace("đã đăng ký", "đã hoàn thành")
    client.post(url("edit", paper.pk), form_of(paper, body=body))
    page = client.get(url("versions", paper.pk)).content.decode()
    assert '<del title="Lê Thị Soạn, 10:00 02/03/2026">[−<s>đăng ký</s>−]<sup>2</sup></del>' in page
    assert "[+hoàn thành+]<sup>2</sup>" in page
    word = client.get(url("versions", paper.pk), {"tu": 1, "den": 2, "xuat": "word"})
    assert word.content.startswith(b"PK")


def test_a_paper_goes_its_whole_way_by_its_pages() -> None:
    office = make_office()
    paper = make_draft(office)
    drafter, leader, clerk, receiver = (
        signed_in(one) for one in (office.drafter, office.leader, office.clerk, office.receiving)
    )
    units = {"units": [office.receiver.pk], "until": "05/03/2026"}
    assert drafter.post(url("ask-opinions", paper.pk), units).status_code == 302
    assert receiver.get(url("comments", paper.pk), {"dong": 6}).status_code == 200
    said = {"text": "Nên ghi rõ.", "version": 1, "line": 6}
    assert receiver.post(url("comments", paper.pk), said).status_code == 302
    comment = paper.comments.get()
    assert drafter.post(url("resolve", paper.pk, comment.pk)).status_code == 302
    assert drafter.post(url("close-opinions", paper.pk)).status_code == 302
    assert drafter.post(url("submit", paper.pk), {"note": "Kính trình"}).status_code == 302
    assert leader.get(url("sign", paper.pk)).status_code == 200
    assert leader.post(url("return", paper.pk), {"reason": ""}).status_code == 400
    assert leader.post(url("return", paper.pk), {"reason": "Bổ sung"}).status_code == 302
    assert drafter.post(url("submit", paper.pk)).status_code == 302
    assert drafter.post(url("take-back", paper.pk)).status_code == 302
    assert drafter.post(url("submit", paper.pk)).status_code == 302
    scan = io.BytesIO(make_pdf(1))
    scan.name = "ban-ky.pdf"
    assert clerk.post(url("sign", paper.pk), {"cach": "quet", "quet-scan": scan}).status_code == 302
    page = clerk.get(url("paper", paper.pk))
    assert "Cấp số chậm nhất ngày 03/03/2026" in page.content.decode()
    assert clerk.get(url("issue", paper.pk)).status_code == 200
    assert clerk.post(url("issue", paper.pk)).status_code == 302
    jobs.render_paper.func(paper.pk)
    posted = {"units": [office.receiver.pk], "addresses": "UBND tỉnh <vt@tinh.example>"}
    assert clerk.post(url("recipients", paper.pk), posted).status_code == 302
    assert clerk.post(url("send", paper.pk)).status_code == 302
    assert list(paper.recipients.values_list("name", "email")) == [
        ("Phòng Nội vụ số 1", ""), ("UBND tỉnh", "vt@tinh.example"),
    ]  # fmt: skip
    received = paper.recipients.get(unit=office.receiver)
    assert received.seen_at is None
    assert receiver.get(url("paper", paper.pk)).status_code == 200
    received.refresh_from_db()
    assert received.seen_at == NOW
    answer = receiver.post(url("acknowledge", received.pk), {"ve": "den"})
    assert answer.headers["Location"] == url("incoming")
    paper.refresh_from_db()
    assert (paper.state, str(paper.entry)) == (PaperState.SENT, "01/TB-SNV")


def test_a_paper_is_withdrawn_by_its_page() -> None:
    office = make_office()
    wrong = make_sent(office)
    by = make_issued(office, at=NOW)
    clerk = signed_in(office.clerk)
    with clock.standing_at(NOW + timedelta(hours=2)):
        assert clerk.get(url("withdraw", wrong.pk)).status_code == 200
        assert clerk.post(url("withdraw", wrong.pk), {"reason": "Sai"}).status_code == 400
        assert clerk.post(url("withdraw", wrong.pk), {"reason": "Sai", "by": by.pk}).status_code == 302
    wrong.refresh_from_db()
    assert wrong.state == PaperState.WITHDRAWN


def test_corrections_and_withdrawals_begin_from_the_paper() -> None:
    office = make_office()
    wrong = make_sent(office)
    drafter = signed_in(office.drafter)
    for relation, field in (("dinh-chinh", "corrects"), ("thu-hoi", "withdraws")):
        address = f"{url('create')}?{relation}={wrong.pk}"
        page = drafter.get(address)
        posted = {name: page.context["form"][name].value() for name in ("type_key", "unit", "drafting_unit", "title")}
        assert drafter.post(address, posted).status_code == 302
        assert getattr(Paper.objects.latest("pk"), f"{field}_id") == wrong.pk


def test_who_received_a_paper_sees_it_and_nothing_of_its_making() -> None:
    office = make_office()
    paper = make_sent(office)
    client = signed_in(office.receiving)
    assert client.get(url("paper", paper.pk)).status_code == 200
    for name in ("versions", "comments", "history", "recipients"):
        assert client.get(url(name, paper.pk)).status_code == 404
    assert client.get(url("edit", paper.pk)).status_code == 403


@pytest.mark.parametrize("name", ["outgoing", "incoming"])
def test_lists_cost_the_same_for_one_row_and_thirty(name: str, django_assert_num_queries: Any) -> None:
    office = make_office()
    make_sent(office)
    actor = office.clerk if name == "outgoing" else office.receiving
    client = signed_in(actor)
    client.get(url(name))
    with CaptureQueriesContext(connection) as one:
        assert client.get(url(name)).context["page"].total == 1
    for _ in range(29):
        make_sent(office)
    with django_assert_num_queries(len(one)):
        assert client.get(url(name)).context["page"].total == 30


def test_lists_go_out_as_excel_and_find_by_words() -> None:
    office = make_office()
    make_sent(office)
    make_signed(office, title="Khen thưởng đột xuất")
    make_submitted(office, title="Việc khác")
    client = signed_in(office.clerk)
    excel = client.get(url("outgoing"), {"xuat": "excel"})
    assert (excel.status_code, b"".join(excel.streaming_content)[:2]) == (200, b"PK")
    assert client.get(url("outgoing"), {"q": "khen thuong dot xuat"}).context["page"].total == 1
    assert client.get(url("outgoing"), {"tt": "sent"}).context["page"].total == 1
    found = signed_in(office.receiving).get(url("incoming"), {"tt": "new", "q": "so ket"})
    assert found.context["page"].total == 1
