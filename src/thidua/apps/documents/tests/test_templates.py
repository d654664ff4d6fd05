"""Templates of a body: checked, in force from a day on, never overlapping, kept."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from thidua.apps.audit.models import Entry
from thidua.apps.documents import policies, queries, services
from thidua.apps.documents.enums import TemplateState
from thidua.apps.documents.errors import TemplateNotUsable
from thidua.apps.documents.models import PaperTemplate, StoredFile, TemplateVersion
from thidua.apps.documents.tests.template_factories import upload, word_template
from thidua.apps.organizations.models import Unit
from thidua.apps.organizations.tests.factories import AT, ON, make_actor, make_body, make_unit
from thidua.core.actor import SYSTEM, Actor, Role
from thidua.core.errors import DomainError, InvalidInput, NotPermitted, NotVisible
from thidua.lib.vanban.templates import Reason, kind_of
from thidua.lib.vanban.templates.tests.files import paragraph, text_of, word_file

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)


def last_entry() -> tuple[str, object]:
    entry = Entry.objects.order_by("pk").last()
    assert entry is not None
    return entry.act, entry.changes


def spans(body: Unit) -> list[tuple[int, date, date | None, bool]]:
    rows = queries.template_versions(body=body, kind="thong-bao").order_by("number")
    return list(rows.values_list("number", "in_force_from", "in_force_to", "is_dropped"))


def test_a_version_is_kept_with_its_file_and_recorded() -> None:
    body = make_body()
    clerk = make_actor(body, Role.RECORDS_CLERK)
    version = upload(body, actor=clerk, note="Đổi tên cơ quan")
    assert (version.number, version.in_force_from, version.in_force_to, version.is_dropped) == (1, ON, None, False)
    assert (version.uploaded_by_id, version.uploaded_label, version.uploaded_at) == (clerk.user_id, clerk.label, AT)
    assert (version.template.body, version.template.kind, version.template.name) == (body, "thong-bao", "Mẫu thông báo")
    assert {"so", "ky_hieu", "trich_yeu", "noi_dung"} <= set(version.fields_used)
    with queries.open_content(stored=version.file) as file:
        assert file.read() == word_template()
    assert last_entry() == (
        "documents.upload_template",
        {"version": 1, "in_force_from": "2026-03-02", "sha256": version.file.sha256, "note": "Đổi tên cơ quan"},
    )


def test_a_refused_file_leaves_nothing_behind() -> None:
    body = make_body()
    before = Entry.objects.count()
    with pytest.raises(TemplateNotUsable) as refused:
        upload(body, content=word_file(paragraph("{{ cycler.__init__ }}")), name="xấu.docx")
    assert refused.value.report.problems[0].reason == Reason.WRONG_TAG
    assert refused.value.message == "Tệp “xấu.docx” chưa dùng làm mẫu được: 1 chỗ phải sửa. Tệp chưa được lưu."
    assert (PaperTemplate.objects.count(), StoredFile.objects.count(), Entry.objects.count()) == (0, 0, before)


def test_a_new_version_ends_the_one_before_it_and_the_day_decides() -> None:
    body = make_body()
    first, second = upload(body), upload(body, on=JUNE)
    assert spans(body) == [(1, ON, JUNE - timedelta(days=1), False), (2, JUNE, None, False)]
    days = [ON - timedelta(days=1), ON, JUNE - timedelta(days=1), JUNE, date(2030, 1, 1)]
    found = [queries.template_in_force(body=body, kind="thong-bao", on=day) for day in days]
    assert found == [None, first, first, second, second]
    states = [queries.template_state(one, on=ON) for one in (TemplateVersion.objects.order_by("number"))]
    assert states == [TemplateState.IN_FORCE, TemplateState.COMING]
    assert queries.template_state(TemplateVersion.objects.get(number=1), on=JUNE) == TemplateState.ENDED


def test_one_that_begins_the_same_day_replaces_the_one_never_used() -> None:
    body = make_body()
    upload(body)
    upload(body, on=JUNE)
    upload(body, on=JUNE)
    assert spans(body) == [
        (1, ON, JUNE - timedelta(days=1), False), (2, JUNE, None, True), (3, JUNE, None, False),
    ]  # fmt: skip
    dropped = TemplateVersion.objects.get(number=2)
    assert queries.template_state(dropped, on=JUNE) == TemplateState.DROPPED


@pytest.mark.parametrize(
    ("day", "first"), [(ON - timedelta(days=1), "02/03/2026"), (JUNE - timedelta(days=1), "01/06/2026")]
)
def test_a_version_never_begins_before_today_or_before_another(day: date, first: str) -> None:
    body = make_body()
    if first == "01/06/2026":
        upload(body, on=JUNE)
    with pytest.raises(InvalidInput) as refused:
        upload(body, on=day)
    assert refused.value.fields == {
        "in_force_from": f"Ngày áp dụng phải từ {first} trở đi: văn bản đã lập không đổi mẫu."
    }
    assert StoredFile.objects.count() == (1 if first == "01/06/2026" else 0)


def test_today_is_the_day_of_the_office() -> None:
    evening = datetime.fromisoformat("2026-03-02T23:30:00+00:00")  # 06:30 on the 3rd in Asia/Ho_Chi_Minh
    with pytest.raises(InvalidInput):
        upload(make_body(), on=ON, at=evening)


def test_versions_that_would_overlap_are_refused_by_the_database() -> None:
    version = upload(make_body())
    copy = StoredFile.objects.get(pk=version.file_id)
    copy.pk, copy.content = None, ContentFile(b"x", name="x")
    for changes in ({"number": 1}, {"number": 2}, {"number": 2, "in_force_from": JUNE}):
        other = TemplateVersion(
            template=version.template, file=version.file, uploaded_at=AT, **{"in_force_from": ON, **changes}
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            other.save(force_insert=True)
    version.in_force_to = ON - timedelta(days=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save()


def test_a_version_in_force_runs_to_the_end_of_the_day_it_is_retired() -> None:
    body = make_body()
    clerk = make_actor(body, Role.RECORDS_CLERK)
    version = services.retire_template(actor=clerk, version_id=upload(body).pk, at=AT)
    assert (version.in_force_to, version.is_dropped) == (ON, False)
    assert last_entry() == ("documents.retire_template", {"version": 1, "in_force_to": "2026-03-02"})
    assert queries.template_in_force(body=body, kind="thong-bao", on=ON) == version
    assert queries.template_in_force(body=body, kind="thong-bao", on=ON + timedelta(days=1)) is None
    with pytest.raises(DomainError, match="đã thôi áp dụng từ trước"):
        services.retire_template(actor=clerk, version_id=version.pk, at=AT)


def test_a_version_to_come_is_dropped_when_it_is_retired() -> None:
    body = make_body()
    version = services.retire_template(actor=SYSTEM, version_id=upload(body, on=JUNE).pk, at=AT)
    assert (version.in_force_to, version.is_dropped) == (None, True)
    assert queries.template_in_force(body=body, kind="thong-bao", on=JUNE) is None
    assert upload(body).number == 2


def test_after_a_retirement_a_new_version_may_begin_the_same_day() -> None:
    body = make_body()
    services.retire_template(actor=SYSTEM, version_id=upload(body).pk, at=AT)
    upload(body)
    assert spans(body) == [(1, ON, ON, True), (2, ON, None, False)]


@pytest.mark.parametrize(
    ("role", "is_kept"),
    [
        (Role.RECORDS_CLERK, True), (Role.ADMINISTRATOR, True), (Role.OFFICER, False), (Role.LEADER, False),
        (Role.UNIT_CLERK, False), (Role.UNIT_HEAD, False),
    ],
)  # fmt: skip
def test_the_office_keeps_templates_and_everybody_in_the_body_sees_them(role: Role, is_kept: bool) -> None:
    body = make_body()
    version = upload(body)
    actor = make_actor(body, role)
    assert policies.can_keep_templates(actor, body) == is_kept
    assert queries.template_version(actor, version.pk) == version
    assert policies.can_open(actor, version.file)
    if not is_kept:
        with pytest.raises(NotPermitted, match="văn thư hoặc quản trị"):
            upload(body, actor=actor)
        with pytest.raises(NotPermitted, match="văn thư hoặc quản trị"):
            services.retire_template(actor=actor, version_id=version.pk, at=AT)


def test_a_division_sees_its_body_and_strangers_see_nothing() -> None:
    body = make_body()
    version = upload(body)
    inside = make_actor(make_unit(body), Role.UNIT_CLERK)
    assert queries.template_version(inside, version.pk) == version
    assert queries.template_body(inside, "") == body
    assert not policies.can_keep_templates(make_actor(make_unit(body), Role.RECORDS_CLERK), body)
    stranger = make_actor(make_body(), Role.RECORDS_CLERK)
    for act in (
        lambda: queries.template_version(stranger, version.pk),
        lambda: queries.template_body(stranger, str(body.pk)),
        lambda: queries.template_body(stranger, "x"),
        lambda: upload(body, actor=stranger),
        lambda: services.retire_template(actor=stranger, version_id=version.pk, at=AT),
        lambda: upload(body, kind="khong-co", content=b"x"),
    ):
        with pytest.raises(NotVisible):
            act()
    assert not policies.can_open(stranger, version.file)
    assert queries.template_body(Actor(None, "Không ai"), "") is None


def test_bodies_to_choose_from_begin_with_ones_own() -> None:
    top = make_body(name="Tỉnh")
    below = make_unit(top, name="Sở", kind="body")
    assert queries.template_bodies(make_actor(below, Role.RECORDS_CLERK)) == [below, top]
    assert queries.template_bodies(make_actor(make_unit(below), Role.OFFICER)) == [below, top]
    assert queries.template_bodies(make_actor(top, Role.OFFICER)) == [top, below]


def test_papers_are_made_from_the_version_in_force_else_from_our_wording() -> None:
    body, kind = make_body(), kind_of("thong-bao")
    own = word_file(
        "".join(
            map(
                paragraph,
                ("CỦA TÔI {{ so }}/{{ ky_hieu }} {{ ngay_ban_hanh }}",
                 "{{ trich_yeu }} {{ chuc_vu_ky }} {{ ho_ten_ky }}",
                 "{%p for muc in noi_dung %}", "{{ muc }}", "{%p endfor %}"),
            )
        )
    )  # fmt: skip
    upload(body, on=JUNE, content=own)
    before = queries.paper_file(body=body, kind=kind.key, values=kind.sample_values, on=JUNE - timedelta(days=1))
    after = queries.paper_file(body=body, kind=kind.key, values=kind.sample_values, on=JUNE)
    assert "THÔNG BÁO" in text_of(before)
    assert text_of(after)[0] == "CỦA TÔI 05/TB-SNV ngày 05 tháng 01 năm 2026"


def test_every_kind_is_listed_with_what_the_body_has_of_it() -> None:
    body = make_body()
    version, coming = upload(body), upload(body, on=JUNE)
    lines = queries.template_lines(body=body, on=ON)
    assert len(lines) == 16
    own = [(one.kind.key, one.version, one.coming, one.count) for one in lines if one.count]
    assert own == [("thong-bao", version, coming, 2)]
    assert [one.version for one in queries.template_lines(body=None, on=ON)] == [None] * 16


def test_listing_costs_the_same_for_one_and_thirty_versions(django_assert_num_queries: object) -> None:
    body = make_body()
    upload(body)
    with django_assert_num_queries(1):
        queries.template_lines(body=body, on=ON)
    original = TemplateVersion.objects.get()
    for number in range(2, 31):
        stored = services.store_file(
            actor=SYSTEM, unit=body, content=io.BytesIO(b"x"), original_name=f"{number}.docx", at=AT
        )
        TemplateVersion.objects.create(
            template=original.template, number=number, file=stored, in_force_from=ON, is_dropped=True, uploaded_at=AT
        )
    with django_assert_num_queries(1):
        assert sum(one.count for one in queries.template_lines(body=body, on=ON)) == 30
