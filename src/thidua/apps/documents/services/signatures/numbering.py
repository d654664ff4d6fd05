"""Number and date of a paper that was signed digitally before it had them."""

from __future__ import annotations

from thidua.apps.documents.enums import SigningWay
from thidua.apps.documents.models import Paper, PaperSignature
from thidua.apps.documents.queries.files import open_content
from thidua.apps.documents.services.papers.shared import content_of
from thidua.lib.vanban import signing
from thidua.lib.vanban.signing import Blank


def numbered_pdf(paper: Paper) -> bytes | None:
    """Return the signed PDF of an issued paper with its number and date filled in; the signature stays whole.

    None for a paper that was not signed digitally: its PDF is set anew.
    """
    if paper.signing_way != SigningWay.DIGITAL or paper.signed_file is None:
        return None
    if not PaperSignature.objects.filter(paper=paper, after=paper.signed_file).exists():
        return None
    content = content_of(paper)
    if content.number is None or content.issued_on is None:
        return None
    with open_content(stored=paper.signed_file) as file:
        signed = file.read()
    day, month = content.issued_on.day, content.issued_on.month
    values = {
        Blank.NUMBER: f"{content.number:02d}",
        Blank.DAY: f"{day:02d}",
        Blank.MONTH: f"{month:02d}" if month < 3 else str(month),
        Blank.YEAR: str(content.issued_on.year),
    }
    return signing.fill_blanks(signed, values)
