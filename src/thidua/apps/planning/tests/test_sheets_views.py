"""Pages of Excel lists: upload, preview, result, downloads, and the export of the list of tasks itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.apps.organizations.tests.factories import AT, ON
from thidua.apps.planning import queries
from thidua.apps.planning.enums import SheetKind, SheetState
from thidua.apps.planning.models import Plan, SheetImport
from thidua.apps.planning.tests.conftest import World
from thidua.apps.planning.tests.factories import make_plan
from thidua.apps.planning.tests.test_sheets import HEAD, judged, make_draft, make_task, start, workbook


@pytest.fixture
def draft(world: World, client: Client) -> Plan:
    """A draft of the body with five tasks and two targets, its officer signed in."""
    client.force_login(world.users["officer"])
    return make_plan(world.actor("officer"), world.body, is_issued=False)


def send(client: Client, plan: Plan, content: bytes, slug: str = "nhiem-vu") -> Any:
    file = SimpleUploadedFile("danh-sach.xlsx", content)
    return client.post(reverse("planning:sheet-upload", args=[plan.pk, slug]), {"file": file})


def downloaded(response: Any) -> bytes:
    return bytes(response.getvalue())


def test_a_list_is_uploaded_looked_at_and_applied(client: Client, draft: Plan) -> None:
    page = client.get(reverse("planning:sheet-upload", args=[draft.pk, "nhiem-vu"]))
    assert "Nhập nhiệm vụ từ Excel" in page.content.decode()
    answer = send(client, draft, workbook([["Nội dung", "Trạng thái", "Chủ trì"], ["Việc mới", "Xong", "Ban lạ"]]))
    one = SheetImport.objects.get()
    assert answer.url == reverse("planning:sheet", args=[one.pk])
    shown = client.get(answer.url).content.decode()
    for words in ("Cột không nhập:", "“Trạng thái”", "Việc mới", "“Ban lạ” chưa có trong cơ cấu", "Thêm mới", "Nhập"):
        assert words in shown
    digest = queries.sheet_preview(actor=world_actor(one), one=one, on=ON).digest
    result = client.post(answer.url, {"digest": digest}, follow=True).content.decode()
    assert "Thêm mới 1, thay đổi 0, xóa 0, không thay đổi 0." in result
    assert draft.tasks.filter(content="Việc mới").count() == 1


def world_actor(one: SheetImport) -> Any:
    from thidua.apps.organizations.queries import actor_for

    return actor_for(one.created_by, on=ON)


def test_every_fault_stands_at_its_cell(client: Client, draft: Plan) -> None:
    send(client, draft, workbook([["KẾ HOẠCH"], HEAD, ["Tốt"], ["Sai", "", "", "31/02/2026"]]))
    one = SheetImport.objects.get()
    url = reverse("planning:sheet", args=[one.pk])
    shown = client.get(f"{url}?xem=error").content.decode()
    assert "Còn 1 dòng có lỗi nên chưa nhập được" in shown
    assert "Ô D4" in shown
    assert "(Từ ngày): “31/02/2026” không có trong lịch." in shown
    assert "Tốt" not in shown
    refused = client.post(url, {"digest": ""})
    assert (refused.status_code, draft.tasks.filter(content="Tốt").count()) == (400, 0)


def test_a_plan_that_moved_on_is_told_and_shown_again(client: Client, world: World, draft: Plan) -> None:
    send(client, draft, workbook([HEAD, ["Mới", "Ban lạ"]]))
    url = reverse("planning:sheet", args=[SheetImport.objects.get().pk])
    told = client.post(url, {"digest": "khác"}, follow=True).content.decode()
    assert "Kế hoạch đã thay đổi từ lúc xem trước nên kết quả nhập sẽ khác." in told
    assert draft.tasks.filter(content="Mới").count() == 0


def test_a_list_is_dropped_or_expires(client: Client, world: World, draft: Plan) -> None:
    one = start(world.actor("officer"), draft, workbook([HEAD, ["Mới"]]))
    url = reverse("planning:sheet", args=[one.pk])
    SheetImport.objects.update(created_at=AT - timedelta(days=3650))
    assert "Danh sách đã hết hạn" in client.get(url).content.decode()
    client.post(reverse("planning:sheet-discard", args=[one.pk]))
    one.refresh_from_db()
    assert one.state == SheetState.DISCARDED
    assert "Danh sách này đã bỏ" in client.get(url).content.decode()


def test_nothing_chosen_and_nothing_known_are_told(client: Client, draft: Plan) -> None:
    empty = client.post(reverse("planning:sheet-upload", args=[draft.pk, "nhiem-vu"]))
    assert (empty.status_code, "Chưa chọn tệp" in empty.content.decode()) == (400, True)
    assert client.get(reverse("planning:sheet-upload", args=[draft.pk, "khac"])).status_code == 404
    refused = send(client, draft, b"Ma,Ten")
    assert (refused.status_code, "Chỉ nhận tệp Excel đuôi .xlsx." in refused.content.decode()) == (400, True)


@pytest.mark.parametrize("slug", ["nhiem-vu", "chi-tieu", "so-lieu"])
def test_template_and_present_rows_are_downloaded(client: Client, draft: Plan, slug: str) -> None:
    for name in ("planning:sheet-template", "planning:sheet-export"):
        response = client.get(reverse(name, args=[draft.pk, slug]))
        assert downloaded(response)[:4] == b"PK\x03\x04"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_list_of_tasks_exported_with_its_filter_comes_back_unchanged(
    client: Client, world: World, draft: Plan, language: str
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    make_task(
        draft, content="=1+1\nhai dòng", no="001", note=" cách ", due_on=ON, is_optional=True, recurrence="weekly"
    )
    for query, rows in (("", 6), ("?nguon=manual", 1), ("?q=nhiem+vu", 3)):
        url = reverse("planning:plan-tasks", args=[draft.pk])
        response = client.get(f"{url}{query}{'&' if query else '?'}xuat=excel")
        preview = judged(world.actor("officer"), draft, downloaded(response))
        assert [(row.state, row.notes, row.faults) for row in preview.rows] == [("same", [], [])] * rows


def test_the_menu_leads_there_only_for_who_writes_a_draft(client: Client, world: World, draft: Plan) -> None:
    words = "Nhập nhiệm vụ từ Excel"
    issued = make_plan(world.actor("officer"), world.body, rows=4)
    for plan, is_there in ((draft, True), (issued, False)):
        page = client.get(reverse("planning:plan-tasks", args=[plan.pk])).content.decode()
        assert (words in page) is is_there
    locked = client.get(reverse("planning:sheet-upload", args=[issued.pk, "nhiem-vu"]))
    assert (locked.status_code, "Lập kế hoạch sửa đổi" in locked.content.decode()) == (409, True)
    assert client.get(reverse("planning:sheet-upload", args=[issued.pk, "so-lieu"])).status_code == 200


def test_a_preview_costs_the_same_for_one_and_thirty_rows(client: Client, world: World) -> None:
    client.force_login(world.users["officer"])
    counts = []
    for rows in (1, 30):
        plan = make_draft(world.body)
        tasks = [make_task(plan, {"lead": ["Văn phòng Sở"]}, content=f"Cũ {rows} {number}") for number in range(rows)]
        lines = [[f"NV{task.pk}-1", f"Mới {task.pk}", "Ban lạ"] for task in tasks]
        one = start(
            world.actor("officer"), plan, workbook([["Mã dòng", "Nội dung", "Chủ trì"], *lines]), SheetKind.TASKS
        )
        client.get(reverse("planning:sheet", args=[one.pk]))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("planning:sheet", args=[one.pk]))
        counts.append(len(captured))
    assert counts[0] == counts[1]
