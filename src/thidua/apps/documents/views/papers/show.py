"""One paper: its pages, its versions side by side, the opinions on it, its history."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from thidua.apps.audit.queries import history_of
from thidua.apps.documents import policies, queries
from thidua.apps.documents.domain.papers.redline import changed_count
from thidua.apps.documents.domain.papers.redline_docx import redline_docx
from thidua.apps.documents.enums import SignatureKind
from thidua.apps.documents.forms.papers import CommentForm
from thidua.apps.documents.models import Paper, PaperVersion
from thidua.apps.documents.policies.signatures import can_make_signature
from thidua.apps.documents.queries.previews import preview_of, preview_page
from thidua.apps.documents.services import papers as services
from thidua.apps.documents.views.papers.head import lateness, next_words, page_of, posted
from thidua.core import clock
from thidua.core.errors import InvalidInput, NotVisible
from thidua.lib.vanban.writing.docx import write_docx
from thidua.ui.forms import add_errors
from thidua.ui.http import ActorRequest, go

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SANDBOX = {"Content-Security-Policy": "sandbox; default-src 'none'", "Cross-Origin-Resource-Policy": "same-origin"}


@require_GET
def paper(request: ActorRequest, paper_id: int) -> HttpResponse:
    """Show a paper as it looks, what is next, and what it hangs together with; whoever received it has seen it."""
    one = queries.paper_for(request.actor, paper_id)
    received = queries.received_as(request.actor, one)
    for line in received:
        if line.seen_at is None:
            services.note_seen(actor=request.actor, recipient_id=line.pk, at=clock.now())
    preview = preview_of(one)
    related = [
        (label, other)
        for label, others in (
            (gettext("Đính chính văn bản"), [one.corrects]),
            (gettext("Thu hồi văn bản"), [one.withdraws]),
            (gettext("Được đính chính bởi"), one.corrected_by.select_related("entry")),
            (gettext("Bị thu hồi bởi"), one.withdrawn_by.select_related("entry")),
        )
        for other in others
        if other is not None and policies.can_see_paper(request.actor, other)
    ]
    context = {
        **page_of(request, one, "paper"),
        "pages": _pages(one, preview.pages, preview.key),
        "received": received,
        "related": related,
        "next_words": next_words(request, one),
        "lateness": lateness(one),
        "sealed": queries.body_signatures(one),
        "can_seal": one.pdf_id is not None and can_make_signature(request.actor, one, SignatureKind.BODY),
        "opens_file": one.signed_file is not None and policies.can_open_paper_file(request.actor, one.signed_file),
    }
    return render(request, "documents/paper.html", context)


def _pages(one: Paper, count: int, key: str) -> list[str]:
    return [f"{reverse('papers:page', args=[one.pk, page])}?v={key}" for page in range(1, count + 1)]


@require_GET
def preview(request: ActorRequest, paper_id: int) -> HttpResponse:
    """Draw the pages of a paper anew, for the editor."""
    one = queries.paper_for(request.actor, paper_id)
    found = preview_of(one)
    return render(request, "documents/paper_pages.html", {"pages": _pages(one, found.pages, found.key), "paper": one})


@require_safe
@cache_control(private=True, max_age=600)
def page(request: ActorRequest, paper_id: int, page: int) -> HttpResponse:
    """Send the picture of one page of a paper."""
    one = queries.paper_for(request.actor, paper_id)
    return HttpResponse(preview_page(one, page=page), content_type="image/png", headers=_SANDBOX)


@require_safe
@cache_control(private=True, no_store=True)
def draft_file(request: ActorRequest, paper_id: int, form: str) -> HttpResponse:
    """Send a paper as it is written now, to be read or changed in Word."""
    one = queries.paper_for(request.actor, paper_id)
    if form not in ("docx", "pdf"):
        raise NotVisible
    if form == "docx":
        content, media_type = write_docx(services.content_of(one)), WORD
    else:
        content, media_type = preview_of(one).pdf, "application/pdf"
    name = str(one.entry).replace("/", "-") if one.entry else f"du-thao-{one.pk}"
    headers = {**_SANDBOX, "Content-Disposition": f'attachment; filename="{_plain(name)}.{form}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)


def _plain(name: str) -> str:
    return name.encode("ascii", "ignore").decode() or "van-ban"


@require_GET
def versions(request: ActorRequest, paper_id: int) -> HttpResponse:
    """Compare two versions of a paper: what came, what went, and by whom; as a page, or for Word."""
    one = _in_the_making(request, paper_id)
    found = list(queries.versions_of(one))
    numbers = [version.number for version in found]
    last = _number(request, "den", numbers, numbers[0])
    first = _number(request, "tu", numbers, max((number for number in numbers if number < last), default=last))
    comparison = queries.compared(one, first=first, last=last) if first != last else None
    if comparison is not None and request.GET.get("xuat") == "word":
        authors = {number: (version.author_label, version.at) for number, version in comparison.authors.items()}
        content = redline_docx(title=services.name_of(one), lines=comparison.lines, authors=authors)
        name = f"so-sanh-{one.pk}-{first}-{last}.docx"
        headers = {**_SANDBOX, "Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type=WORD, headers=headers)
    only_changed = request.GET.get("xem") != "ca-van-ban"
    context = {
        **page_of(request, one, "versions"),
        "versions": found,
        "first": first,
        "last": last,
        "comparison": comparison,
        "changed": changed_count(comparison.lines) if comparison else 0,
        "only_changed": only_changed,
        "authors": [(number, _author(version)) for number, version in comparison.authors.items()] if comparison else [],
        "lines": [line for line in comparison.lines if not only_changed or line.kind != "kept"] if comparison else [],
    }
    return render(request, "documents/paper_versions.html", context)


def _author(version: PaperVersion) -> str:
    note = f" · {version.note}" if version.note else ""
    return f"{version.author_label}, {localtime(version.at):%H:%M %d/%m/%Y}{note}"


def _number(request: ActorRequest, name: str, numbers: list[int], default: int) -> int:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and int(asked) in numbers else default


@require_http_methods(["GET", "POST"])
def comments(request: ActorRequest, paper_id: int) -> HttpResponse:
    """Show the opinions on a paper beside its passages, and take another."""
    one = _in_the_making(request, paper_id)
    newest = one.versions.order_by("number").last()
    if newest is None:
        raise NotVisible
    asked = request.GET.get("dong", "")
    lines = queries.lines_of_version(newest)
    at = int(asked) if asked.isascii() and asked.isdigit() and int(asked) < len(lines) else None
    form = CommentForm(posted(request), initial={"version": newest.number, "line": at})
    status = 200
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            services.comment_paper(
                actor=request.actor, paper_id=one.pk, text=cleaned["text"], version=cleaned["version"],
                line=cleaned["line"], parent_id=cleaned["parent"], at=clock.now(),
            )  # fmt: skip
        except InvalidInput as error:
            add_errors(form, error)
            status = error.status
        else:
            messages.success(request, gettext("Đã ghi ý kiến."))
            return go(request, reverse("papers:comments", args=[one.pk]))
    counts: dict[str, int] = {}
    found = queries.comments_of(one)
    for comment in found:
        if comment.quote and comment.resolved_at is None:
            counts[comment.quote] = counts.get(comment.quote, 0) + 1
    context: dict[str, Any] = {
        **page_of(request, one, "comments"),
        "version": newest,
        "lines": [
            {"at": number, "part": line.part, "text": line.text, "count": counts.get(line.text, 0)}
            for number, line in enumerate(lines)
        ],
        "chosen": lines[at] if at is not None else None,
        "chosen_at": at,
        "comments": found,
        "form": form,
        "can_comment": policies.can_comment(request.actor, one) and one.issued_at is None,
        "writes": policies.can_write_paper(request.actor, one),
    }
    return render(request, "documents/paper_comments.html", context, status=status)


@require_POST
def resolve(request: ActorRequest, paper_id: int, comment_id: int) -> HttpResponse:
    services.resolve_comment(actor=request.actor, paper_id=paper_id, comment_id=comment_id, at=clock.now())
    messages.success(request, gettext("Đã đánh dấu ý kiến đã giải quyết."))
    return go(request, reverse("papers:comments", args=[paper_id]))


@require_GET
def history(request: ActorRequest, paper_id: int) -> HttpResponse:
    """Show every act on a paper."""
    one = _in_the_making(request, paper_id)
    lines = history_of(subject_type="documents.paper", subject_id=one.pk)
    return render(request, "documents/paper_history.html", {**page_of(request, one, "history"), "lines": lines})


def _in_the_making(request: ActorRequest, paper_id: int) -> Paper:
    """Return a paper whose making the actor sees; for others these pages do not exist."""
    one = queries.paper_for(request.actor, paper_id)
    if not policies.can_see_making(request.actor, one):
        raise NotVisible
    return one
