"""Văn bản đi, Văn bản đến: the lists."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from thidua.apps.documents import policies, queries
from thidua.apps.documents.enums import ISSUED_STATES, PaperState
from thidua.apps.documents.forms.papers import type_choices
from thidua.apps.documents.models import Paper, PaperRecipient
from thidua.core.search import matching
from thidua.lib.vanban.form import type_of
from thidua.ui.forms import in_words
from thidua.ui.http import ActorRequest, chosen_year
from thidua.ui.lists import Column, Empty, Filter, ListPage
from thidua.ui.templatetags.ui import state_badge


def paper_badge(paper: Paper) -> Any:
    """Show where a paper stands."""
    state = PaperState(paper.state)
    return state_badge(gettext(state.label), state.tone)


def code_of(paper: Paper) -> str:
    return str(paper.entry) if paper.entry else ""


def _title(paper: Paper) -> Any:
    name = type_of(paper.type_key).name
    return format_html('{}<span class="sub">{}</span>', paper.title or gettext("(chưa có trích yếu)"), name)


def _draft_mark(paper: Paper) -> Any:
    return code_of(paper) or format_html('<span class="muted">…/{}</span>', paper.symbol)


class OutgoingPapers(ListPage):
    """The papers one's units write and issue."""

    title = _("Văn bản đi")
    search_label = _("Tìm theo số, ký hiệu, trích yếu")
    columns = (
        Column(
            "code", _("Số, ký hiệu"), _draft_mark, sort=("symbol", "entry__number"), excel=code_of, is_nowrap=True
        ),
        Column("title", _("Trích yếu"), _title, sort=("title",), excel="title", is_title=True, width=60),
        Column("type", _("Tên loại"), lambda one: type_of(one.type_key).name, only="excel"),
        Column("drafting", _("Đơn vị soạn thảo"), "drafting_unit.name", sort=("drafting_unit__path",), width=30),
        Column(
            "state", _("Trạng thái"), paper_badge, sort=("state",),
            excel=lambda one: gettext(one.get_state_display()), is_nowrap=True, width=20,
        ),
        Column("issued", _("Ngày ban hành"), lambda one: one.entry.issued_on if one.entry else "",
               sort=("entry__issued_on",), is_nowrap=True),
        Column("edited", _("Cập nhật"), "edited_at", sort=("edited_at",), is_nowrap=True, wide_only=True),
        Column("issuer", _("Cơ quan ban hành"), "unit.name", only="excel", width=30),
    )  # fmt: skip
    filters = (
        Filter("loai", _("Loại"), choices=lambda request: type_choices(), field="type_key"),
        Filter("khan", _("Mức độ khẩn"), choices=lambda request: [("co", _("Văn bản khẩn"))],
               condition=lambda value: ~Q(urgency="")),
        Filter("tu", _("Từ ngày"), field="entry__issued_on__gte", kind="date"),
        Filter("den", _("Đến ngày"), field="entry__issued_on__lte", kind="date"),
        Filter("tt", _("Trạng thái"), choices=lambda request: in_words(PaperState.choices), field="state",
               kind="chips"),
    )  # fmt: skip
    default_sort = "-edited"
    export_name = "van-ban-di"
    template_name = "documents/paper_list.html"

    def rows(self, request: ActorRequest) -> QuerySet[Paper]:
        year = chosen_year(request)
        of_year = Q(entry__issued_on__year=year) | Q(entry__isnull=True, created_at__year=year)
        return queries.outgoing_papers(request.actor).filter(of_year)

    def row_url(self, row: Paper) -> str:
        return reverse("papers:paper", args=[row.pk])

    def empty_state(self, request: ActorRequest) -> Empty:
        title = gettext("Chưa có văn bản đi nào của năm %(year)s") % {"year": chosen_year(request)}
        if not queries.drafting_units(request.actor).exists():
            return Empty(title, gettext("Văn bản đơn vị soạn thảo và ban hành sẽ hiện ở đây."), icon="file")
        text = gettext("Soạn văn bản đúng thể thức, xin ý kiến, trình ký, cấp số rồi gửi đi ngay tại đây.")
        return Empty(title, text, "file", gettext("Soạn văn bản"), reverse("papers:create"))

    def more(self, request: ActorRequest) -> dict[str, Any]:
        return {"active": "outgoing", "can_draft": queries.drafting_units(request.actor).exists()}


def _received_badge(one: PaperRecipient) -> Any:
    if one.paper.state == PaperState.WITHDRAWN:
        return state_badge(gettext("Đã thu hồi"), "cancelled")
    if one.acknowledged_at:
        return state_badge(gettext("Đã tiếp nhận"), "done")
    return state_badge(gettext("Đã xem"), "progress") if one.seen_at else state_badge(gettext("Chưa xem"), "waiting")


RECEIVED = (("new", _("Chưa tiếp nhận")), ("done", _("Đã tiếp nhận")), ("withdrawn", _("Đã thu hồi")))


def _received_in(value: str) -> Q:
    if value == "withdrawn":
        return Q(paper__state=PaperState.WITHDRAWN)
    return Q(acknowledged_at__isnull=value == "new") & ~Q(paper__state=PaperState.WITHDRAWN)


class IncomingPapers(ListPage):
    """The papers sent to one's units, each taken in with one click."""

    title = _("Văn bản đến")
    search_label = _("Tìm theo số, ký hiệu, trích yếu, cơ quan")
    columns = (
        Column("code", _("Số, ký hiệu"), lambda one: code_of(one.paper), sort=("paper__symbol", "paper__entry__number"),
               is_nowrap=True),
        Column("title", _("Trích yếu"), lambda one: _title(one.paper), sort=("paper__title",),
               excel=lambda one: one.paper.title, is_title=True, width=60),
        Column("issuer", _("Cơ quan gửi"), "paper.unit.name", sort=("paper__unit__name",), width=30),
        Column("unit", _("Đơn vị nhận"), "unit.name", sort=("unit__path",), width=30),
        Column("issued", _("Ngày văn bản"), lambda one: one.paper.entry.issued_on, sort=("paper__entry__issued_on",),
               is_nowrap=True),
        Column("sent", _("Đến lúc"), "sent_at", sort=("sent_at",), is_nowrap=True),
        Column("state", _("Tình trạng"), _received_badge, is_nowrap=True,
               excel=lambda one: gettext("Đã tiếp nhận") if one.acknowledged_at else gettext("Chưa tiếp nhận")),
        Column("by", _("Người tiếp nhận"), "acknowledged_label", only="excel", width=24),
    )  # fmt: skip
    filters = (
        Filter("loai", _("Loại"), choices=lambda request: type_choices(), field="paper__type_key"),
        Filter("tu", _("Từ ngày"), field="sent_at__date__gte", kind="date"),
        Filter("den", _("Đến ngày"), field="sent_at__date__lte", kind="date"),
        Filter("tt", _("Tình trạng"), choices=lambda request: RECEIVED, condition=_received_in, kind="chips"),
    )
    default_sort = "-sent"
    export_name = "van-ban-den"
    template_name = "documents/paper_list.html"
    table_template = "documents/paper_incoming_table.html"

    def rows(self, request: ActorRequest) -> QuerySet[PaperRecipient]:
        return queries.incoming_papers(request.actor).filter(sent_at__year=chosen_year(request))

    def search(self, request: ActorRequest, query: str) -> Q:
        return matching(query, field="paper__search_text")

    def row_url(self, row: PaperRecipient) -> str:
        return reverse("papers:paper", args=[row.paper_id])

    def row_css(self, row: PaperRecipient) -> str:
        return "" if row.seen_at or row.paper.state not in ISSUED_STATES else "is-unseen"

    def empty_state(self, request: ActorRequest) -> Empty:
        title = gettext("Chưa có văn bản đến nào của năm %(year)s") % {"year": chosen_year(request)}
        return Empty(title, gettext("Văn bản gửi tới đơn vị sẽ hiện ở đây để xem và tiếp nhận."), icon="mail")

    def more(self, request: ActorRequest) -> dict[str, Any]:
        own = {held.unit_id for held in request.actor.roles if held.role in policies.RECEIVERS}
        return {"active": "incoming", "own_units": own}
