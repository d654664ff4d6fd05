"""Stored files on their way out: as downloads, or as pictures of their pages; never as something a browser runs."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from thidua.apps.documents import queries
from thidua.apps.documents.domain.files import SERVED_AS_THEY_ARE, UNKNOWN
from thidua.ui.http import ActorRequest

_SANDBOX = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Should a browser open the file in place after all, it runs nothing. django-csp leaves a policy that is there."""


@require_safe
@cache_control(private=True, no_store=True)
def download(request: ActorRequest, file_id: UUID) -> HttpResponseBase:
    """Send a file as a download under its own name."""
    stored = queries.file_for(actor=request.actor, file_id=file_id)
    media_type = stored.media_type if stored.media_type in SERVED_AS_THEY_ARE else UNKNOWN
    if media_type == "text/plain":
        media_type = UNKNOWN  # sent without a charset: old encodings are common, the reader's program knows them
    content = queries.open_content(stored=stored)
    name = stored.original_name
    return FileResponse(content, as_attachment=True, filename=name, content_type=media_type, headers=_SANDBOX)


@require_safe
@cache_control(private=True, max_age=3600, immutable=True)
def page(request: ActorRequest, file_id: UUID, page: int) -> HttpResponse:
    """Send the picture of one page of a PDF file or a scan."""
    stored = queries.file_for(actor=request.actor, file_id=file_id)
    picture = queries.page_image(stored=stored, page=page)
    return HttpResponse(picture, content_type="image/png", headers=_SANDBOX)
