"""The acts on papers, from the draft to whom they reach."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, transaction

from thidua.apps.audit.models import Entry
from thidua.apps.documents import jobs, queries
from thidua.apps.documents.enums import NoteKind, PaperState
from thidua.apps.documents.errors import PaperNotReady
from thidua.apps.documents.models import EntryNote, IssuedNumber, Paper, PaperRecipient, PaperVersion
from thidua.apps.documents.services import papers
from thidua.apps.documents.tests.factories import make_file, make_pdf
from thidua.apps.documents.tests.paper_factories import (
    content,
    make_draft,
    make_issued,
    make_office,
    make_sent,
    make_signed,
    make_submitted,
)
from thidua.apps.notifications.models import Notice
from thidua.apps.organizations.tests.factories import AT, make_actor, make_body, make_unit
from thidua.core import clock
from thidua.core.actor import Role
from thidua.core.errors import DomainError, EditConflict, InvalidInput, NotPermitted, NotVisible
from thidua.core.models import Job
from thidua.lib.vanban.model import Run
from thidua.lib.vanban.official import Level, Passage

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


def last_act(paper: Paper) -> tuple[str, str, Any]:
    """Return the last act recorded about a paper, who did it, and what it says."""
    entry = Entry.objects.filter(subject_type="documents.paper", subject_id=str(paper.pk)).order_by("sequence").last()
    assert entry is not None
    return entry.act, entry.actor_label, entry.changes


def told(kind: str) -> set[tuple[int, str]]:
    return set(Notice.objects.filter(kind=f"documents.{kind}").values_list("recipient_id", "title"))


def changed(paper: Paper, words: str) -> Any:
    body = (*papers.content_of(paper).body, Passage(Level.TEXT, runs=(Run(words),)))
    return replace(papers.content_of(paper), body=body)


def test_a_draft_is_kept_as_its_first_version_without_number_and_date() -> None:
    office = make_office()
    paper = make_draft(office, number=7, issued_on=date(2026, 1, 1))
    assert papers.content_of(paper) == content()
    assert [(one.number, one.author_label, one.note) for one in paper.versions.all()] == [
        (1, "Lê Thị Soạn", "Dự thảo ban đầu")
    ]
    changes = {"type": "thong-bao", "title": content().title}
    assert last_act(paper) == ("documents.draft_paper", "Lê Thị Soạn", changes)


def test_papers_are_drafted_only_where_one_writes_and_for_bodies_above() -> None:
    office = make_office()
    with pytest.raises(NotPermitted):
        papers.draft_paper(
            actor=office.leader, unit=office.body, drafting_unit=office.division, content=content(), at=AT
        )
    with pytest.raises(InvalidInput) as raised:
        papers.draft_paper(
            actor=office.drafter, unit=office.receiver, drafting_unit=office.division, content=content(), at=AT
        )
    assert set(raised.value.fields) == {"unit"}


def test_what_another_left_is_kept_in_their_name_before_it_is_written_over() -> None:
    office = make_office()
    other = make_actor(office.division, Role.OFFICER, full_name="Ngô Văn Sửa")
    paper = make_draft(office)
    paper = papers.change_paper(
        actor=office.drafter, paper_id=paper.pk, edition=1, content=changed(paper, "Của người thứ nhất."), at=AT
    )
    assert paper.versions.count() == 1
    paper = papers.change_paper(
        actor=other, paper_id=paper.pk, edition=2, content=changed(paper, "Của người thứ hai."), at=LATER,
        keep_version=True, note="Bổ sung",
    )  # fmt: skip
    assert list(paper.versions.values_list("number", "author_label", "note")) == [
        (1, "Lê Thị Soạn", "Dự thảo ban đầu"),
        (2, "Lê Thị Soạn", "Lưu tự động trước khi người khác sửa"),
        (3, "Ngô Văn Sửa", "Bổ sung"),
    ]
    assert last_act(paper) == ("documents.change_paper", "Ngô Văn Sửa", {"passages": 1, "version": 3})


def test_the_second_of_two_who_opened_the_same_text_is_told_and_nothing_is_lost() -> None:
    office = make_office()
    paper = make_draft(office)
    papers.change_paper(actor=office.drafter, paper_id=paper.pk, edition=1, content=changed(paper, "Trước."), at=AT)
    with pytest.raises(EditConflict):
        papers.change_paper(actor=office.drafter, paper_id=paper.pk, edition=1, content=changed(paper, "Sau."), at=AT)
    paper.refresh_from_db()
    assert papers.content_of(paper).body[-1] == Passage(Level.TEXT, runs=(Run("Trước."),))


def test_saving_the_same_text_again_changes_and_records_nothing() -> None:
    office = make_office()
    paper = make_draft(office)
    count = Entry.objects.count()
    paper = papers.change_paper(actor=office.drafter, paper_id=paper.pk, edition=1, content=content(), at=LATER)
    assert (paper.edition, paper.edited_at, Entry.objects.count()) == (1, AT, count)


def test_those_asked_for_an_opinion_see_the_draft_and_comment_it_until_it_is_closed() -> None:
    office = make_office()
    paper = make_draft(office)
    with pytest.raises(NotVisible):
        queries.paper_for(office.receiving, paper.pk)
    papers.ask_opinions(
        actor=office.drafter, paper_id=paper.pk, unit_ids=[office.receiver.pk], until=date(2026, 3, 9), at=AT
    )
    assert last_act(paper) == (
        "documents.ask_opinions", "Lê Thị Soạn", {"reviewers": ["Phòng Nội vụ số 1"], "review_until": "2026-03-09"},
    )  # fmt: skip
    assert told("paper_waiting") == {(office.receiving.user_id, f"Xin ý kiến: Thông báo “{content().title}”")}
    assert [one.pk for one in queries.papers_for_opinion(office.receiving)] == [paper.pk]
    comment = papers.comment_paper(
        actor=office.receiving, paper_id=paper.pk, text="Nên ghi rõ số đơn vị.", line=6, at=LATER
    )
    assert (comment.quote, comment.version.number) == ("1. Các đơn vị đã đăng ký thi đua.", 1)
    assert last_act(paper) == (
        "documents.comment_paper", "Đỗ Thị Nhận",
        {"opinion": "Nên ghi rõ số đơn vị.", "quote": "1. Các đơn vị đã đăng ký thi đua.", "version": 1},
    )  # fmt: skip
    assert list(queries.papers_for_opinion(office.receiving)) == []
    reply = papers.comment_paper(
        actor=office.drafter, paper_id=paper.pk, text="Đã bổ sung.", parent_id=comment.pk, at=LATER
    )
    papers.comment_paper(actor=office.drafter, paper_id=paper.pk, text="Xong.", parent_id=reply.pk, at=LATER)
    papers.resolve_comment(actor=office.drafter, paper_id=paper.pk, comment_id=comment.pk, at=LATER)
    assert last_act(paper)[0] == "documents.resolve_comment"
    found = queries.comments_of(paper)
    assert [(one.text, one.resolved_at, [reply.text for reply in one.replies.all()]) for one in found] == [
        ("Nên ghi rõ số đơn vị.", LATER, ["Đã bổ sung.", "Xong."])
    ]
    papers.close_opinions(actor=office.drafter, paper_id=paper.pk, at=LATER)
    assert last_act(paper) == ("documents.close_opinions", "Lê Thị Soạn", {})
    with pytest.raises(NotVisible):
        papers.comment_paper(actor=office.receiving, paper_id=paper.pk, text="Thêm.", at=LATER)


def test_opinions_are_asked_of_somebody_and_until_a_day_to_come() -> None:
    office = make_office()
    paper = make_draft(office)
    with pytest.raises(InvalidInput) as raised:
        papers.ask_opinions(actor=office.drafter, paper_id=paper.pk, unit_ids=[], until=date(2026, 3, 1), at=AT)
    assert set(raised.value.fields) == {"units", "until"}


def test_a_paper_that_lacks_parts_of_its_form_is_not_submitted() -> None:
    office = make_office()
    paper = make_draft(office, symbol="", recipients=(), place="")
    with pytest.raises(PaperNotReady) as raised:
        papers.submit_paper(actor=office.drafter, paper_id=paper.pk, at=AT)
    assert raised.value.missing == (
        "Chưa có ký hiệu (ô số 3).", "Chưa có địa danh (ô số 4).", "Chưa có “Nơi nhận” (ô số 9b).",
    )  # fmt: skip


def test_a_submitted_paper_is_taken_back_or_returned_with_the_reason() -> None:
    office = make_office()
    paper = make_submitted(office)
    assert told("paper_waiting") == {(office.leader.user_id, f"Trình ký: Thông báo “{content().title}”")}
    assert last_act(paper) == ("documents.submit_paper", "Lê Thị Soạn", {})
    papers.take_back_paper(actor=office.drafter, paper_id=paper.pk, at=AT)
    assert last_act(paper) == ("documents.take_back_paper", "Lê Thị Soạn", {})
    papers.submit_paper(actor=office.drafter, paper_id=paper.pk, note="Trình lại", at=LATER)
    with pytest.raises(InvalidInput):
        papers.return_paper(actor=office.leader, paper_id=paper.pk, reason=" ", at=LATER)
    returned = papers.return_paper(actor=office.leader, paper_id=paper.pk, reason="Bổ sung căn cứ", at=LATER)
    assert (returned.state, returned.state_reason) == (PaperState.RETURNED, "Bổ sung căn cứ")
    assert last_act(paper) == ("documents.return_paper", "Trần Văn Bình", {"reason": "Bổ sung căn cứ"})
    assert told("paper_answered") == {(office.drafter.user_id, f"Bị trả lại: Thông báo “{content().title}”")}
    assert [one.pk for one in queries.papers_returned(office.drafter)] == [paper.pk]


def test_only_the_named_signer_signs() -> None:
    office = make_office()
    other = make_actor(office.body, Role.LEADER, full_name="Hoàng Văn Phó")
    paper = make_draft(office)
    signer = office.body.people.get(user_id=office.leader.user_id)
    papers.change_paper(actor=office.drafter, paper_id=paper.pk, edition=1, content=content(), signer=signer, at=AT)
    papers.submit_paper(actor=office.drafter, paper_id=paper.pk, at=AT)
    signed = make_file(office.body, make_pdf(1), name="ky-so.pdf")
    with pytest.raises(NotPermitted):
        papers.sign_paper(actor=other, paper_id=paper.pk, signed=signed, at=AT)
    assert [list(queries.papers_to_sign(one)) for one in (other, office.leader)] == [[], [paper]]
    papers.sign_paper(actor=office.leader, paper_id=paper.pk, signed=signed, at=AT)
    assert last_act(paper) == ("documents.sign_paper", "Trần Văn Bình", {"file_sha256": signed.sha256})
    assert [one.pk for one in queries.papers_to_number(office.clerk)] == [paper.pk]


def test_a_paper_signed_by_hand_is_entered_with_its_scan() -> None:
    office = make_office()
    paper = make_submitted(office)
    with pytest.raises(InvalidInput):
        papers.register_signature(
            actor=office.clerk, paper_id=paper.pk, scan=io.BytesIO(b"chi la chu"), original_name="a.txt", at=AT
        )
    scan = make_pdf(1)
    signed = papers.register_signature(
        actor=office.clerk, paper_id=paper.pk, scan=io.BytesIO(scan), original_name="a.pdf", at=AT
    )
    assert signed.signed_file is not None
    assert (signed.state, signed.signing_way) == (PaperState.SIGNED, "on_paper")
    assert last_act(paper) == (
        "documents.register_signature", "Phạm Văn Thư", {"file_sha256": signed.signed_file.sha256},
    )  # fmt: skip


def test_the_records_clerk_returns_a_signed_paper_whose_form_is_not_right() -> None:
    office = make_office()
    paper = papers.return_paper(actor=office.clerk, paper_id=make_signed(office).pk, reason="Sai thể thức", at=LATER)
    assert (paper.state, paper.signed_at, paper.signed_by_id, paper.signing_way) == ("returned", None, None, "")
    paper = papers.submit_paper(actor=office.drafter, paper_id=paper.pk, at=LATER)
    assert paper.state == PaperState.SUBMITTED


def test_issuing_gives_number_and_date_fixes_the_text_and_asks_for_the_files() -> None:
    office = make_office()
    paper = make_issued(office)
    fixed = papers.content_of(paper)
    assert (fixed.number, fixed.issued_on, str(paper.entry)) == (1, date(2026, 3, 2), "01/TB-SNV")
    assert replace(fixed, number=None, issued_on=None) == content()
    assert last_act(paper) == (
        "documents.issue_paper", "Phạm Văn Thư", {"code": "01/TB-SNV", "issued_on": "2026-03-02"}
    )  # fmt: skip
    entry = IssuedNumber.objects.get()
    assert (entry.signer, entry.keeping_unit) == ("Trần Văn Bình", "Ban Thi đua")
    assert Job.objects.filter(key=f"thidua.apps.documents.jobs.render_paper:{paper.pk}").count() == 1
    assert paper.versions.last().content == paper.content


def test_a_number_given_too_late_is_told() -> None:
    office = make_office()  # signed on Monday 02/03/2026: Tuesday is the last day
    assert papers.last_day_for_number(AT) == date(2026, 3, 3)
    paper = make_issued(office, at=AT + timedelta(days=4))
    assert last_act(paper)[2]["days_late"] == 3


def test_if_no_number_can_be_given_nothing_is_issued() -> None:
    office = make_office()
    paper = make_signed(office)
    with pytest.raises(DomainError):
        papers.issue_paper(actor=office.clerk, paper_id=paper.pk, at=AT + timedelta(days=-365 * 2))
    paper.refresh_from_db()
    assert (paper.state, paper.entry_id, IssuedNumber.objects.count()) == (PaperState.SIGNED, None, 0)


@pytest.mark.parametrize(
    "values",
    [
        {"title": "Khác"}, {"content": {}}, {"symbol": "QĐ-SNV"}, {"signed_at": LATER}, {"state": "draft"},
        {"type_key": "quyet-dinh"}, {"issued_at": LATER + timedelta(days=1)},
    ],
)  # fmt: skip
def test_the_database_itself_keeps_what_was_issued(values: dict[str, Any]) -> None:
    paper = make_issued(make_office())
    with pytest.raises(DatabaseError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(**values)


def test_the_database_itself_keeps_versions_and_issued_papers() -> None:
    paper = make_issued(make_office())
    for act in (
        lambda: PaperVersion.objects.update(note="khác"),
        lambda: PaperVersion.objects.filter(paper=paper).delete(),
        lambda: Paper.objects.filter(pk=paper.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_files_are_made_once_and_their_hashes_kept() -> None:
    office = make_office()
    paper = make_issued(office)
    with clock.standing_at(LATER):
        assert [jobs.render_paper.func(paper.pk) for _ in range(2)] == ["made", "made before"]
    paper = queries.paper_for(office.leader, paper.pk)
    assert paper.docx is not None
    assert paper.pdf is not None
    assert (paper.docx.original_name, paper.pdf.original_name) == ("01-TB-SNV.docx", "01-TB-SNV.pdf")
    assert (paper.docx_sha256, paper.pdf_sha256) == (paper.docx.sha256, paper.pdf.sha256)
    assert last_act(paper) == (
        "documents.keep_rendering", "Hệ thống", {"docx_sha256": paper.docx_sha256, "pdf_sha256": paper.pdf_sha256},
    )  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(pdf_sha256="0" * 64)


def test_a_paper_reaches_units_as_received_and_addresses_by_one_mail() -> None:
    office = make_office()
    paper = make_issued(office)
    papers.set_recipients(
        actor=office.clerk, paper_id=paper.pk, unit_ids=[office.receiver.pk],
        addresses=[papers.Address(" vt@tinh.example ", "UBND tỉnh")], at=LATER,
    )  # fmt: skip
    assert last_act(paper)[2] == {"recipients": ["Phòng Nội vụ số 1"], "addresses": ["vt@tinh.example"]}
    assert list(queries.incoming_papers(office.receiving)) == []
    papers.send_paper(actor=office.clerk, paper_id=paper.pk, at=LATER)
    assert last_act(paper) == (
        "documents.send_paper", "Phạm Văn Thư", {"recipients": ["Phòng Nội vụ số 1", "UBND tỉnh"]},
    )  # fmt: skip
    assert EntryNote.objects.get(kind=NoteKind.TRANSFERRED).text == "Phòng Nội vụ số 1; UBND tỉnh"
    assert told("paper_received") == {(office.receiving.user_id, f"Văn bản đến: Thông báo 01/TB-SNV ({paper.title})")}
    outside = PaperRecipient.objects.get(email="vt@tinh.example")
    with clock.standing_at(LATER):
        assert [jobs.mail_paper.func(outside.pk) for _ in range(2)] == ["sent", "sent before"]
    [sent] = mail.outbox
    assert (sent.to, sent.extra_headers["Message-ID"]) == (["vt@tinh.example"], outside.message_id)
    assert [name for name, _, _ in sent.attachments] == ["ban-ky.pdf", "01-TB-SNV.pdf"]
    assert last_act(paper) == ("documents.note_mailed", "Hệ thống", {"addresses": "vt@tinh.example"})
    with pytest.raises(DomainError):
        papers.send_paper(actor=office.clerk, paper_id=paper.pk, at=LATER)


def test_a_mail_that_is_not_taken_is_tried_again_and_given_up_in_words(settings: Any, monkeypatch: Any) -> None:
    office = make_office()
    paper = make_issued(office)
    papers.set_recipients(
        actor=office.clerk, paper_id=paper.pk, unit_ids=[], addresses=[papers.Address("a@b.example")], at=LATER
    )
    papers.send_paper(actor=office.clerk, paper_id=paper.pk, at=LATER)
    outside = paper.recipients.get()

    def refuse(_message: Any) -> None:
        raise ConnectionRefusedError("máy chủ thư nghỉ")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    with clock.standing_at(LATER):
        for _ in range(7):
            assert jobs.mail_paper.func(outside.pk) == "not taken"
    assert Job.objects.filter(task_path="thidua.apps.documents.jobs.mail_paper").count() == 7
    assert {title for _, title in told("paper_answered")} >= {"Chưa gửi được thư tới a@b.example"}


def test_the_receiving_unit_sees_and_acknowledges_once() -> None:
    office = make_office()
    paper = make_sent(office)
    [received] = queries.papers_to_acknowledge(office.receiving)
    papers.note_seen(actor=office.receiving, recipient_id=received.pk, at=LATER)
    assert last_act(paper) == ("documents.note_seen", "Đỗ Thị Nhận", {"unit": "Phòng Nội vụ số 1"})
    papers.acknowledge_paper(actor=office.receiving, recipient_id=received.pk, note="Đã giao anh Nam", at=LATER)
    assert last_act(paper) == (
        "documents.acknowledge_paper", "Đỗ Thị Nhận", {"unit": "Phòng Nội vụ số 1", "note": "Đã giao anh Nam"},
    )  # fmt: skip
    count = Entry.objects.count()
    again = papers.acknowledge_paper(actor=office.receiving, recipient_id=received.pk, at=LATER + timedelta(days=1))
    assert (again.acknowledged_at, Entry.objects.count()) == (LATER, count)
    assert list(queries.papers_to_acknowledge(office.receiving)) == []
    with pytest.raises(NotPermitted):
        papers.acknowledge_paper(actor=office.leader, recipient_id=received.pk, at=LATER)
    with pytest.raises(NotVisible):
        papers.acknowledge_paper(actor=office.drafter, recipient_id=received.pk, at=LATER)


def test_recipients_are_units_of_the_body_and_real_addresses_and_who_has_it_stays() -> None:
    office = make_office()
    foreign = make_unit(make_body(name="Sở Y tế", short_name="SYT"))
    paper = make_sent(office)
    with pytest.raises(InvalidInput) as raised:
        papers.set_recipients(
            actor=office.clerk, paper_id=paper.pk, unit_ids=[], addresses=[papers.Address("không phải")], at=LATER
        )
    assert set(raised.value.fields) == {"addresses"}
    papers.set_recipients(actor=office.clerk, paper_id=paper.pk, unit_ids=[foreign.pk, office.division.pk], at=LATER)
    assert {str(one) for one in paper.recipients.all()} == {"Phòng Nội vụ số 1", "Ban Thi đua"}


def test_a_correction_is_a_paper_of_its_own_entered_with_the_corrected_one() -> None:
    office = make_office()
    wrong = make_sent(office)
    right = papers.draft_paper(
        actor=office.drafter, unit=office.body, drafting_unit=office.division, corrects_id=wrong.pk, at=LATER,
        content=content(type_key="cong-van", symbol="SNV-VP", title="đính chính", addressees=("Các đơn vị",)),
    )  # fmt: skip
    papers.submit_paper(actor=office.drafter, paper_id=right.pk, at=LATER)
    papers.register_signature(
        actor=office.clerk, paper_id=right.pk, scan=io.BytesIO(make_pdf(1)), original_name="a.pdf", at=LATER
    )
    right = papers.issue_paper(actor=office.clerk, paper_id=right.pk, at=LATER + timedelta(hours=3))
    note = EntryNote.objects.get(kind=NoteKind.CORRECTED)
    assert (note.entry_id, note.document_id) == (wrong.entry_id, right.entry_id)


def test_a_withdrawing_paper_takes_back_what_it_names_when_it_is_issued() -> None:
    office = make_office()
    wrong = make_sent(office)
    by = papers.draft_paper(
        actor=office.drafter, unit=office.body, drafting_unit=office.division, withdraws_id=wrong.pk, at=LATER,
        content=content(title="Thu hồi văn bản"),
    )  # fmt: skip
    papers.submit_paper(actor=office.drafter, paper_id=by.pk, at=LATER)
    papers.register_signature(
        actor=office.clerk, paper_id=by.pk, scan=io.BytesIO(make_pdf(1)), original_name="a.pdf", at=LATER
    )
    by = papers.issue_paper(actor=office.clerk, paper_id=by.pk, at=LATER + timedelta(hours=3))
    wrong.refresh_from_db()
    assert wrong.state == PaperState.WITHDRAWN
    assert last_act(wrong) == (
        "documents.withdraw_paper", "Phạm Văn Thư", {"reason": "Thu hồi văn bản", "code": "02/TB-SNV"},
    )  # fmt: skip
    note = EntryNote.objects.get(kind=NoteKind.WITHDRAWN)
    assert (note.entry_id, note.document_id) == (wrong.entry_id, by.entry_id)
    assert (office.receiving.user_id, f"Thu hồi: Thông báo 01/TB-SNV ({wrong.title})") in told("paper_received")


def test_a_paper_is_withdrawn_only_by_another_issued_one_and_with_a_reason() -> None:
    office = make_office()
    wrong, draft = make_sent(office), make_draft(office)
    for by in (wrong, draft):
        with pytest.raises(NotVisible):
            papers.withdraw_paper(actor=office.clerk, paper_id=wrong.pk, by_id=by.pk, reason="Sai", at=LATER)
    by = make_issued(office, at=LATER + timedelta(hours=3))
    with pytest.raises(InvalidInput):
        papers.withdraw_paper(actor=office.clerk, paper_id=wrong.pk, by_id=by.pk, reason="", at=LATER)
    done = papers.withdraw_paper(
        actor=office.clerk, paper_id=wrong.pk, by_id=by.pk, reason="Ban hành nhầm", at=LATER + timedelta(hours=4)
    )
    assert (done.state, done.state_reason) == (PaperState.WITHDRAWN, "Ban hành nhầm")


def test_only_issued_papers_of_the_same_body_are_corrected() -> None:
    office = make_office()
    with pytest.raises(InvalidInput):
        papers.draft_paper(
            actor=office.drafter, unit=office.body, drafting_unit=office.division, content=content(), at=AT,
            corrects_id=make_draft(office).pk,
        )  # fmt: skip
    with pytest.raises(NotPermitted):
        papers.draft_paper(
            actor=office.drafter, unit=office.division, drafting_unit=office.division, content=content(), at=AT,
            corrects_id=make_sent(office).pk,
        )  # fmt: skip


def test_a_draft_given_up_stays_readable_where_it_was_written() -> None:
    office = make_office()
    paper = papers.drop_paper(actor=office.drafter, paper_id=make_draft(office).pk, reason="Không cần nữa", at=AT)
    assert last_act(paper) == ("documents.drop_paper", "Lê Thị Soạn", {"reason": "Không cần nữa"})
    assert queries.paper_for(office.drafter, paper.pk).state == PaperState.DROPPED
    with pytest.raises(DomainError):
        papers.submit_paper(actor=office.drafter, paper_id=paper.pk, at=AT)
