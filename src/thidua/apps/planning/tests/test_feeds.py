"""Feeds: their secrets, whose eyes they serve, and that an independent parser reads back what was written."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from thidua.apps.accounts.models import User
from thidua.apps.audit.models import Entry as AuditEntry
from thidua.apps.organizations.models import Person, RoleAssignment, Unit
from thidua.apps.organizations.queries import actor_in_place_of
from thidua.apps.organizations.tests.factories import AT, make_unit, make_user_with_role
from thidua.apps.planning import services
from thidua.apps.planning.domain.ics import Entry, write_calendar
from thidua.apps.planning.enums import EventState, ExtensionState, TaskState
from thidua.apps.planning.models import Assignment, CalendarFeed, Extension, Plan, PlanEvent
from thidua.apps.planning.queries import feeds as queries
from thidua.apps.planning.tests.conftest import World
from thidua.apps.planning.tests.test_reminders import make_running_plan, make_work
from thidua.apps.planning.views import feeds as views
from thidua.core import clock
from thidua.core.actor import Role
from thidua.core.errors import DomainError, InvalidInput, NotPermitted, NotVisible

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
OFFICE = ZoneInfo("Asia/Ho_Chi_Minh")
TEXT = "Tổng kết phong trào thi đua “Dạy tốt, học tốt”; khen thưởng, công nhận: 100 % đơn vị \\ địa phương"


@pytest.fixture(autouse=True)
def _forget_reads() -> None:
    cache.clear()


# ---- What is written -------------------------------------------------------------------------------------------


def entry(**changes: object) -> Entry:
    values: dict[str, object] = {
        "uid": "viec-1@thidua.example", "starts": date(2026, 3, 31), "ends": None, "summary": TEXT,
        "description": f"{TEXT}\nDòng hai, có dấu phẩy; và dấu chấm phẩy", "url": "https://thidua.example/ke-hoach/1/",
        "categories": ("25/KH-SLĐTBXH", "Đang thực hiện"), "sequence": 3, "changed_at": NOW,
    }  # fmt: skip
    return Entry(**(values | changes))


def written(*entries: Entry, name: str = "Lịch của tôi") -> bytes:
    return write_calendar(name=name, description="Nguyễn Văn An", entries=entries, at=NOW)


def check_form(content: bytes) -> None:
    """Lines end in CRLF and hold at most 75 octets, whole characters each; no line is empty."""
    assert content.endswith(b"\r\n")
    lines = content[:-2].split(b"\r\n")
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    assert max(len(line) for line in lines) <= 75
    assert all(line.decode("utf-8").strip() for line in lines)


def test_an_all_day_event_comes_back_whole_from_another_parser() -> None:
    content = written(entry())
    check_form(content)
    found = vobject.readOne(content.decode())
    assert (found.version.value, found.calscale.value, found.method.value) == ("2.0", "GREGORIAN", "PUBLISH")
    assert found.x_wr_calname.value == found.contents["name"][0].value == "Lịch của tôi"
    assert found.x_wr_timezone.value == "Asia/Ho_Chi_Minh"
    refresh = found.contents["refresh-interval"][0]
    assert (refresh.value, refresh.params) == ("PT6H", {"VALUE": ["DURATION"]})
    event = found.vevent
    assert event.uid.value == "viec-1@thidua.example"
    assert (event.dtstart.value, event.dtend.value) == (date(2026, 3, 31), date(2026, 4, 1))
    assert event.dtstart.params == {"VALUE": ["DATE"]}
    assert event.summary.value == TEXT
    assert event.description.value == f"{TEXT}\nDòng hai, có dấu phẩy; và dấu chấm phẩy"
    assert event.url.value == "https://thidua.example/ke-hoach/1/"
    assert event.categories.value == ["25/KH-SLĐTBXH", "Đang thực hiện"]
    assert (event.status.value, event.transp.value, event.sequence.value) == ("CONFIRMED", "TRANSPARENT", "3")
    assert event.dtstamp.value == event.last_modified.value == NOW
    assert "valarm" not in event.contents
    assert sorted(event.contents) == sorted(
        ["uid", "dtstart", "dtend", "summary", "description", "url", "categories", "status", "transp", "sequence",
         "dtstamp", "last-modified"]
    )  # fmt: skip


def test_an_event_with_hours_carries_its_zone() -> None:
    starts = datetime(2026, 3, 31, 8, tzinfo=OFFICE)
    content = written(entry(starts=starts, ends=starts + timedelta(hours=3), location="Hội trường tầng 5"))
    check_form(content)
    assert b"DTSTART;TZID=Asia/Ho_Chi_Minh:20260331T080000\r\n" in content
    assert b"BEGIN:VTIMEZONE\r\nTZID:Asia/Ho_Chi_Minh\r\n" in content
    event = vobject.readOne(content.decode()).vevent
    assert event.dtstart.value == datetime(2026, 3, 31, 1, tzinfo=UTC)
    assert event.dtend.value == datetime(2026, 3, 31, 4, tzinfo=UTC)
    assert event.dtstart.value.utcoffset() == timedelta(hours=7)
    assert event.location.value == "Hội trường tầng 5"
    assert "transp" not in event.contents


@pytest.mark.parametrize("minutes", [None, 0])
def test_an_event_that_ends_as_it_begins_has_no_end(minutes: int | None) -> None:
    starts = datetime(2026, 3, 31, 8, tzinfo=OFFICE)
    ends = None if minutes is None else starts
    assert "dtend" not in vobject.readOne(written(entry(starts=starts, ends=ends)).decode()).vevent.contents


def test_an_empty_calendar_is_one() -> None:
    content = written()
    check_form(content)
    assert "vevent" not in vobject.readOne(content.decode()).contents


@given(st.text(min_size=1, max_size=300), st.text(max_size=600))
def test_any_text_comes_back(summary: str, description: str) -> None:
    content = written(entry(summary=summary, description=description), name=summary)
    check_form(content)
    event = Calendar.from_ical(content).walk("VEVENT")[0]
    kept = "".join(one for one in summary.replace("\r\n", "\n").replace("\r", "\n") if one in "\n\t" or one >= " ")
    kept = kept.replace("\x7f", "").strip().replace("\n", " ")
    shown = str(event["SUMMARY"])
    assert shown == kept if len(kept) <= 200 else shown == f"{kept[:199].rstrip()}…"
    assert vobject.readOne(content.decode()).vevent.uid.value == "viec-1@thidua.example"


# ---- Making and revoking ---------------------------------------------------------------------------------------


def make_feed(world: World, who: str, unit: Unit | None = None) -> tuple[CalendarFeed, str]:
    return services.create_feed(
        actor=world.actor(who), unit_id=unit.pk if unit else None, name="Điện thoại", at=AT
    )  # fmt: skip


def test_a_feed_keeps_only_the_hash_of_its_secret(world: World) -> None:
    feed, token = make_feed(world, "clerk")
    assert feed.secret_hash == hashlib.sha256(token.encode()).hexdigest()
    assert len(token) == 43  # 256 bits in base64
    row = CalendarFeed.objects.values().get()
    assert token not in str(row)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.act, entry.subject_type, entry.subject_id) == ("planning.create_feed", "planning.feed", str(feed.pk))
    assert token not in str(AuditEntry.objects.values().latest("pk"))


def test_a_revoked_feed_answers_nothing(world: World) -> None:
    feed, token = make_feed(world, "clerk")
    assert Client().get(f"/lich/nguon/{token}.ics").status_code == 200
    services.revoke_feed(actor=world.actor("clerk"), feed_id=feed.pk, at=AT)
    assert AuditEntry.objects.latest("pk").act == "planning.revoke_feed"
    refused, unknown = Client().get(f"/lich/nguon/{token}.ics"), Client().get("/lich/nguon/nobody-knows.ics")
    assert (refused.status_code, refused.content, dict(refused.headers)) == (
        unknown.status_code, unknown.content, dict(unknown.headers),
    )  # fmt: skip
    assert refused.status_code == 404
    with pytest.raises(NotVisible):
        services.revoke_feed(actor=world.actor("clerk"), feed_id=feed.pk, at=AT)


def test_another_persons_feed_is_not_there(world: World) -> None:
    feed, _token = make_feed(world, "clerk")
    with pytest.raises(NotVisible):
        services.revoke_feed(actor=world.actor("officer"), feed_id=feed.pk, at=AT)
    assert list(queries.feeds_of(world.actor("officer"))) == []
    assert list(queries.feeds_of(world.actor("clerk"))) == [feed]


def test_a_units_feed_wants_a_role_there(world: World) -> None:
    with pytest.raises(NotPermitted):
        make_feed(world, "clerk", world.division)
    with pytest.raises(NotVisible):
        make_feed(world, "clerk", world.stranger_body)
    make_feed(world, "officer", world.division)  # held above, and so there
    assert CalendarFeed.objects.get().unit == world.division


def test_a_substitute_makes_none(world: World) -> None:
    from thidua.apps.organizations import services as organizations

    stand_in = make_user_with_role(world.office, Role.UNIT_HEAD)
    one = organizations.delegate(
        actor=world.actor("clerk"), person_id=world.users["clerk"].person.pk, substitute_id=stand_in.person.pk,
        starts_on=AT.date(), ends_on=AT.date(), at=AT,
    )  # fmt: skip
    acting = actor_in_place_of(stand_in, delegation=one, on=AT.date())
    with pytest.raises(NotPermitted):
        services.create_feed(actor=acting, name="Điện thoại", at=AT)
    with pytest.raises(NotVisible):
        services.revoke_feed(actor=acting, feed_id=make_feed(world, "clerk")[0].pk, at=AT)


def test_names_and_numbers_are_bounded(world: World) -> None:
    for name in ("", "  ", "x" * 121):
        with pytest.raises(InvalidInput):
            services.create_feed(actor=world.actor("clerk"), name=name, at=AT)
    for _number in range(10):
        make_feed(world, "clerk")
    with pytest.raises(DomainError):
        make_feed(world, "clerk")


# ---- What they hold --------------------------------------------------------------------------------------------


def summaries(token: str) -> list[str]:
    answer = Client().get(f"/lich/nguon/{token}.ics")
    assert answer.status_code == 200
    check_form(answer.content)
    found = vobject.readOne(answer.content.decode())
    return sorted(event.summary.value for event in found.contents.get("vevent", []))


def soon(days: int = 10) -> date:
    return clock.today() + timedelta(days=days)


def make_event(plan: Plan, title: str, **values: object) -> PlanEvent:
    starts = timezone.make_aware(datetime.combine(soon(), datetime.min.time())) + timedelta(hours=8)
    return PlanEvent.objects.create(
        plan=plan, kind="meeting", title=title, starts_at=starts, created_at=AT, **values
    )  # fmt: skip


def test_a_personal_feed_holds_ones_own_work(world: World) -> None:
    plan = make_running_plan(world.body)
    make_work(plan, world.office, soon(), content="việc của văn phòng")
    make_work(plan, world.division, soon(), content="việc của phòng")
    named = make_work(plan, world.division, soon(), content="việc được giao")
    named.people.add(world.users["clerk"].person)
    assert summaries(make_feed(world, "clerk")[1]) == ["Hạn: việc của văn phòng", "Hạn: việc được giao"]


def test_a_units_feed_holds_its_work_and_never_a_siblings(world: World) -> None:
    plan = make_running_plan(world.body)
    make_work(plan, world.office, soon(), content="hoàng yến của văn phòng")
    make_work(plan, world.division, soon(), content="vành khuyên của phòng")
    inside = make_running_plan(world.division, number="3")
    make_event(plan, "Hội nghị của Sở")
    make_event(inside, "họp nội bộ vành khuyên")
    for who in ("clerk", "officer"):
        token = make_feed(world, who, world.office)[1]
        content = Client().get(f"/lich/nguon/{token}.ics").content.decode()
        assert "vành khuyên" not in content.replace("\r\n ", "")
        assert summaries(token) == ["Hạn: hoàng yến của văn phòng", "Hội nghị của Sở"]


def test_drafts_and_other_bodies_are_in_no_feed(world: World) -> None:
    draft = make_running_plan(world.body)
    make_work(draft, world.office, soon(), content="còn là dự thảo")
    Plan.objects.filter(pk=draft.pk).update(state="draft")
    elsewhere = make_running_plan(world.stranger_body)
    make_work(elsewhere, world.stranger_body, soon(), content="của cơ quan khác")
    for who in ("clerk", "officer", "leader"):
        assert summaries(make_feed(world, who)[1]) == []


def test_rights_are_those_of_the_day_it_is_read(world: World) -> None:
    plan = make_running_plan(world.body)
    make_work(plan, world.office, soon(), content="việc của văn phòng")
    own, unit = make_feed(world, "clerk")[1], make_feed(world, "clerk", world.office)[1]
    assert summaries(own) == summaries(unit) == ["Hạn: việc của văn phòng"]
    RoleAssignment.objects.filter(person__user=world.users["clerk"]).update(valid_to=clock.today() - timedelta(days=1))
    assert summaries(own) == []
    assert Client().get(f"/lich/nguon/{unit}.ics").status_code == 404


@pytest.mark.parametrize("who_left", ["account", "person"])
def test_whoever_has_left_reads_nothing(world: World, who_left: str) -> None:
    token = make_feed(world, "clerk")[1]
    if who_left == "account":
        User.objects.filter(pk=world.users["clerk"].pk).update(is_active=False)
    else:
        Person.objects.filter(user=world.users["clerk"]).update(is_active=False)
    assert Client().get(f"/lich/nguon/{token}.ics").status_code == 404


def test_a_day_that_moves_keeps_its_uid_and_raises_its_sequence(world: World) -> None:
    work = make_work(make_running_plan(world.body), world.office, soon())
    token = make_feed(world, "clerk")[1]

    def read() -> tuple[str, date, int]:
        found = vobject.readOne(Client().get(f"/lich/nguon/{token}.ics").content.decode()).vevent
        return found.uid.value, found.dtstart.value, int(found.sequence.value)

    uid, first, sequence = read()
    assert first == soon()
    Extension.objects.create(
        assignment=work, from_on=soon(), to_on=soon(20), granted_on=soon(20), reason="…",
        state=ExtensionState.GRANTED, asked_at=AT, decided_at=AT,
    )  # fmt: skip
    Assignment.objects.filter(pk=work.pk).update(due_on=soon(20), first_due_on=soon())
    moved = read()
    assert moved[:2] == (uid, soon(20))
    assert moved[2] > sequence


def test_the_words_of_an_entry(world: World) -> None:
    work = make_work(make_running_plan(world.body), world.office, soon(), state=TaskState.IN_PROGRESS, percent=40)
    work.task.product = "Báo cáo"
    work.task.time_text = "Quý I"
    work.task.save()
    event = vobject.readOne(
        Client().get(f"/lich/nguon/{make_feed(world, 'clerk')[1]}.ics").content.decode()
    ).vevent  # fmt: skip
    assert event.description.value.split("\n")[:5] == [
        "Đơn vị chủ trì: Văn phòng Sở", "Kế hoạch: 25/KH-SLĐ", "Trạng thái: Đang thực hiện, 40%",
        "Thời gian theo văn bản: Quý I", "Sản phẩm: Báo cáo",
    ]  # fmt: skip
    assert event.url.value.endswith(f"/ke-hoach/nhiem-vu/{work.task_id}/")
    assert event.categories.value == ["25/KH-SLĐ", "Đang thực hiện"]


@pytest.mark.parametrize(
    ("state", "status"),
    [(EventState.PLANNED, "TENTATIVE"), (EventState.HELD, "CONFIRMED"), (EventState.CALLED_OFF, "CANCELLED")],
)
def test_the_state_of_an_event(world: World, state: str, status: str) -> None:
    plan = make_running_plan(world.body)
    make_event(plan, "Tập huấn", state=state, place="Tầng 5", participants="Cán bộ đầu mối")
    token = make_feed(world, "officer")[1]
    event = vobject.readOne(Client().get(f"/lich/nguon/{token}.ics").content.decode()).vevent
    assert (event.status.value, event.location.value) == (status, "Tầng 5")
    assert "Cán bộ đầu mối" in event.description.value


def test_done_work_says_so(world: World) -> None:
    plan = make_running_plan(world.body)
    make_work(plan, world.office, soon(), state=TaskState.DONE, percent=100, done_on=date(2026, 3, 1))
    make_work(plan, world.office, soon(), state=TaskState.CANCELLED, content="bỏ")
    assert summaries(make_feed(world, "clerk")[1]) == ["Đã xong: Sơ kết"]


def test_a_feed_is_bounded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_ENTRIES", 3)
    plan = make_running_plan(world.body)
    for days in (-200, -5, 1, 2, 3, 4, 500):
        make_work(plan, world.office, soon(days), content=f"ngày {days:+d}")
    assert summaries(make_feed(world, "clerk")[1]) == ["Hạn: ngày +1", "Hạn: ngày +2", "Hạn: ngày +3"]


# ---- The address -----------------------------------------------------------------------------------------------


def test_nothing_on_the_way_keeps_a_feed(world: World) -> None:
    token = make_feed(world, "clerk")[1]
    answer = Client().get(f"/lich/nguon/{token}.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    assert Client().head(f"/lich/nguon/{token}.ics").status_code == 200
    assert Client().post(f"/lich/nguon/{token}.ics").status_code == 405


def test_reading_too_often_is_refused(world: World) -> None:
    token = make_feed(world, "clerk")[1]
    answers = [Client().get(f"/lich/nguon/{token}.ics").status_code for _number in range(views.READS + 1)]
    assert answers == [200] * views.READS + [429]
    assert Client().get(f"/lich/nguon/{token}.ics")["Retry-After"] == str(views.READ_SECONDS)


def test_the_last_reading_is_remembered_to_ten_minutes(world: World) -> None:
    feed, token = make_feed(world, "clerk")
    Client().get(f"/lich/nguon/{token}.ics")
    feed.refresh_from_db()
    first = feed.last_read_at
    assert first is not None
    services.note_read(feed=feed, at=first + timedelta(minutes=9))
    feed.refresh_from_db()
    assert feed.last_read_at == first
    services.note_read(feed=feed, at=first + timedelta(minutes=11))
    feed.refresh_from_db()
    assert feed.last_read_at == first + timedelta(minutes=11)


def test_a_feed_of_many_costs_the_same_queries(world: World) -> None:
    plan = make_running_plan(world.body)
    token = make_feed(world, "clerk")[1]

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            Client().get(f"/lich/nguon/{token}.ics")
        return len(queries)

    make_work(plan, world.office, soon())
    make_event(plan, "Hội nghị")
    Client().get(f"/lich/nguon/{token}.ics")  # notes the reading
    one = cost()
    for number in range(29):
        make_work(plan, world.office, soon(number))
        make_event(plan, f"Hội nghị {number}")
    assert cost() == one


def test_the_page_shows_an_address_once(world: World) -> None:
    client = Client()
    client.force_login(world.users["clerk"], backend="thidua.apps.accounts.backends.UsernameBackend")
    refused = client.post("/lich/nguon/them/", {"what": "", "name": ""})
    assert (refused.status_code, CalendarFeed.objects.count()) == (400, 0)
    made = client.post("/lich/nguon/them/", {"what": str(world.office.pk), "name": "Máy bàn"})
    assert (made.status_code, made["Cache-Control"]) == (200, "no-store")
    feed = CalendarFeed.objects.get()
    assert (feed.name, feed.unit) == ("Máy bàn", world.office)
    address = made.context["address"]
    assert address.endswith(".ics")
    assert made.content.decode().count(address) == 1
    shown = client.get("/lich/nguon/")
    assert "Máy bàn" in shown.content.decode()
    assert ".ics" not in shown.content.decode()
    assert client.post("/lich/nguon/them/", {"what": str(world.division.pk), "name": "x"}).status_code == 400
    assert client.post(f"/lich/nguon/{feed.pk}/thu-hoi/").status_code == 302
    assert client.get("/lich/nguon/").context["feeds"].count() == 0


def test_the_form_offers_the_units_of_ones_roles(world: World) -> None:
    inner = make_unit(world.office)
    assert queries.units_to_feed(world.actor("clerk")) == [(world.office.pk, "Văn phòng Sở")]
    assert inner.pk not in dict(queries.units_to_feed(world.actor("officer")))
