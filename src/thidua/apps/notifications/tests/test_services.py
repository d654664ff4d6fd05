"""Notices, preferences and the course of a mail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from thidua.apps.audit.models import Entry
from thidua.apps.notifications import queries, services
from thidua.apps.notifications.models import KindPreference, Notice, OutgoingMail
from thidua.apps.notifications.policies import can_read, visible_notices
from thidua.apps.notifications.queries import Wishes, unread_count, wishes_of
from thidua.apps.notifications.tests.factories import AT, LATE, ON, QUIET, SOON, make_user, new_notice, tell
from thidua.apps.organizations.tests.factories import make_body, make_unit, make_user_with_role
from thidua.core.actor import Actor, Role
from thidua.core.errors import InvalidInput, NotVisible
from thidua.core.models import Job

pytestmark = pytest.mark.django_db


def actor_of(user: object) -> Actor:
    return Actor(user_id=user.pk, label=str(user))


def wish(user: object, *, hour: int = 7, working_days_only: bool = True, **kinds: tuple[bool, bool]) -> None:
    named = {"soon": SOON, "late": LATE, "quiet": QUIET}
    wishes = Wishes(hour, working_days_only, {named[name]: both for name, both in kinds.items()})
    services.set_preferences(actor=actor_of(user), user_id=user.pk, wishes=wishes, at=AT)


def test_the_same_key_is_told_once() -> None:
    user, other = make_user(), make_user()
    told = [new_notice(user, key="a"), new_notice(user, key="b"), new_notice(other, key="a")]
    services.notify_many(notices=told, at=AT)
    Notice.objects.filter(recipient=user, key="a").update(read_at=AT)
    services.notify_many(notices=told, at=AT + timedelta(hours=1))
    assert sorted(Notice.objects.values_list("recipient_id", "key", "created_at", "read_at")) == sorted(
        [(user.pk, "a", AT, AT), (user.pk, "b", AT, None), (other.pk, "a", AT, None)], key=lambda row: row[:2]
    )
    assert Entry.objects.count() == 0


def test_telling_one_or_nine_hundred_takes_the_same_statements() -> None:
    counts = []
    for size in (1, 900):
        people = [make_user() for _ in range(size)]
        with CaptureQueriesContext(connection) as captured:
            services.notify_many(notices=(new_notice(user) for user in people), at=AT)
        counts.append(len([one for one in captured if "SAVEPOINT" not in one["sql"]]))
    assert counts[0] == 3
    assert counts[1] <= 3 + 900 * 16 // 999 + 1  # SQLite takes at most 999 values a statement
    assert Notice.objects.count() == 901


def test_what_nobody_could_use_is_refused() -> None:
    user = make_user()
    with pytest.raises(ValueError, match=r"samples\.unknown is no kind"):
        services.notify_many(notices=[new_notice(user, kind="samples.unknown")], at=AT)
    for url in ("https://example.org/", "//example.org/", "/\\example.org", "ke-hoach/"):
        with pytest.raises(ValueError, match="no address inside the program"):
            services.notify_many(notices=[new_notice(user, url=url)], at=AT)
    assert Notice.objects.count() == 0


def test_titles_are_one_line_of_bounded_length() -> None:
    notice = tell(make_user(), title="Nộp\nbáo cáo " + "dài " * 100)
    assert (notice.title[:11], len(notice.title), notice.title[-1]) == ("Nộp báo cáo", 300, "…")


def test_closed_accounts_are_told_nothing() -> None:
    services.notify_many(notices=[new_notice(make_user(is_active=False))], at=AT)
    assert Notice.objects.count() == 0


def test_preferences_decide_where_a_kind_goes() -> None:
    nowhere, by_mail, both = make_user(), make_user(), make_user()
    wish(nowhere, soon=(False, False), late=(False, False))
    wish(by_mail, soon=(False, True))
    for user in (nowhere, by_mail, both):
        services.notify_many(notices=[new_notice(user, kind=SOON), new_notice(user, kind=LATE)], at=AT)
    told = Notice.objects.values_list("recipient_id", "kind", "in_program").order_by("recipient_id", "kind")
    assert list(told) == [
        (nowhere.pk, LATE, True),
        (by_mail.pk, SOON, False),
        (by_mail.pk, LATE, True),
        (both.pk, SOON, True),
        (both.pk, LATE, True),
    ]
    assert unread_count(actor_of(by_mail)) == 1


def test_preferences_are_kept_where_they_differ_and_recorded() -> None:
    user = make_user()
    assert wishes_of(user.pk).kinds[SOON] == (True, True)
    wish(user, hour=9, working_days_only=False, soon=(True, False), late=(False, True), quiet=(True, False))
    assert list(KindPreference.objects.values_list("kind", "in_program", "by_mail")) == [(SOON, True, False)]
    assert (wishes_of(user.pk).hour, wishes_of(user.pk).kinds[LATE]) == (9, (True, True))
    entry = Entry.objects.get()
    assert (entry.act, entry.subject_id, entry.changes["hour"], entry.changes["working_days_only"]) == (
        "notifications.set_preferences",
        str(user.pk),
        [7, 9],
        [True, False],
    )
    assert "Nhiệm vụ sắp đến hạn" in entry.changes["off_by_mail"][1]
    assert sorted(entry.changes) == ["hour", "off_by_mail", "working_days_only"]


def test_preferences_of_others_and_hours_of_the_night_are_refused() -> None:
    user, other = make_user(), make_user()
    with pytest.raises(NotVisible):
        services.set_preferences(actor=actor_of(other), user_id=user.pk, wishes=Wishes(8, True, {}), at=AT)
    with pytest.raises(InvalidInput) as refused:
        wish(user, hour=3)
    assert refused.value.fields == {"hour": "Thư tổng hợp chỉ gửi trong khoảng từ 5 đến 20 giờ."}
    assert Entry.objects.count() == 0


def test_reading_is_for_the_recipient_alone() -> None:
    user, other = make_user(), make_user()
    notice = tell(user)
    with pytest.raises(NotVisible):
        services.read_notice(actor=actor_of(other), notice_id=notice.pk, at=AT)
    assert services.read_all_notices(actor=actor_of(other), at=AT) == 0
    services.read_notice(actor=actor_of(user), notice_id=notice.pk, at=AT)
    services.read_notice(actor=actor_of(user), notice_id=notice.pk, at=AT + timedelta(days=1))
    notice.refresh_from_db()
    assert notice.read_at == AT
    tell(user)
    assert services.read_all_notices(actor=actor_of(user), at=AT) == 1
    assert Entry.objects.count() == 0


def test_can_agrees_with_visible() -> None:
    body = make_body()
    users = [make_user(), make_user(), make_user_with_role(body, Role.ADMINISTRATOR)]
    wish(users[0], soon=(False, True))
    rows = [tell(user, kind=kind) for user in users for kind in (SOON, LATE, QUIET)]
    for actor in [*(actor_of(user) for user in users), Actor(user_id=None, label="")]:
        assert set(visible_notices(actor)) == {row for row in rows if can_read(actor, row)}


def test_what_holds_no_more_is_taken_back_unless_seen() -> None:
    user = make_user()
    about = {"subject_type": "planning.task", "subject_id": 7}
    gone, read, late = (tell(user, kind=kind, **about) for kind in (SOON, SOON, LATE))
    other = tell(user, subject_type="planning.task", subject_id=8)
    services.read_notice(actor=actor_of(user), notice_id=read.pk, at=AT)
    assert services.withdraw_notices(subject_type="planning.task", subject_ids=[7], kinds=[SOON]) == 1
    assert set(Notice.objects.all()) == {read, late, other}
    assert not Notice.objects.filter(pk=gone.pk).exists()


def prepared(user: object) -> OutgoingMail:
    digest = queries.digest_for(user_id=user.pk, on=ON)
    assert digest is not None
    mail = services.prepare_mail(
        digest=digest, letter=services.Letter("Thi Đua:\r\nBcc: x", "chữ", "<p>chữ</p>"), at=AT
    )
    assert mail is not None
    return mail


def test_a_failed_mail_is_tried_again_for_ten_hours_then_told_to_administrators() -> None:
    body = make_body()
    division = make_unit(body)
    administrator = make_user_with_role(body, Role.ADMINISTRATOR)
    make_user_with_role(make_body(name="Sở khác"), Role.ADMINISTRATOR)
    user = make_user_with_role(division, Role.UNIT_CLERK)
    user.email = "a@so.gov.vn"
    user.save()
    tell(user)
    mail = prepared(user)
    pauses = []
    for attempt in range(1, len(services.RETRY_AFTER) + 1):
        before = Entry.objects.count()
        services.note_failure(mail_id=mail.pk, error="từ chối kết nối", is_refused=False, at=AT)
        job = Job.objects.get(key=f"notifications.digest:{user.pk}:{ON}:{attempt}")
        assert (job.task_path, job.arguments["args"]) == (
            "thidua.apps.notifications.jobs.send_digest",
            [user.pk, "2026-03-02"],
        )
        assert Entry.objects.count() == before
        pauses.append(job.run_at - AT)
    assert sum(pauses, timedelta()) == timedelta(hours=10, minutes=21)
    last = services.note_failure(mail_id=mail.pk, error="từ chối kết nối", is_refused=False, at=AT)
    assert (last.given_up_at, last.attempts, last.sent_at) == (AT, 7, None)
    entry = Entry.objects.latest("sequence")
    assert (entry.act, entry.changes) == (
        "notifications.give_up_mail",
        {"error": "từ chối kết nối", "on": "2026-03-02"},
    )
    told = Notice.objects.get(kind="notifications.mail_failed")
    assert (told.recipient, told.title, "từ chối kết nối" in told.text) == (
        administrator,
        "Có thư tổng hợp ngày 02/03/2026 không gửi được",
        True,
    )
    assert Job.objects.filter(task_path__endswith="send_digest").count() == len(services.RETRY_AFTER)
    assert services.note_failure(mail_id=mail.pk, error="", is_refused=False, at=AT).attempts == 7


def test_a_refused_address_is_given_up_at_once() -> None:
    body = make_body()
    administrator = make_user_with_role(body, Role.ADMINISTRATOR)
    user = make_user_with_role(body, Role.OFFICER, full_name="Lê Thị Hoa")
    user.email = "sai@so.gov.vn"
    user.save()
    tell(user)
    mail = prepared(user)
    services.note_failure(mail_id=mail.pk, error="550 no such user", is_refused=True, at=AT)
    told = Notice.objects.get(kind="notifications.mail_failed")
    assert (told.recipient, told.title) == (
        administrator,
        "Máy chủ thư không nhận địa chỉ sai@so.gov.vn của Lê Thị Hoa",
    )
    assert (Job.objects.count(), Entry.objects.latest("sequence").act) == (0, "notifications.give_up_mail")


def test_nothing_from_outside_gets_into_a_header() -> None:
    user = make_user()
    tell(user)
    mail = prepared(user)
    assert (mail.subject, mail.message_id.endswith("@localhost>")) == ("Thi Đua: Bcc: x", True)
    wrong = make_user(email="a@so.gov.vn\r\nBcc: b@x.vn")
    tell(wrong)
    digest = queries.digest_for(user_id=wrong.pk, on=ON)
    assert digest is not None
    assert services.prepare_mail(digest=digest, letter=services.Letter("", "", ""), at=AT) is None


def test_the_old_is_forgotten() -> None:
    user, waiting = make_user(), make_user()
    tell(user)
    tell(waiting)
    sent = prepared(user)
    prepared(waiting)
    services.note_sent(mail_id=sent.pk, at=AT)
    assert services.sweep_old(at=AT + timedelta(days=29)) == (0, 0)
    assert services.sweep_old(at=AT + timedelta(days=31)) == (2, 0)
    assert sorted(OutgoingMail.objects.values_list("recipient_id", "text")) == [(user.pk, ""), (waiting.pk, "")]
    assert services.sweep_old(at=AT + timedelta(days=401)) == (0, 2)
    assert Entry.objects.count() == 0
