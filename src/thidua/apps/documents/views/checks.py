"""The page that checks whether a Word file keeps the form of Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from thidua.apps.documents.forms.checks import WordFileForm, most_bytes
from thidua.lib.vanban.checking import Departure, Severity, check_docx_isolated
from thidua.lib.vanban.errors import UnreadableDocument
from thidua.ui.http import ActorRequest


@never_cache
@require_http_methods(["GET", "POST"])
def form(request: ActorRequest) -> HttpResponse:
    """List every departure of an uploaded Word file with its citation and remedy; the file is not kept."""
    asked = WordFileForm(request.POST, request.FILES) if request.method == "POST" else WordFileForm()
    context: dict[str, object] = {"form": asked, "max_bytes": most_bytes()}
    if request.method != "POST" or not asked.is_valid():
        return render(request, "documents/form_check.html", context, status=400 if asked.errors else 200)
    file = asked.cleaned_data["file"]
    try:
        departures = check_docx_isolated(file.read())
    except UnreadableDocument as error:
        asked.add_error("file", str(error))
        return render(request, "documents/form_check.html", context, status=400)
    context |= {"file_name": file.name, "is_checked": True, "groups": _groups(departures)}
    return render(request, "documents/form_check.html", context)


def _groups(departures: tuple[Departure, ...]) -> list[tuple[str, list[Departure]]]:
    """Return departures under their headings: first what the Decree requires."""
    names = ((Severity.MUST, gettext("Trái quy định")), (Severity.SHOULD, gettext("Nên sửa")))
    groups = [(name, [one for one in departures if one.severity is severity]) for severity, name in names]
    return [(name, group) for name, group in groups if group]
