from __future__ import annotations

import ast
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TypeGuard

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

import thidua
from thidua.apps.audit import services
from thidua.apps.audit.enums import named_acts, words_of
from thidua.apps.audit.models import Entry
from thidua.apps.audit.queries import Change, described, history_of
from thidua.apps.notifications.enums import kinds
from thidua.apps.organizations.models import Unit
from thidua.apps.organizations.tests.factories import make_body, make_unit, make_user_with_role
from thidua.core.actor import Actor, Role

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def signed_in(unit: Unit, role: str) -> Client:
    client = Client()
    client.force_login(make_user_with_role(unit, role), backend="thidua.apps.accounts.backends.UsernameBackend")
    return client


def note(unit: Unit, label: str, *, at: datetime = AT, times: int = 1, **changes: object) -> None:
    subject = services.Subject("organizations.unit", unit.pk, label, unit.path)
    with transaction.atomic():
        acts = [services.Act("accounts.set_language", subject, changes)] * times
        services.record_many(actor=Actor(user_id=7, label="Lê Đức Hạnh"), acts=acts, at=at)


def test_own_branch_only() -> None:
    body = make_body()
    inside, outside = make_unit(body), make_body(name="Sở khác")
    note(inside, "Việc trong nhà")
    note(outside, "Việc nhà khác")
    text = signed_in(body, Role.ADMINISTRATOR).get("/nhat-ky/").content.decode()
    assert "Việc trong nhà" in text
    assert "Việc nhà khác" not in text


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.ADMINISTRATOR, 200), (Role.LEADER, 200), (Role.OFFICER, 403), (Role.UNIT_CLERK, 403), (Role.UNIT_HEAD, 403)],
)
def test_who_may_read(role: str, status: int) -> None:
    assert signed_in(make_body(), role).get("/nhat-ky/").status_code == status


def test_search_filters_and_days() -> None:
    body = make_body()
    client = signed_in(body, Role.LEADER)
    note(body, "Phòng Tổ chức", at=datetime(2026, 3, 1, 16, 59, tzinfo=UTC))
    note(body, "Phòng Tài chính", at=datetime(2026, 3, 1, 17, 0, tzinfo=UTC))

    def found(query: str) -> list[bool]:
        text = client.get(f"/nhat-ky/?{query}").content.decode()
        return ["<strong>Phòng Tổ chức" in text, "<strong>Phòng Tài chính" in text]

    assert found("q=duc hanh to chuc") == [True, False]
    assert found("tu=02/03/2026&den=02/03/2026") == [False, True]
    assert found("den=01/03/2026") == [True, False]
    assert found("viec=accounts.set_language&nguoi=7") == [True, True]


def test_same_number_of_queries_for_one_row_and_thirty() -> None:
    body = make_body()
    client = signed_in(body, Role.ADMINISTRATOR)
    counts = []
    for times in (1, 29):
        note(body, "Phòng", times=times, name=["A", "B"])
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/nhat-ky/?q=Phòng&dong=50").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_export_says_the_same_in_words() -> None:
    body = make_body()
    client = signed_in(body, Role.ADMINISTRATOR)
    note(body, "Phòng Tổ chức", valid_to=[None, "2026-12-31"])
    response = client.get("/nhat-ky/?nguoi=7&xuat=excel")
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(response.streaming_content)))
    response.close()
    rows = book.get_sheet_by_index(0).to_python()
    assert rows == [
        ["Thời điểm", "Người thực hiện", "Việc đã làm"],
        [
            datetime(2026, 3, 2, 9, 0),
            "Lê Đức Hạnh",
            "đã đổi ngôn ngữ hiển thị Phòng Tổ chức; Đến hết ngày: (trống) → 31/12/2026",
        ],
    ]


def test_changes_are_said_in_words_and_codes_are_left_out() -> None:
    body = make_body()
    note(body, "Phòng", kind=["body", "division"], position=[1, 2], secret_code="x", language=["Tiếng Việt", "English"])
    line = described(Entry.objects.filter(actor_id=7).get())
    assert line.changes == (
        Change("Loại", "Cơ quan", "Phòng, ban chuyên môn"),
        Change("Thứ tự", "1", "2"),
        Change("Ngôn ngữ", "Tiếng Việt", "English"),
    )
    assert history_of(subject_type="organizations.unit", subject_id=body.pk)[0] == line


def test_every_act_recorded_in_the_program_has_words() -> None:
    """Reads the services themselves, so that a new act without words fails here."""
    package = Path(thidua.__file__).parent
    recorded = set()
    for path in package.glob("apps/*/services*/**/*.py"):
        recorded |= _acts_in(path)
    for path in package.glob("apps/*/services.py"):
        recorded |= _acts_in(path)
    assert "accounts.sign_in" in recorded
    assert sorted(recorded - named_acts().keys()) == []


def _acts_in(path: Path) -> set[str]:
    apps = {folder.name for folder in (Path(thidua.__file__).parent / "apps").iterdir()}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    # A step compared with or taken is not yet a record of it; a subject is what the record is about.
    asked = [node for node in ast.walk(tree) if isinstance(node, ast.Compare) or _is_step(node)]
    asked += [node.args[0] for node in ast.walk(tree) if _is_call(node, "Subject")]
    passed_over = {id(inner) for node in asked for inner in ast.walk(node)}
    texts = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed_over
    }
    # "accounts.user" names a kind of subject: those are models.
    from django.apps import apps as registry

    models = {model._meta.label_lower for model in registry.get_models()}
    named = {text for text in texts if text.partition(".")[0] in apps and text.count(".") == 1 and " " not in text}
    known = models | {kind.key for kind in kinds()}  # what people are told of has its own names
    return {text for text in named if text.partition(".")[2].replace("_", "").isalpha() and text not in known}


def _is_step(node: ast.AST) -> bool:
    return _is_call(node, "step")


def _is_call(node: ast.AST, name: str) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name


def test_an_act_nobody_named_shows_no_code() -> None:
    assert words_of("gone.app_act") == "đã thực hiện một thao tác"
