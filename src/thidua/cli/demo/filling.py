"""Fill the demo step by step, as people would: set up, list the staff, bring the papers in, check them, confirm."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from thidua.apps.accounts import services as accounts
from thidua.apps.accounts.queries import User, has_users
from thidua.apps.organizations import queries as organizations
from thidua.apps.organizations import services as organization_services
from thidua.apps.organizations.policies import visible_units
from thidua.apps.organizations.services.founding import found_body, setup_code
from thidua.apps.planning import services as planning
from thidua.apps.planning.enums import IntakeState
from thidua.apps.planning.policies import visible_intakes
from thidua.cli.demo import structure
from thidua.core import clock
from thidua.core.actor import Actor, Role
from thidua.core.jobs.worker import work

Report = Callable[[str], None]

PAPERS = (
    "ke-hoach-cong-tac-2026.docx",
    "phong-trao-nong-thon-xanh-2026.pdf",
    "dien-hinh-tien-tien-2026-scan.pdf",
)
LEFT_FOR_REVIEW = PAPERS[2]
MAPPED = {
    "Bộ phận thường trực thi đua": "VP",
    "Ban biên tập Trang thông tin điện tử Sở": "CDS",
}
"""Names of the first papers that no unit bears; what the officer says they mean is remembered for the next paper."""


def fill(*, report: Report) -> None:
    """Fill the demo where it is empty; run again it finishes what an interrupted run left. Tells progress to `report`."""
    built = settings.BUILT / "demo"
    if not has_users():
        report("Thiết lập cơ quan, nhập đơn vị và cán bộ …")
        with transaction.atomic():
            _found(clock.now())
    officer = _actor(structure.OFFICER_USERNAME)
    body_id = next(held.unit_id for held in officer.roles)
    present = set(visible_intakes(officer).values_list("file__original_name", flat=True))
    for name in PAPERS:
        if name not in present:
            report(f"Đưa văn bản vào: {name} …")
            with (built / name).open("rb") as content:
                planning.start_intake(actor=officer, unit_id=body_id, content=content, name=name, at=clock.now())
    waiting = visible_intakes(officer).filter(state__in=[IntakeState.WAITING, IntakeState.READING])
    if waiting.exists():
        report("Đọc văn bản (bản chụp đọc lâu hơn, khoảng 20 giây) …")
        work(stop=threading.Event(), until_idle=True)
    for name in PAPERS:
        if name != LEFT_FOR_REVIEW:
            _confirm(officer, name, report)


def _found(at: datetime) -> None:
    found_body(
        code_given=setup_code(),
        name=structure.BODY_NAME,
        short_name=structure.BODY_SHORT_NAME,
        body_code=structure.BODY_CODE,
        administrator_name=structure.ADMINISTRATOR_NAME,
        username=structure.ADMINISTRATOR_USERNAME,
        password=structure.PASSWORD,
        at=at,
    )
    admin = _actor(structure.ADMINISTRATOR_USERNAME)
    body_id = admin.roles[0].unit_id
    units = {structure.BODY_CODE: body_id}
    for position, row in enumerate(structure.UNITS, start=1):
        units[row.code] = organization_services.create_unit(
            actor=admin, parent_id=body_id, at=at, position=position, **row._asdict()
        ).pk
    for row in structure.PEOPLE:
        person = organization_services.add_person(
            actor=admin, unit_id=units[row.unit], code=row.code, full_name=row.full_name, title=row.title, at=at
        )
        unit_id, role, username = units[row.unit], row.role, row.username
        if row.code == structure.OFFICER_CODE:
            unit_id, role, username = body_id, Role.OFFICER, structure.OFFICER_USERNAME
        if role:
            organization_services.grant_role(actor=admin, person_id=person.pk, unit_id=unit_id, role=role, at=at)
        if username:
            _open_account(admin, person.pk, username, at=at)
    for text, code in structure.ALIASES:
        organization_services.learn_alias(actor=admin, owner_id=body_id, text=text, unit_id=units[code], at=at)


def _open_account(admin: Actor, person_id: int, username: str, *, at: datetime) -> None:
    """Create the account; at once its owner chooses the password that all accounts of the demo share."""
    user, once = organization_services.create_account(actor=admin, person_id=person_id, username=username, at=at)
    owner = organizations.actor_for(user, on=clock.today())
    accounts.change_password(actor=owner, user_id=user.pk, old=once, new=structure.PASSWORD, at=at)


def _confirm(officer: Actor, name: str, report: Report) -> None:
    intake = visible_intakes(officer).filter(file__original_name=name, state=IntakeState.REVIEW).first()
    if intake is None:
        return
    codes = dict(visible_units(officer).values_list("code", "pk"))
    report(f"Ghép tên đơn vị và xác nhận: {name} …")
    for key, entry in list(intake.draft["units"].items()):
        if entry["as_written"] in MAPPED:
            intake = planning.save_draft(
                actor=officer,
                intake_id=intake.pk,
                version=intake.version,
                path=f"units.{key}",
                value=f"unit:{codes[MAPPED[entry['as_written']]]}",
                at=clock.now(),
            )
    planning.confirm_intake(actor=officer, intake_id=intake.pk, version=intake.version, at=clock.now())


def _actor(username: str) -> Actor:
    return organizations.actor_for(User.objects.get(username=username), on=clock.today())
