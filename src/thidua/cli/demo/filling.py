"""Fill the demo step by step, as people would: set up, list the staff, bring the papers in, check them, confirm."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from thidua.apps.accounts import services as accounts
from thidua.apps.accounts.queries import has_users
from thidua.apps.organizations import queries as organizations
from thidua.apps.organizations import services as organization_services
from thidua.apps.organizations.enums import UnitKind
from thidua.apps.organizations.policies import visible_units
from thidua.apps.organizations.services.founding import found_body, setup_code
from thidua.apps.planning import services as planning
from thidua.apps.planning.enums import IntakeState
from thidua.apps.planning.policies import visible_intakes, visible_plans
from thidua.cli.demo import structure
from thidua.cli.demo.letters import write_papers
from thidua.cli.demo.year import FOUNDED_ON, actor_named, live, moment
from thidua.core import clock
from thidua.core.actor import Actor, Role
from thidua.core.jobs.worker import work

Report = Callable[[str], None]

STAFF_LIST = "co-cau-to-chuc.xlsx"
BROUGHT_IN = {"ke-hoach-cong-tac-2026.docx": date(2026, 1, 16), "phong-trao-nong-thon-xanh-2026.pdf": date(2026, 1, 27)}
"""The papers confirmed long ago, and the day each came in."""
LEFT_FOR_REVIEW = "dien-hinh-tien-tien-2026-scan.pdf"
PAPERS = (*BROUGHT_IN, LEFT_FOR_REVIEW)
MAPPED = {"Bộ phận thường trực thi đua": "VP", "Ban biên tập Trang thông tin điện tử Sở": "CDS"}
"""Names of the first papers that no unit bears; what the officer says they mean is remembered for the next paper."""


def fill(*, report: Report) -> None:
    """Fill the demo where it is empty, or finish what an interrupted run left. `report` is told the progress."""
    built = settings.BUILT / "demo"
    if not has_users():
        report("Thiết lập cơ quan, nhập đơn vị và cán bộ …")
        with transaction.atomic():
            _found(built, moment(FOUNDED_ON))
    officer = actor_named(structure.OFFICER_USERNAME)
    body_id = next(held.unit_id for held in officer.roles)
    present = set(visible_intakes(officer).values_list("file__original_name", flat=True))
    for name in PAPERS:
        # The clock stands at the day a paper came in, so that its history reads as the year went.
        with clock.standing_at(moment(BROUGHT_IN[name]) if name in BROUGHT_IN else clock.now()):
            if name not in present:
                report(f"Đưa văn bản vào: {name} …")
                with (built / name).open("rb") as content:
                    planning.start_intake(actor=officer, unit_id=body_id, content=content, name=name, at=clock.now())
            waiting = visible_intakes(officer).filter(state__in=[IntakeState.WAITING, IntakeState.READING])
            if waiting.exists():
                report("Đọc văn bản (bản chụp đọc lâu hơn, khoảng 20 giây) …" if name == LEFT_FOR_REVIEW else "Đọc …")
                work(stop=threading.Event(), until_idle=True)
            if name in BROUGHT_IN:
                _confirm(officer, name, report)
    if not visible_plans(officer).exclude(launched_on=None).exists():
        live(administrator=actor_named(structure.ADMINISTRATOR_USERNAME), report=report)
    write_papers(administrator=actor_named(structure.ADMINISTRATOR_USERNAME), report=report)
    work(stop=threading.Event(), until_idle=True)  # the files of what was issued


def accounts_line() -> str:
    """Return who can sign in to the demo, on one line, the standing officer first."""
    rows = sorted((row for row in structure.PEOPLE if row.username), key=lambda row: Role.values.index(row.role))
    labels = {structure.RECORDS_USERNAME: Role.RECORDS_CLERK.label}
    names = [f"{row.username} ({labels.get(row.username, Role(row.role).label).lower()})" for row in rows]
    names.append(f"{structure.ADMINISTRATOR_USERNAME} ({Role.ADMINISTRATOR.label.lower()})")
    return f"đăng nhập: {', '.join(names)}; mật khẩu chung: {structure.PASSWORD}"


def _found(files: Path, at: datetime) -> None:
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
    admin = actor_named(structure.ADMINISTRATOR_USERNAME)
    body_id = admin.roles[0].unit_id
    bring = organization_services
    started = bring.start_import(
        actor=admin, unit_id=body_id, content=(files / STAFF_LIST).read_bytes(), original_name=STAFF_LIST, at=at
    )
    preview = organizations.import_preview(actor=admin, one=started, on=clock.today())
    bring.apply_import(actor=admin, import_id=started.pk, digest=preview.digest, at=at)
    for account in bring.hand_over_passwords(actor=admin, import_id=started.pk, at=at):
        owner = actor_named(account.username)
        accounts.change_password(
            actor=owner, user_id=owner.user_id or 0, old=account.password, new=structure.PASSWORD, at=at
        )
    officer = actor_named(structure.OFFICER_USERNAME)
    codes = dict(visible_units(officer).values_list("code", "pk"))
    for text, code in structure.ALIASES:
        bring.learn_alias(actor=officer, owner_id=body_id, text=text, unit_id=codes[code], at=at)
    for name, members in structure.GROUPS:
        member_ids = [codes[code] for code in members]
        bring.create_group(actor=officer, owner_id=body_id, name=name, kinds=[], member_ids=member_ids, at=at)
    kinds = [UnitKind.DISTRICT.value]
    localities = organizations.groups_of(organizations.visible_unit(officer, body_id)).get(kinds=kinds)
    bring.change_group(
        actor=officer, group_id=localities.pk, name=structure.LOCALITIES_GROUP, kinds=kinds, member_ids=[], at=at
    )


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
                seen_value="",
                value=f"unit:{codes[MAPPED[entry['as_written']]]}",
                at=clock.now(),
            )
    planning.confirm_intake(actor=officer, intake_id=intake.pk, version=intake.version, is_issued=True, at=clock.now())
