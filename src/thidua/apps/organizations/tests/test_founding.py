from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import TestCase

from thidua.apps.accounts.models import User
from thidua.apps.audit.models import Entry
from thidua.apps.organizations.domain.words import DEFAULT_GROUPS
from thidua.apps.organizations.errors import AlreadyFounded
from thidua.apps.organizations.models import Person, Unit, UnitGroup
from thidua.apps.organizations.queries import actor_for
from thidua.apps.organizations.services.founding import found_body, setup_code
from thidua.apps.organizations.tests.factories import AT, ON
from thidua.core.errors import InvalidInput

CODE_FILE = Path(settings.OPTIONS.home) / "setup-code"
GIVEN = {
    "name": "Sở Nông nghiệp và Môi trường",
    "short_name": "Sở NNMT",
    "administrator_name": "Đỗ Việt Hùng",
    "username": "quantri",
    "password": "mua-vang-2026",
    "at": AT,
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_code() -> Iterator[None]:
    CODE_FILE.unlink(missing_ok=True)
    yield
    CODE_FILE.unlink(missing_ok=True)


def test_the_code_is_made_once_and_kept_for_its_owner() -> None:
    first = setup_code()
    assert first == setup_code() == CODE_FILE.read_text()
    assert [len(part) for part in first.split("-")] == [4, 4, 4]
    if os.name == "posix":
        assert CODE_FILE.stat().st_mode & 0o777 == 0o600


def test_founding_gives_a_body_with_groups_and_an_administrator_who_is_officer_too() -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        user = found_body(code_given=setup_code().upper().replace("-", " "), **GIVEN)
    body = Unit.objects.get()
    assert (body.name, body.short_name, body.kind, body.code, body.parent) == (
        "Sở Nông nghiệp và Môi trường",
        "Sở NNMT",
        "body",
        "CQ",
        None,
    )
    assert sorted(UnitGroup.objects.values_list("name", flat=True)) == sorted(name for name, _ in DEFAULT_GROUPS)
    person = Person.objects.get()
    assert (person.full_name, person.unit, person.user) == ("Đỗ Việt Hùng", body, user)
    assert user.check_password("mua-vang-2026")
    assert not user.must_change_password
    assert [(held.role, held.unit_id) for held in actor_for(user, on=ON).roles] == [
        ("administrator", body.pk),
        ("officer", body.pk),
    ]
    assert not CODE_FILE.exists()
    last = Entry.objects.order_by("sequence").last()
    assert last is not None
    assert (last.act, last.subject_label, last.actor_label, last.changes) == (
        "organizations.found_body",
        "Sở Nông nghiệp và Môi trường",
        "Hệ thống",
        {"administrator": "Đỗ Việt Hùng", "username": "quantri"},
    )


def test_nobody_founds_a_second_time() -> None:
    code = setup_code()
    found_body(code_given=code, **GIVEN)
    with pytest.raises(AlreadyFounded):
        found_body(code_given=code, **{**GIVEN, "username": "nguoikhac"})
    assert User.objects.count() == Unit.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        (
            {"code_given": "aaaa-bbbb-cccc"},
            "code_given",
            "Mã thiết lập chưa đúng. Xem mã ở cửa sổ đang chạy chương trình hoặc tệp setup-code trong thư mục dữ liệu.",
        ),
        ({"code_given": "mã-sai"}, "code_given", None),
        ({"name": "  "}, "name", "Cần ghi tên đơn vị."),
        ({"administrator_name": ""}, "full_name", "Cần ghi họ và tên, không dài quá 120 ký tự."),
        ({"username": " "}, "username", "Cần ghi tên đăng nhập."),
        ({"password": "ngan"}, "new_password", None),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_kept(
    changed: dict[str, str], field: str, sentence: str | None
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        found_body(**{"code_given": setup_code(), **GIVEN, **changed})
    assert list(refusal.value.fields) == [field]
    assert sentence is None or refusal.value.fields[field] == sentence
    assert (User.objects.count(), Unit.objects.count(), Person.objects.count(), Entry.objects.count()) == (0, 0, 0, 0)
    assert CODE_FILE.exists()
