"""Pages of the number registers: which there are, their lines, one document's line, and the register on paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from thidua.apps.audit.queries import history_of
from thidua.apps.documents import policies
from thidua.apps.documents.domain import numbering
from thidua.apps.documents.domain.register_pdf import register_pdf
from thidua.apps.documents.enums import RegisterState
from thidua.apps.documents.forms.registers import NoteForm
from thidua.apps.documents.models import IssuedNumber, NumberRegister
from thidua.apps.documents.queries import register_lines as lines
from thidua.apps.documents.queries import registers as queries
from thidua.apps.organizations.enums import UnitKind
from thidua.apps.organizations.queries import Unit
from thidua.core import clock
from thidua.core.errors import NotVisible
from thidua.core.policies import require
from thidua.ui.http import ActorRequest
from thidua.ui.lists import Column, Empty, Filter, ListPage
from thidua.ui.templatetags.ui import state_badge

BODY = "co-quan"
NUMBERING_KINDS = tuple(kind for kind in UnitKind.values if kind not in (UnitKind.DIVISION, UnitKind.BLOC))
"""Divisions and blocs issue in the name of their body."""


def body_asked(request: ActorRequest) -> Unit:
    """Return the body asked for, or the first one whose registers the actor reads."""
    asked = request.GET.get(BODY, "") or request.POST.get(BODY, "")
    if asked.isascii() and asked.isdigit():
        one = Unit.objects.filter(pk=int(asked), kind__in=NUMBERING_KINDS).first()
        if one is None or not policies.can_see_registers(request.actor, one):
            raise NotVisible
        return one
    held = [held.unit_id for held in request.actor.roles if held.role in policies.READERS]
    first = Unit.objects.filter(pk__in=held, kind__in=NUMBERING_KINDS).order_by("path").first()
    require(
        first is not None,
        gettext("Sổ văn bản do văn thư, lãnh đạo và cán bộ thường trực của cơ quan xem."),
        remedy=gettext("Xem số của một văn bản ở trang văn bản đó, hoặc hỏi văn thư cơ quan."),
    )
    assert first is not None
    return first


def address(body: Unit, name: str = "papers:registers") -> str:
    return f"{reverse(name)}?{BODY}={body.pk}"


def _last(register: NumberRegister) -> Any:
    last = queries.last_of(register)
    return numbering.printed(last) if last else gettext("chưa có")


def _state(register: NumberRegister) -> RegisterState:
    return RegisterState.RECOVERY if getattr(register, "waits", False) else RegisterState(register.state)


class Registers(ListPage):
    """The registers of a body, newest year first."""

    title = _("Sổ văn bản")
    columns = (
        Column("name", _("Sổ"), lambda one: gettext(one.name), sort=("name",), is_title=True, width=40),
        Column("year", _("Năm"), lambda one: str(one.year), sort=("year",), is_nowrap=True, width=8),
        Column("last", _("Số cuối"), _last, is_number=True, width=12),
        Column("on", _("Cấp ngày"), "last_issued_on", sort=("last_issued_on",), is_nowrap=True, width=14),
        Column(
            "state",
            _("Tình trạng"),
            lambda one: state_badge(_state(one).label, _state(one).tone),
            excel=lambda one: gettext(_state(one).label),
        ),
    )
    filters = (Filter("nam", _("Năm"), field="year"),)
    default_sort = "-year"
    export_name = "so-van-ban"
    template_name = "documents/registers.html"

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        self.body = body_asked(request)
        self.scheme = queries.scheme_for(self.body.pk, year=clock.today().year)
        self.registry = queries.registry_of(self.body.pk)
        self.asked = queries.to_confirm(self.registry, kept=queries.marks(), at=clock.now()) if self.registry else []
        visible = policies.visible_registers(request.actor).filter(body=self.body)
        return queries.with_waiting(queries.with_last(visible), asked=self.asked)

    def choices(self, one: Filter, request: ActorRequest) -> list[tuple[Any, str]]:
        years = policies.visible_registers(request.actor).filter(body=self.body).order_by("-year")
        return [(year, str(year)) for year in years.values_list("year", flat=True).distinct()]

    def get(self, request: ActorRequest, **kwargs: Any) -> HttpResponseBase:
        self.body = body_asked(request)
        return super().get(request, **kwargs)

    def row_url(self, row: Any) -> str:
        return reverse("papers:register", args=[row.pk])

    def empty_state(self, request: ActorRequest) -> Empty:
        if self.scheme is not None:
            text = _("Sổ mở cùng số đầu tiên, khi văn thư ban hành văn bản.")
            return Empty(_("Chưa cấp số nào"), text, icon="register")
        can_set = policies.can_set_scheme(request.actor, self.body)
        return Empty(
            _("Chưa đặt cách đánh số"),
            _("Cơ quan chọn một dãy số chung hay nhiều dãy số, từ đó văn bản được cấp số khi ban hành."),
            icon="register",
            action_label=_("Đặt cách đánh số") if can_set else "",
            action_url=address(self.body, "papers:number-scheme") if can_set else "",
        )

    def more(self, request: ActorRequest) -> dict[str, Any]:
        now, last = clock.now(), self.registry.last_issued_at if self.registry else None
        registries = Unit.objects.filter(pk__in=queries.bodies_with_registry()).order_by("path")
        can_keep = policies.can_keep(request.actor, self.body)
        open_years = (
            NumberRegister.objects.filter(body=self.body, state=RegisterState.OPEN, year__lt=numbering.year_of(now))
            .order_by("year")
            .values_list("year", flat=True)
            .distinct()
        )
        return {
            "body": self.body,
            "bodies": [one for one in registries if policies.can_see_registers(request.actor, one)],
            "scheme": self.scheme,
            "scheme_url": address(self.body, "papers:number-scheme"),
            "confirm_url": address(self.body, "papers:numbers-confirm"),
            "can_set": policies.can_set_scheme(request.actor, self.body),
            "can_keep": can_keep,
            "is_in_recovery": bool(self.asked),
            "clock_behind": last if last and last - now > numbering.TOLERANCE else None,
            "now": now,
            "open_years": list(open_years) if can_keep and not self.asked else [],
        }


def register_of(request: ActorRequest, register_id: int) -> NumberRegister:
    """Return a register the actor reads. Raises NotVisible."""
    visible = policies.visible_registers(request.actor).select_related("body")
    register = queries.with_last(visible).filter(pk=register_id).first()
    if register is None:
        raise NotVisible
    return register


def _number(entry: IssuedNumber) -> Any:
    return format_html('<span class="is-nowrap">{}</span>', str(entry))


EXPORTED: tuple[tuple[Any, int], ...] = (
    (str, 18),
    ("issued_on", 14),
    (lines.title_of, 60),
    ("signer", 24),
    ("recipients", 36),
    ("keeping_unit", 24),
    ("copies", 10),
    (lines.transferred_on, 14),
    (lines.received_by, 24),
    (lines.remarks, 36),
)
"""The Decree's ten columns in a workbook: value and width."""


class Register(ListPage):
    """The lines of one register; exported they are the Decree's ten columns."""

    columns = (
        Column("number", _("Số, ký hiệu"), _number, sort=("number",), is_title=True, only="screen"),
        Column("on", _("Ngày"), "issued_on", sort=("issued_on", "number"), is_nowrap=True, only="screen"),
        Column("title", _("Trích yếu"), lines.title_of, only="screen"),
        Column("signer", _("Người ký"), "signer", sort=("signer",), only="screen"),
        Column("sent", _("Ngày chuyển"), lines.transferred_on, is_nowrap=True, only="screen"),
        Column("note", _("Ghi chú"), lines.remarks, only="screen"),
        *(
            Column(f"excel-{place}", head, value, width=width, only="excel")
            for place, (head, (value, width)) in enumerate(zip(lines.COLUMNS, EXPORTED, strict=True))
        ),
    )
    filters = (
        Filter("loai", _("Loại văn bản"), field="type_key"),
        Filter("tu", _("Từ ngày"), field="issued_on__gte", kind="date"),
        Filter("den", _("Đến ngày"), field="issued_on__lte", kind="date"),
    )
    default_sort = "-number"
    search_label = _("Tìm theo số, ký hiệu, trích yếu, người ký, nơi nhận")
    export_name = "so-dang-ky-van-ban-di"
    template_name = "documents/register.html"
    empty = Empty(
        _("Sổ chưa có dòng nào"),
        _("Mỗi văn bản được ghi một dòng khi văn thư cấp số và ban hành."),
        icon="register",
    )

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        return lines.with_notes(self.register.entries.all())

    def get(self, request: ActorRequest, **kwargs: Any) -> HttpResponseBase:
        self.register = register_of(request, kwargs.pop("register_id"))
        return super().get(request, **kwargs)

    def choices(self, one: Filter, request: ActorRequest) -> list[tuple[Any, str]]:
        if one.key != "loai":
            return []
        keys = set(self.register.entries.order_by().values_list("type_key", flat=True).distinct())
        return [(key, gettext(name)) for key, name in numbering.type_names().items() if key in keys]

    def row_url(self, row: Any) -> str:
        return reverse("papers:register-entry", args=[self.register.pk, row.number])

    def more(self, request: ActorRequest) -> dict[str, Any]:
        last = queries.last_of(self.register)
        return {
            "register": self.register,
            "state": RegisterState(self.register.state),
            "last": numbering.printed(last) if last else "",
            "lost": [line.lost for line in lines.lost_lines(self.register)],
            "trail": [(gettext("Sổ văn bản"), address(self.register.body))],
        }


def entry_of(request: ActorRequest, register_id: int, number: int) -> IssuedNumber:
    """Return a line the actor reads. Raises NotVisible."""
    visible = policies.visible_entries(request.actor).select_related("register__body")
    entry = lines.with_notes(visible).filter(register_id=register_id, number=number).first()
    if entry is None:
        raise NotVisible
    return entry


def entry_page(request: ActorRequest, entry: IssuedNumber, form: NoteForm, *, status: int = 200) -> HttpResponse:
    """Show one line with what became of the document; who keeps the register may write further."""
    cells = zip(lines.COLUMNS, lines.cells_of(entry), strict=True)
    facts = [(gettext(head), text) for head, text in cells if text]
    facts.append((gettext("Cấp số"), f"{timezone.localtime(entry.issued_at):%H:%M %d/%m/%Y}, {entry.recorded_label}"))
    register = entry.register
    context = {
        "entry": entry,
        "facts": facts,
        "notes": [(note, lines.words_of(note)) for note in entry.notes.all()],
        "form": form,
        "can_note": policies.can_note(request.actor, entry),
        "history": history_of(subject_type="documents.issuednumber", subject_id=entry.pk),
        "trail": [
            (gettext("Sổ văn bản"), address(register.body)),
            (str(register), reverse("papers:register", args=[register.pk])),
        ],
    }
    return render(request, "documents/register_entry.html", context, status=status)


@require_safe
def entry(request: ActorRequest, register_id: int, number: int) -> HttpResponse:
    one = entry_of(request, register_id, number)
    return entry_page(request, one, NoteForm(entry=one, initial={"on": clock.today()}))


@require_safe
def print_register(request: ActorRequest, register_id: int) -> HttpResponse:
    """The register as it is printed: A4 across, the columns of Phụ lục IV."""
    register = register_of(request, register_id)
    context = {
        "register": register,
        "heads": lines.COLUMNS,
        "places": range(1, len(lines.COLUMNS) + 1),
        "lines": lines.printed_lines(register),
        "printed_on": clock.today(),
    }
    return render(request, "documents/register_print.html", context)


@require_safe
def pdf(request: ActorRequest, register_id: int) -> HttpResponse:
    """The same as a PDF, for who keeps the printed register beside the paper one."""
    register = register_of(request, register_id)
    content = register_pdf(
        body=register.body.name,
        name=register.name,
        year=register.year,
        heads=lines.COLUMNS,
        lines=[line.cells or (line.lost,) for line in lines.printed_lines(register)],
        printed_on=_day(clock.today()),
    )
    name = f"so-dang-ky-van-ban-di-{register.year}-{register.series}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
