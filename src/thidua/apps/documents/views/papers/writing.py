"""Writing a paper: begin it, its form with autosave, its tables."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from thidua.apps.documents import queries
from thidua.apps.documents.domain.papers import tables
from thidua.apps.documents.domain.papers.beginning import abbreviation, begin_paper, with_wording
from thidua.apps.documents.domain.papers.fields import with_fields, with_new_annex
from thidua.apps.documents.domain.papers.writing import LEVEL_WORDS, BodyFault
from thidua.apps.documents.forms.papers import NewPaperForm, PaperForm
from thidua.apps.documents.models import Paper
from thidua.apps.documents.queries.previews import preview_of
from thidua.apps.documents.services import papers as services
from thidua.apps.documents.views.papers.head import posted
from thidua.apps.organizations.queries import Unit, ancestors
from thidua.core import clock
from thidua.core.actor import Actor
from thidua.core.errors import DomainError, EditConflict, InvalidInput, NotVisible
from thidua.core.policies import require
from thidua.lib.vanban.official import OfficialDocument, Sheet
from thidua.lib.vanban.official_json import from_json
from thidua.ui.forms import add_errors
from thidua.ui.http import ActorRequest, go

Differences = list[tuple[str, str, str]]


@require_http_methods(["GET", "POST"])
def create(request: ActorRequest) -> HttpResponse:
    """Begin a paper: its type, who issues and who drafts it; the rest comes from the last one of its kind."""
    drafting = list(queries.drafting_units(request.actor))
    require(bool(drafting), gettext("Ông/Bà không có vai trò soạn thảo văn bản ở đơn vị nào."))
    bodies = {unit.pk: unit for one in drafting for unit in (*ancestors(one), one)}
    target, relation = _target(request)
    first = drafting[0]
    initial = {
        "type_key": request.GET.get("loai") or ("cong-van" if relation == "dinh-chinh" else "quyet-dinh"),
        "unit": target.unit_id if target else next(iter(reversed([*ancestors(first)])), first).pk,
        "drafting_unit": first.pk,
        "title": _title(target, relation),
        "wording": request.GET.get("mau", ""),
    }
    form = NewPaperForm(
        posted(request),
        bodies=list(bodies.values()),
        drafting=drafting,
        initial=initial,
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        unit = bodies[int(form.cleaned_data["unit"])]
        drafter = next(one for one in drafting if str(one.pk) == form.cleaned_data["drafting_unit"])
        try:
            paper = services.draft_paper(
                actor=request.actor, unit=unit, drafting_unit=drafter, at=clock.now(),
                content=_begun(request.actor, form.cleaned_data, unit=unit, drafter=drafter),
                corrects_id=target.pk if target and relation == "dinh-chinh" else None,
                withdraws_id=target.pk if target and relation == "thu-hoi" else None,
            )  # fmt: skip
        except InvalidInput as error:
            add_errors(form, error)
            status = error.status
        else:
            messages.success(request, gettext("Đã lập dự thảo; phần đã biết được điền sẵn."))
            return go(request, reverse("papers:edit", args=[paper.pk]))
    elif request.method == "POST":
        status = 400
    context = {
        "form": form,
        "target": target,
        "relation": relation,
        "trail": [(gettext("Văn bản đi"), reverse("papers:outgoing"))],
    }
    return render(request, "documents/paper_new.html", context, status=status)


def _target(request: ActorRequest) -> tuple[Paper | None, str]:
    for relation in ("dinh-chinh", "thu-hoi"):
        asked = request.GET.get(relation, "")
        if asked.isascii() and asked.isdigit():
            return queries.paper_for(request.actor, int(asked)), relation
    return None, ""


def _title(target: Paper | None, relation: str) -> str:
    if target is None:
        return ""
    verb = gettext("đính chính") if relation == "dinh-chinh" else gettext("thu hồi")
    return f"{verb} {services.name_of(target)}"[:2000]


def _begun(actor: Actor, cleaned: dict[str, Any], *, unit: Unit, drafter: Unit) -> OfficialDocument:
    like = queries.last_like(actor, unit=unit, type_key=cleaned["type_key"])
    last = queries.last_of_body(actor, unit=unit)
    begun = begin_paper(
        type_key=cleaned["type_key"],
        issuer=unit.name,
        parent=unit.parent.name if unit.parent else "",
        agency=abbreviation(name=unit.name, short_name=unit.short_name),
        unit=abbreviation(name=drafter.name, short_name=drafter.short_name) if drafter != unit else "",
        title=" ".join(cleaned["title"].split()),
        last_like=from_json(like.content) if like else None,
        last=from_json(last.content) if last else None,
    )
    return with_wording(begun, kind=cleaned["wording"], name=unit.name) if cleaned["wording"] else begun


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, paper_id: int) -> HttpResponse:
    """Write a paper. When somebody else was quicker, both texts are shown and nothing typed is lost."""
    paper = queries.paper_for(request.actor, paper_id)
    services.require_step(request.actor, paper, "documents.change_paper")
    content = services.content_of(paper)
    signers = list(queries.signers_of(paper.unit, on=clock.today()))
    initial = {"edition": paper.edition, "signer": paper.signer_id or ""}
    form = PaperForm(posted(request), content=content, signers=signers, initial=initial)
    status = 200
    conflict: Differences = []
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                _save(request, paper, content, form, keep_version=True)
            except EditConflict as error:
                paper = queries.paper_for(request.actor, paper_id)
                form, conflict = _typed_over(request, paper, signers, error)
                status = error.status
            except (BodyFault, InvalidInput) as error:
                form.add_error(None, str(error))
            else:
                return _saved(request, paper)
    context = {
        "paper": paper,
        "form": form,
        "conflict": conflict,
        "levels": list(LEVEL_WORDS.values()),
        "tables": _tables_of(content),
        "trail": [
            (gettext("Văn bản đi"), reverse("papers:outgoing")),
            (str(paper) or gettext("Dự thảo"), reverse("papers:paper", args=[paper.pk])),
        ],
        "pages": [
            f"{reverse('papers:page', args=[paper.pk, page])}?v={preview_of(paper).key}"
            for page in range(1, preview_of(paper).pages + 1)
        ],
    }
    return render(request, "documents/paper_form.html", context, status=status)


def _saved(request: ActorRequest, paper: Paper) -> HttpResponse:
    if "add_annex" in request.POST:
        fresh = queries.paper_for(request.actor, paper.pk)
        services.change_paper(
            actor=request.actor, paper_id=paper.pk, edition=fresh.edition, signer=fresh.signer, at=clock.now(),
            content=with_new_annex(services.content_of(fresh)),
        )  # fmt: skip
        return go(request, f"{reverse('papers:edit', args=[paper.pk])}#phu-luc")
    messages.success(request, gettext("Đã lưu văn bản."))
    return go(request, reverse("papers:paper", args=[paper.pk]))


@require_POST
def autosave(request: ActorRequest, paper_id: int) -> JsonResponse:
    """Take what is being typed, without making a version of it; answers the new edition, or why it was not taken."""
    paper = queries.paper_for(request.actor, paper_id)
    content = services.content_of(paper)
    form = PaperForm(request.POST, content=content, signers=queries.signers_of(paper.unit, on=clock.today()))
    if not form.is_valid():
        return JsonResponse({"said": gettext("Chưa lưu: có ô chưa đúng.")}, status=400)
    try:
        saved = _save(request, paper, content, form, keep_version=False)
    except (BodyFault, DomainError) as error:
        said = error.message if isinstance(error, DomainError) else str(error)
        return JsonResponse({"said": said}, status=error.status if isinstance(error, DomainError) else 400)
    said = gettext("Đã lưu %(time)s") % {"time": f"{localtime(clock.now()):%H:%M}"}
    return JsonResponse({"edition": saved.edition, "said": said})


def _save(
    request: ActorRequest, paper: Paper, content: OfficialDocument, form: PaperForm, *, keep_version: bool
) -> Paper:
    people = {str(one.pk): one for one in queries.signers_of(paper.unit, on=clock.today())}
    signer = people.get(form.cleaned_data["signer"])
    typed = form.typed
    if signer is not None and not typed.get("sign1_name"):
        typed["sign1_name"] = signer.full_name
        typed["sign1_position"] = typed.get("sign1_position") or signer.title.upper()
    return services.change_paper(
        actor=request.actor, paper_id=paper.pk, edition=form.cleaned_data["edition"], signer=signer,
        content=with_fields(content, typed), keep_version=keep_version, note=form.cleaned_data["note"],
        at=clock.now(),
    )  # fmt: skip


def _typed_over(
    request: ActorRequest, paper: Paper, signers: list[Any], error: EditConflict
) -> tuple[PaperForm, Differences]:
    """Return the form with what was typed, ready to be saved over the present text, and the fields that differ."""
    content = services.content_of(paper)
    posted = request.POST.copy()
    posted["edition"] = str(paper.edition)
    form = PaperForm(posted, content=content, signers=signers)
    form.is_valid()
    present = PaperForm(None, content=content, signers=signers)
    differences = []
    for name, field in form.fields.items():
        if name in ("edition", "note", "signer") or name.endswith("_drop"):
            continue
        before, after = _as_text(present[name].value()), _as_text(form[name].value())
        if before != after:
            differences.append((str(field.label), before, after))
    form.add_error(None, f"{error.message} {error.remedy}")
    return form, differences


def _as_text(value: Any) -> str:
    text = "\n".join(value) if isinstance(value, (list, tuple)) else str(value or "")
    return text.replace("\r\n", "\n").strip() or gettext("(trống)")


# ---- Tables -----------------------------------------------------------------------------------------------------


def _tables_of(content: OfficialDocument) -> list[dict[str, Any]]:
    """Return the tables of a paper and its annexes with the place each has (its part, its number there)."""
    found = []
    for part, body in _bodies(content):
        sheets = [piece for piece in body if isinstance(piece, Sheet)]
        for number, sheet in enumerate(sheets, start=1):
            found.append(
                {
                    "part": part,
                    "number": number,
                    "rows": len(sheet.table.rows),
                    "columns": sheet.table.column_count,
                    "first": " · ".join(
                        " ".join(cell.text.split()) for cell in sheet.table.rows[0].cells if not cell.covered
                    ),
                }
            )
    return found


def _bodies(content: OfficialDocument) -> list[tuple[int, tuple[Any, ...]]]:
    """Return (part, body): part 0 is the paper itself, the others its attachments."""
    return [(0, content.body), *((at, one.body) for at, one in enumerate(content.attachments, start=1))]


@require_http_methods(["GET", "POST"])
def table(request: ActorRequest, paper_id: int, part: int, number: int) -> HttpResponse:
    """Write a table of a paper, cell by cell, or paste it anew from Excel."""
    paper = queries.paper_for(request.actor, paper_id)
    services.require_step(request.actor, paper, "documents.change_paper")
    content = services.content_of(paper)
    sheet = _sheet(content, part, number)
    fault = ""
    if request.method == "POST":
        try:
            changed = _changed(sheet, request)
            services.change_paper(
                actor=request.actor, paper_id=paper.pk, edition=_edition(request), signer=paper.signer, at=clock.now(),
                content=_with_sheet(content, part, number, changed),
            )  # fmt: skip
        except tables.MergedRow:
            fault = gettext("Dòng này thuộc ô gộp nhiều dòng nên không thêm, bớt ở đây được; dán lại cả bảng từ Excel.")
        except EditConflict as error:
            fault = f"{error.message} {error.remedy}"
        else:
            if "done" not in request.POST:
                return go(request, reverse("papers:table", args=[paper.pk, part, number]))
            messages.success(request, gettext("Đã lưu bảng."))
            return go(request, reverse("papers:edit", args=[paper.pk]))
    rows = [
        {
            "at": at,
            "cells": [
                {"at": column, "text": tables.cell_text(cell), "span": cell.column_span, "rows": cell.row_span}
                for column, cell in enumerate(row.cells)
                if not cell.covered
            ],
        }
        for at, row in enumerate(sheet.table.rows)
    ]
    context = {
        "paper": paper,
        "part": part,
        "number": number,
        "rows": rows,
        "is_wide": sheet.is_wide,
        "fault": fault,
        "back": reverse("papers:edit", args=[paper.pk]),
        "trail": [
            (gettext("Văn bản đi"), reverse("papers:outgoing")),
            (str(paper) or gettext("Dự thảo"), reverse("papers:edit", args=[paper.pk])),
        ],
    }
    return render(request, "documents/paper_table.html", context, status=409 if fault else 200)


def _edition(request: ActorRequest) -> int:
    text = request.POST.get("edition", "")
    return int(text) if text.isascii() and text.isdigit() else 0


def _sheet(content: OfficialDocument, part: int, number: int) -> Sheet:
    bodies = dict(_bodies(content))
    sheets = [piece for piece in bodies.get(part, ()) if isinstance(piece, Sheet)]
    if not 1 <= number <= len(sheets):
        raise NotVisible
    return sheets[number - 1]


def _changed(sheet: Sheet, request: ActorRequest) -> Sheet:
    pasted = request.POST.get("pasted", "").strip("\r\n")
    if pasted.strip():
        new = tables.sheet_of([[cell.strip() for cell in line.split("\t")] for line in pasted.splitlines()])
        return replace(new, is_wide=new.is_wide or "is_wide" in request.POST)
    texts = {}
    for name, text in request.POST.items():
        where = name.removeprefix("o-").split("-") if name.startswith("o-") else []
        if len(where) == 2 and all(one.isascii() and one.isdigit() for one in where):
            texts[int(where[0]), int(where[1])] = str(text)
    changed = tables.with_texts(sheet, texts)
    changed = replace(changed, is_wide="is_wide" in request.POST)
    for name, act in (("row_after", tables.with_row_after), ("drop_row", tables.without_row)):
        asked = request.POST.get(name, "")
        if asked.isascii() and asked.isdigit() and int(asked) < len(changed.table.rows):
            changed = act(changed, int(asked))
    return changed


def _with_sheet(content: OfficialDocument, part: int, number: int, sheet: Sheet) -> OfficialDocument:
    def swapped(body: tuple[Any, ...]) -> tuple[Any, ...]:
        seen, found = 0, []
        for piece in body:
            seen += isinstance(piece, Sheet)
            found.append(sheet if isinstance(piece, Sheet) and seen == number else piece)
        return tuple(found)

    if part == 0:
        return replace(content, body=swapped(content.body))
    attachments = tuple(
        replace(one, body=swapped(one.body)) if at == part else one
        for at, one in enumerate(content.attachments, start=1)
    )
    return replace(content, attachments=attachments)
