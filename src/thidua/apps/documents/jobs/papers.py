"""The files of an issued paper, and the mails that carry them."""

from __future__ import annotations

from email.utils import format_datetime
from smtplib import SMTPRecipientsRefused

from django.core.mail import EmailMessage
from django.utils import timezone
from django_tasks import task

from thidua.apps.documents import queries
from thidua.apps.documents.models import Paper, PaperRecipient, StoredFile
from thidua.apps.documents.services import papers as services
from thidua.apps.documents.services.signatures import numbered_pdf
from thidua.core import clock
from thidua.lib.vanban.writing.docx import write_docx
from thidua.lib.vanban.writing.pdf import write_pdf


@task()
def render_paper(paper_id: int) -> str:
    """Make the files of an issued paper. A second run finds them and changes nothing."""
    paper = Paper.objects.get(pk=paper_id)
    if paper.docx_id is not None:
        return "made before"
    content = services.content_of(paper)
    pdf = numbered_pdf(paper) or write_pdf(content)
    services.keep_rendering(paper_id=paper_id, docx=write_docx(content), pdf=pdf, at=clock.now())
    return "made"


@task()
def mail_paper(recipient_id: int) -> str:
    """Send a paper to an address outside, with its file; a repeated mail keeps its Message-ID."""
    recipient = PaperRecipient.objects.get(pk=recipient_id)
    if recipient.mailed_at is not None:
        return "sent before"
    render_paper.func(recipient.paper_id)
    recipient = queries.recipient_to_mail(recipient_id)
    try:
        _message(recipient).send()
    except OSError as error:  # of which every error of smtplib is one
        services.note_mail_failure(
            recipient_id=recipient_id, error=_words(error), is_refused=_is_refused(error), at=clock.now()
        )
        return "not taken"
    services.note_mailed(recipient_id=recipient_id, at=clock.now())
    return "sent"


def _message(recipient: PaperRecipient) -> EmailMessage:
    paper = recipient.paper
    assert recipient.sent_at is not None
    headers = {"Message-ID": recipient.message_id, "Date": format_datetime(timezone.localtime(recipient.sent_at))}
    name = services.name_of(paper)
    text = f"Kính gửi: {recipient}\n\n{paper.unit.name} gửi {name}.\nVăn bản ở tệp kèm theo thư này.\n"
    message = EmailMessage(" ".join(name.split())[:200], text, to=[recipient.email], headers=headers)
    for stored in queries.outgoing_files(paper):
        with queries.open_content(stored=stored) as content:
            message.attach(stored.original_name, content.read(), _media_type(stored))
    return message


def _media_type(stored: StoredFile) -> str:
    return stored.media_type if "/" in stored.media_type else "application/octet-stream"


def _is_refused(error: OSError) -> bool:
    """Whether the server will never take this address; a busy one says 4xx."""
    return isinstance(error, SMTPRecipientsRefused) and all(code >= 500 for code, _said in error.recipients.values())


def _words(error: OSError) -> str:
    if isinstance(error, SMTPRecipientsRefused):
        answers = (f"{code} {said.decode(errors='replace')}" for code, said in error.recipients.values())
        return "; ".join(answers)
    return f"{type(error).__name__}: {error}"
