"""The digest: who gets it when, what it says, and that it goes out under one Message-ID."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from datetime import timedelta
from email.message import Message
from typing import Any

import pytest
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from thidua.apps.notifications import jobs, queries, services
from thidua.apps.notifications.models import MailPreference, Notice, OutgoingMail
from thidua.apps.notifications.tests.factories import (
    AT,
    HOLIDAY,
    LATE,
    ON,
    QUIET,
    SATURDAY,
    SOON,
    make_user,
    new_notice,
    tell,
)
from thidua.core.actor import Actor
from thidua.core.jobs import schedule
from thidua.core.models import Job

pytestmark = pytest.mark.django_db

DAY = ON.isoformat()


class Failing(EmailBackend):
    """A mail server that answers each sending with the next error, then takes mails."""

    errors: list[Exception] = []

    def send_messages(self, messages: Sequence[Any]) -> int:
        if Failing.errors:
            raise Failing.errors.pop(0)
        return super().send_messages(messages)


def parts(message: Message) -> dict[str, str]:
    return {
        part.get_content_type(): part.get_payload(decode=True).decode()
        for part in message.walk()
        if not part.is_multipart()
    }


def test_one_mail_a_day_with_everything_in_it() -> None:
    user = make_user(full_name="Nguyễn Văn An")
    late = tell(user, kind=LATE, title="Báo cáo <quý> I quá hạn 3 ngày", text="Kế hoạch 25/KH")
    tell(user, kind=SOON, title="Họp sơ kết", on_behalf_of="Lê Thị Hoa")
    tell(user, kind=QUIET, title="Đã duyệt")
    assert jobs.send_digest.call(user.pk, DAY) == "sent"
    tell(user, title="Đến sau")
    assert jobs.send_digest.call(user.pk, DAY) == "settled before"
    [sent] = outbox.outbox
    kept = OutgoingMail.objects.get()
    assert (sent.subject, sent.to, sent.extra_headers["Message-ID"]) == (
        "Thi Đua: 2 việc cần chú ý ngày 02/03/2026",
        [user.email],
        kept.message_id,
    )
    assert sent.message()["Auto-Submitted"] == "auto-generated"
    said = parts(sent.message())
    assert said["text/plain"] == (
        "Kính gửi Ông/Bà Nguyễn Văn An,\n\n"
        "Ông/Bà có 2 việc cần chú ý ngày 02/03/2026:\n\n"
        "NHIỆM VỤ SẮP ĐẾN HẠN\n\n"
        "- Họp sơ kết (thay Lê Thị Hoa)\n"
        f"  http://localhost:8000/thong-bao/{Notice.objects.get(title='Họp sơ kết').pk}/\n\n"
        "NHIỆM VỤ QUÁ HẠN\n\n"
        "- Báo cáo <quý> I quá hạn 3 ngày\n  Kế hoạch 25/KH\n"
        f"  http://localhost:8000/thong-bao/{late.pk}/\n\n"
        "--\nThư do phần mềm Thi Đua gửi tự động, đề nghị không trả lời.\n"
        "Đổi giờ gửi hoặc loại thông báo: http://localhost:8000/thong-bao/tuy-chon/\n"
    )
    assert "Báo cáo &lt;quý&gt; I quá hạn 3 ngày" in said["text/html"]
    assert sorted(Notice.objects.values_list("title", "mail_id")) == [
        ("Báo cáo <quý> I quá hạn 3 ngày", kept.pk),
        ("Họp sơ kết", kept.pk),
        ("Đã duyệt", None),
        ("Đến sau", None),
    ]
    assert jobs.send_digest.call(user.pk, "2026-03-03") == "sent"
    assert outbox.outbox[1].subject == "Thi Đua: 1 việc cần chú ý ngày 03/03/2026"


def test_a_worker_killed_after_sending_sends_the_same_mail_again(monkeypatch: pytest.MonkeyPatch) -> None:
    user = make_user()
    tell(user)

    def killed(**_: object) -> None:
        raise SystemExit(9)

    with monkeypatch.context() as patched:
        patched.setattr(services, "note_sent", killed)
        with pytest.raises(SystemExit):
            jobs.send_digest.call(user.pk, DAY)
    tell(user, title="Đến sau")
    assert jobs.send_digest.call(user.pk, DAY) == "sent"
    first, second = outbox.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert (first.subject, first.body) == (second.subject, second.body)


def test_the_server_is_down_then_up(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Failing"
    user = make_user()
    tell(user)
    Failing.errors = [ConnectionRefusedError("no"), smtplib.SMTPServerDisconnected("gone")]
    assert [jobs.send_digest.call(user.pk, DAY) for _ in range(4)] == [
        "not taken",
        "not taken",
        "sent",
        "settled before",
    ]
    mail = OutgoingMail.objects.get()
    assert (mail.attempts, mail.error, len(outbox.outbox)) == (3, "", 1)
    assert Job.objects.filter(key__startswith=f"notifications.digest:{user.pk}").count() == 2


def test_an_account_closed_between_two_attempts_gets_nothing(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Failing"
    user = make_user()
    tell(user)
    Failing.errors = [TimeoutError("slow")]
    assert jobs.send_digest.call(user.pk, DAY) == "not taken"
    user.is_active = False
    user.save()
    assert (jobs.send_digest.call(user.pk, DAY), outbox.outbox) == ("account closed", [])


@pytest.mark.parametrize(("code", "is_given_up"), [(550, True), (451, False)])
def test_an_address_refused_for_good_is_given_up(settings: Any, code: int, is_given_up: bool) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Failing"
    user = make_user()
    tell(user)
    Failing.errors = [smtplib.SMTPRecipientsRefused({user.email: (code, b"no such user")})]
    assert jobs.send_digest.call(user.pk, DAY) == "not taken"
    mail = OutgoingMail.objects.get()
    assert (mail.given_up_at is not None, mail.error) == (is_given_up, f"{code} no such user")
    assert jobs.send_digest.call(user.pk, DAY) == ("settled before" if is_given_up else "sent")


def test_who_gets_no_mail() -> None:
    nobody = make_user(email="")
    tell(nobody)
    left = make_user()
    tell(left)
    left.is_active = False
    left.save()
    wrong = make_user(email="không phải địa chỉ")
    tell(wrong)
    idle = make_user()
    answers = [jobs.send_digest.call(user.pk, DAY) for user in (nobody, left, idle, wrong)]
    assert answers == ["nothing to send", "nothing to send", "nothing to send", "no usable address"]
    assert queries.recipients_due(on=ON, hour=7) == [wrong.pk]


def test_what_was_read_or_is_old_is_not_mailed() -> None:
    user = make_user()
    read, old = tell(user), tell(user, on=ON - timedelta(days=14))
    Notice.objects.filter(pk=read.pk).update(read_at=AT)
    assert queries.digest_for(user_id=user.pk, on=ON) is None
    tell(user, on=ON + timedelta(days=1))
    assert queries.digest_for(user_id=user.pk, on=ON) is None
    digest = queries.digest_for(user_id=user.pk, on=ON - timedelta(days=1))
    assert digest is not None
    assert digest.notices == (old,)


def test_hours_days_off_and_kinds_decide_who_is_due() -> None:
    usual, early, always, without = (make_user() for _ in range(4))
    for user in (usual, early, always, without):
        tell(user, on=HOLIDAY)
    wishes = queries.wishes_of(usual.pk).kinds
    for user, hour, working_days_only, kinds in (
        (early, 6, True, wishes),
        (always, 7, False, wishes),
        (without, 7, False, {**wishes, SOON: (True, False)}),
    ):
        services.set_preferences(
            actor=Actor(user_id=user.pk, label=""),
            user_id=user.pk,
            wishes=queries.Wishes(hour, working_days_only, kinds),
            at=AT,
        )
    monday = HOLIDAY + timedelta(days=6)
    assert queries.recipients_due(on=monday, hour=7) == [usual.pk, always.pk]
    assert queries.recipients_due(on=monday, hour=6) == [early.pk]
    assert [queries.recipients_due(on=day, hour=7) for day in (HOLIDAY, HOLIDAY + timedelta(days=4))] == [
        [always.pk],
        [always.pk],
    ]
    assert queries.recipients_due(on=SATURDAY, hour=6) == []


def test_the_day_is_planned_once_by_hours_and_people() -> None:
    users = [make_user() for _ in range(3)]
    services.notify_many(notices=[new_notice(user) for user in users], at=AT)
    MailPreference.objects.create(user=users[2], hour=16)
    for _ in range(2):
        jobs.plan_digests.call(DAY)
    planned = Job.objects.filter(task_path__endswith="send_digests").order_by("run_at")
    assert [(job.arguments["args"], timezone.localtime(job.run_at).hour) for job in planned] == [
        ([DAY, 7], 7),
        ([DAY, 16], 16),
    ]
    assert [jobs.send_digests.call(DAY, 7) for _ in range(2)] == [2, 2]
    assert sorted(Job.objects.filter(task_path__endswith="send_digest").values_list("key", flat=True)) == sorted(
        f"notifications.digest:{user.pk}:2026-03-02" for user in users[:2]
    )


def test_queueing_one_digest_or_thirty_takes_the_same_queries() -> None:
    counts = []
    for size in (1, 30):
        services.notify_many(notices=[new_notice(make_user()) for _ in range(size)], at=AT)
        with CaptureQueriesContext(connection) as captured:
            jobs.send_digests.call(f"2026-03-0{2 + len(counts)}", 7)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_long_digest_shows_a_hundred_and_says_how_many_more() -> None:
    user = make_user()
    services.notify_many(notices=[new_notice(user, title=f"Việc {n}") for n in range(105)], at=AT)
    assert jobs.send_digest.call(user.pk, DAY) == "sent"
    [sent] = outbox.outbox
    assert (sent.subject, sent.body.count("- Việc"), "Còn 5 việc khác" in sent.body) == (
        "Thi Đua: 105 việc cần chú ý ngày 02/03/2026",
        100,
        True,
    )
    assert Notice.objects.filter(mail__isnull=True).count() == 0


def test_daily_work_is_registered() -> None:
    assert {path: hour for path, hour in schedule._daily.items() if ".notifications." in path} == {
        "thidua.apps.notifications.jobs.plan_digests": 0,
        "thidua.apps.notifications.jobs.sweep": 2,
    }
    assert jobs.sweep.call(DAY) == [0, 0]
