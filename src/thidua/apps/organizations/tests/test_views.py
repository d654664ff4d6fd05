"""Pages: what each shows to whom, and the acts behind their forms."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.apps.accounts.models import User
from thidua.apps.organizations.domain.sheets import read_lists
from thidua.apps.organizations.enums import UnitKind
from thidua.apps.organizations.models import Person, RoleAssignment, StructureImport, Unit, UnitAlias, UnitGroup
from thidua.apps.organizations.tests.factories import make_body, make_person, make_unit, make_user_with_role
from thidua.apps.organizations.tests.test_imports import PERSON_HEAD, UNIT_HEAD, workbook
from thidua.core.actor import Role

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="thidua.apps.accounts.backends.UsernameBackend")
    return client


def address(name: str, *args: Any) -> str:
    return reverse(f"organizations:{name}", args=args)


class World:
    """A body with an office, a clerk in it and an administrator above."""

    def __init__(self) -> None:
        self.body = make_body()
        self.office = make_unit(self.body, name="Văn phòng")
        self.admin_user = make_user_with_role(self.body)
        self.clerk_user = make_user_with_role(self.office, Role.UNIT_CLERK, full_name="Lê Văn Chi")
        self.admin, self.clerk = signed_in(self.admin_user), signed_in(self.clerk_user)
        self.stranger = signed_in(make_user_with_role(make_body()))


@pytest.fixture
def world() -> World:
    return World()


def test_the_tree_shows_branches_and_finds_without_diacritics(world: World) -> None:
    make_unit(world.office, name="Tổ Hành chính")
    make_unit(world.body, name="Thanh tra")
    page = world.clerk.get(address("units")).content.decode()
    assert all(name in page for name in ("Văn phòng", "Tổ Hành chính", "Thanh tra"))
    found = world.clerk.get(address("units"), {"q": "to hanh"}).content.decode()
    assert "Tổ Hành chính" in found
    assert "Văn phòng" in found
    assert "Thanh tra" not in found
    assert "Không có đơn vị nào như vậy" in world.clerk.get(address("units"), {"q": "zz"}).content.decode()
    kinds = world.clerk.get(address("units"), {"loai": "body"}).content.decode()
    assert "Thanh tra" not in kinds


def test_people_are_shown_from_their_unit_upward(world: World) -> None:
    make_person(world.body, full_name="Phạm Giám Đốc")
    seen = world.clerk.get(address("people")).content.decode()
    assert "Lê Văn Chi" in seen
    assert "Phạm Giám Đốc" not in seen
    assert "Phạm Giám Đốc" in world.admin.get(address("people")).content.decode()


@pytest.mark.parametrize("name", ["units", "unit-list", "people", "names"])
def test_lists_cost_the_same_with_one_and_thirty_rows(world: World, name: str) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert world.admin.get(address(name)).status_code == 200
        return len(captured)

    cost()
    before = cost()
    for number in range(30):
        unit = make_unit(world.body)
        make_user_with_role(unit, Role.UNIT_HEAD)
        UnitAlias.objects.create(owner=world.body, text=f"cách {number}", folded=f"cach {number}", unit=unit)
        UnitGroup.objects.create(owner=world.body, name=f"Nhóm {number}", kinds=["division"])
    assert cost() == before


@pytest.mark.parametrize("name", ["unit-list", "people"])
def test_lists_go_to_excel(world: World, name: str) -> None:
    response = world.admin.get(address(name), {"xuat": "excel"})
    assert b"".join(response.streaming_content)[:4] == b"PK\x03\x04"
    response.close()


def test_every_filter_of_people_answers(world: World) -> None:
    for query in ({"don-vi": world.office.path}, {"vai-tro": "unit_clerk"}, {"tinh-trang": "co"}):
        page = world.admin.get(address("people"), query).content.decode()
        assert "Lê Văn Chi" in page
        assert "Trần Thị Bình" not in page.split("danh-sach")[1] or query == {"tinh-trang": "co"}
    for state in ("chua", "thoi"):
        assert "Lê Văn Chi" not in world.admin.get(address("people"), {"tinh-trang": state}).content.decode()


def pages(world: World) -> list[str]:
    unit, person = world.office.pk, world.clerk_user.person.pk
    return [
        *(address(name, unit) for name in ("unit", "unit-people", "unit-history")),
        *(address(name, person) for name in ("person", "person-history")),
    ]


def forms(world: World) -> list[str]:
    group = UnitGroup.objects.filter(owner=world.body).first()
    assert group is not None
    return [
        *(address(name, world.office.pk) for name in ("unit-edit", "unit-move", "unit-close")),
        *(
            address(name)
            for name in ("unit-create", "person-create", "group-create", "import", "import-template", "export")
        ),
        address("person-edit", world.clerk_user.person.pk),
        address("names"),
        address("group-edit", group.pk),
    ]


def test_pages_are_open_inside_and_missing_outside(world: World) -> None:
    for url in pages(world):
        assert [client.get(url).status_code for client in (world.admin, world.clerk, world.stranger)] == [200, 200, 404]


def test_forms_are_for_administrators(world: World) -> None:
    for url in forms(world):
        assert (url, world.admin.get(url).status_code) == (url, 200)
        assert (url, world.clerk.get(url).status_code) == (url, 403)
        if any(part.isdecimal() for part in url.split("/")):
            assert (url, world.stranger.get(url).status_code) == (url, 404)


def test_a_unit_is_made_changed_moved_and_closed(world: World) -> None:
    fields = {"parent": world.body.pk, "name": "Thanh tra", "code": "TTR", "kind": "division", "position": 3}
    assert world.admin.post(address("unit-create"), fields | {"name": ""}).status_code == 400
    assert world.admin.post(address("unit-create"), fields | {"code": world.office.code}).status_code == 400
    assert world.admin.post(address("unit-create"), fields).status_code == 302
    unit = Unit.objects.get(code="TTR")
    del fields["parent"]
    changes = fields | {"name": "Thanh tra Sở", "valid_from": "01/02/2020"}
    assert world.admin.post(address("unit-edit", unit.pk), changes).status_code == 302
    assert world.admin.post(address("unit-edit", unit.pk), changes | {"valid_from": "31/02/2020"}).status_code == 400
    assert world.admin.post(address("unit-move", unit.pk), {"parent": world.office.pk}).status_code == 302
    assert world.admin.post(address("unit-move", unit.pk), {"parent": unit.pk}).status_code == 400
    make_person(unit)
    refused = world.admin.post(address("unit-close", unit.pk), {"valid_to": "31/12/2026"})
    assert (refused.status_code, "1 người đang hoạt động" in refused.content.decode()) == (400, True)
    Person.objects.filter(unit=unit).update(is_active=False)
    assert world.admin.post(address("unit-close", unit.pk), {"valid_to": "01/01/2019"}).status_code == 400
    assert world.admin.post(address("unit-close", unit.pk), {"valid_to": "31/12/2026"}).status_code == 302
    unit.refresh_from_db()
    assert (unit.name, str(unit.valid_from), str(unit.valid_to), unit.parent) == (
        "Thanh tra Sở",
        "2020-02-01",
        "2026-12-31",
        world.office,
    )


def test_a_person_is_added_given_an_account_and_a_role(world: World) -> None:
    fields = {"unit": world.office.pk, "full_name": "Đỗ Ân", "email": ""}
    assert world.admin.post(address("person-create"), fields | {"email": "x"}).status_code == 400
    assert world.admin.post(address("person-create"), fields).status_code == 302
    person = Person.objects.get(full_name="Đỗ Ân")
    account = address("person-account", person.pk)
    assert world.admin.post(account, {"act": "create", "username": ""}).status_code == 400
    taken = world.admin.post(account, {"act": "create", "username": world.admin_user.username})
    assert taken.status_code == 400
    shown = world.admin.post(account, {"act": "create", "username": "an.d"})
    user = User.objects.get(username="an.d")
    password = shown.context["password"]
    assert (shown.status_code, user.check_password(password), password in shown.content.decode()) == (200, True, True)
    assert "no-store" in shown["Cache-Control"]
    assert world.admin.post(account, {"act": "reset"}).context["password"] != password
    assert world.admin.post(account, {"act": "close"}).status_code == 302
    assert world.admin.post(account, {"act": "open"}).status_code == 302
    role = {"role": "unit_head", "unit": world.office.pk, "valid_from": "", "valid_to": ""}
    grant = address("role-grant", person.pk)
    assert world.admin.post(grant, role | {"role": "king"}).status_code == 400
    assert world.admin.post(grant, role).status_code == 302
    assert world.admin.post(grant, role).status_code == 400
    held = RoleAssignment.objects.get(person=person)
    assert world.stranger.post(address("role-revoke", held.pk)).status_code == 404
    assert world.admin.post(address("role-revoke", held.pk)).status_code == 302
    edited = fields | {"full_name": "Đỗ Văn Ân", "is_active": "on"}
    taken_code = {"code": world.clerk_user.person.code}
    assert world.admin.post(address("person-edit", person.pk), edited).status_code == 302
    assert world.admin.post(address("person-edit", person.pk), edited | taken_code).status_code == 400
    person.refresh_from_db()
    assert person.full_name == "Đỗ Văn Ân"
    page = world.admin.get(address("person-history", person.pk)).content.decode()
    assert "đã cấp lại mật khẩu cho" in page


def test_a_last_administrator_is_told_why(world: World) -> None:
    held = RoleAssignment.objects.get(person=world.admin_user.person)
    response = world.admin.post(address("role-revoke", held.pk))
    assert response.status_code == 409
    assert "quản trị duy nhất" in response.content.decode()


def test_names_are_taught_tried_and_forgotten(world: World) -> None:
    learn = {"text": "Tổ giúp việc", "meaning": f"unit:{world.office.pk}"}
    assert world.admin.post(address("alias-learn"), learn | {"meaning": ""}).status_code == 400
    assert world.admin.post(address("alias-learn"), learn | {"text": "…"}).status_code == 400
    assert world.admin.post(address("alias-learn"), learn).status_code == 302
    assert world.clerk.post(address("alias-learn"), learn).status_code == 403
    tried = world.admin.get(address("names"), {"thu": "tổ giúp việc"})
    assert tried.context["tried"].name == "Văn phòng"
    assert world.admin.get(address("names"), {"thu": "không có"}).context["tried"].kind == "none"
    alias = UnitAlias.objects.get()
    assert world.stranger.post(address("alias-forget", alias.pk)).status_code == 404
    assert world.admin.post(address("alias-forget", alias.pk)).status_code == 302
    group = {"name": "Khối I", "kinds": ["division"], "members": []}
    assert world.admin.post(address("group-create"), group | {"kinds": []}).status_code == 400
    assert world.admin.post(address("group-create"), group).status_code == 302
    made = UnitGroup.objects.get(name="Khối I")
    url = address("group-edit", made.pk)
    assert world.admin.post(url, group | {"members": [world.office.pk]}).status_code == 302
    assert world.admin.post(url, group | {"name": "Các phòng chuyên môn"}).status_code == 400
    assert list(made.members.all()) == [world.office]


def upload(client: Client, content: bytes) -> Any:
    return client.post(address("import"), {"file": SimpleUploadedFile("danh-sach.xlsx", content)})


def test_a_list_comes_in_by_preview(world: World) -> None:
    assert read_lists(world.admin.get(address("import-template")).content).units[0].cells["code"] == "VP"
    assert world.admin.post(address("import"), {}).status_code == 400
    refused = upload(world.admin, b"no workbook")
    assert (refused.status_code, "Chỉ nhận tệp Excel" in refused.content.decode()) == (400, True)
    content = workbook(
        U=[UNIT_HEAD, ["TT", "Trung tâm", "Đơn vị trực thuộc", ""]],
        P=[PERSON_HEAD, ["", "Hồ Thị Mới", "TT", "", "", "Đầu mối", "moi.ht"]],
    )
    url = upload(world.admin, content).headers["Location"]
    preview = world.admin.get(url)
    assert "Sẽ tạo 1 tài khoản" in preview.content.decode()
    assert world.admin.get(url, {"xem": "error"}).context["rows"] == []
    assert not Unit.objects.filter(code="TT").exists()
    assert world.stranger.get(url).status_code == 404
    again = world.admin.post(url, {"digest": "another"}, follow=True)
    assert "Cơ cấu đã thay đổi" in again.content.decode()
    assert not Unit.objects.filter(code="TT").exists()
    done = world.admin.post(url, {"digest": preview.context["preview"].digest}, follow=True)
    assert "Thêm mới 2, thay đổi 0, không thay đổi 0." in done.content.decode()
    one = StructureImport.objects.get()
    sheet = world.admin.post(address("import-passwords", one.pk))
    assert (sheet.status_code, sheet.content[:4]) == (200, b"PK\x03\x04")
    assert world.admin.post(address("import-passwords", one.pk)).status_code == 409
    same = upload(world.admin, world.admin.get(address("export")).content).headers["Location"]
    page = world.admin.get(same)
    assert "Danh sách giống hệt dữ liệu đang có." in page.content.decode()
    gone = world.admin.post(address("import-discard", same.split("/")[-2]), follow=True)
    assert "không có gì thay đổi" in gone.content.decode()
    assert "Danh sách này đã bỏ" in world.admin.get(same).content.decode()


def test_errors_stand_first_in_the_preview(world: World) -> None:
    rows = [[f"M{n}", f"Phòng {n}", "phòng", ""] for n in range(3)]
    url = upload(world.admin, workbook(U=[UNIT_HEAD, *rows, ["X", "Sai", "phòng", "không có"]])).headers["Location"]
    page = world.admin.get(url)
    assert [item["row"].label for item in page.context["rows"]] == ["Sai", "Phòng 0", "Phòng 1", "Phòng 2"]
    assert "Còn 1 dòng có lỗi nên chưa nhập được" in page.content.decode()
    refused = world.admin.post(url, {"digest": page.context["preview"].digest})
    assert refused.status_code == 400
    assert Unit.objects.filter(kind=UnitKind.DIVISION).count() == 1


def test_content_is_shown_not_run(world: World) -> None:
    make_unit(world.body, name="<script>alert(1)</script>")
    content = workbook(U=[UNIT_HEAD, ["A", "<img src=x>", "phòng", ""]])
    review = world.admin.get(upload(world.admin, content).headers["Location"]).content.decode()
    assert "<img src=x>" not in review
    for name in ("units", "unit-list"):
        assert "<script>alert" not in world.admin.get(address(name)).content.decode()
    assert io.BytesIO(content).read(2) == b"PK"
